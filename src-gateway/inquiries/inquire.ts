import type {
  ChallengeReply,
  ChallengeRequest,
  FindingRequest,
  GatewayProblem,
  InquiryReply,
  InquiryRequest,
} from '../../src-shared/contract/gateway-http.ts';
import type { FieldRules } from '../../src-shared/domain/field.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { MinistryPort } from '../ministry/port.ts';
import { liveAnswer } from '../payment/live-answer.ts';
import { problem, type PaymentDeps } from '../payment/ports.ts';
import { accessTo, type Access } from './access.ts';
import { readFindingQuestion, wrongAbout } from './check-question.ts';

/** What inquiries are handed. */
export interface InquiryDeps extends Pick<PaymentDeps, 'db' | 'time' | 'rng' | 'log' | 'grants'> {
  readonly ministry: Pick<MinistryPort, 'owed' | 'challenge' | 'checkCode' | 'findings' | 'fineTypes'>;
  /** Births in the future are taken in demo mode only. */
  readonly demo: boolean;
}

type Reply<T> = Promise<Result<T, GatewayProblem>>;

const notFound = problem('not_found', 'the ministry does not know this number');
const ministryDown = problem('ministry_down', 'the ministry does not answer');

/** What a party owes in the systems asked about. A system that is away is named in the answer, unless all of them are. */
export async function inquire(deps: InquiryDeps, kioskCode: string, request: InquiryRequest): Reply<InquiryReply> {
  const wrong = wrongAbout(request, await rulesOf(deps));
  if (wrong !== null) return problem('bad_request', wrong);
  const subject = { kioskCode, party: request.party };
  const accesses = await Promise.all(
    request.systems.map(async (system) => ({ system, access: await accessTo(deps, subject, system, request) })),
  );
  const refusal = refusalIn(accesses.map(({ access }) => access));
  if (refusal !== null) return ok(refusal);
  const away = accesses.filter(({ access }) => access.may === 'not_now').map(({ system }) => system);
  const asked = await liveAnswer(deps, request, away);
  if (!asked.ok) return asked.error === 'not_found' ? notFound : ministryDown;
  const granted = accesses.filter(({ access }) => access.may === 'ask_granted').map(({ system }) => system);
  const grant = grantFor(deps, subject, granted.filter(isCodeSystem), request.grant);
  return ok({ result: 'answered', answer: asked.value, ...(grant === undefined ? {} : { grant }) });
}

/** Systems that no code ever protects need no proof later either. */
const isCodeSystem = (system: System): boolean => system === 'residency_cases';

function refusalIn(accesses: readonly Access[]): InquiryReply | null {
  if (accesses.some(({ may }) => may === 'never')) return { result: 'too_many_codes' };
  const refused = accesses.find((access) => access.may === 'no');
  return refused === undefined
    ? null
    : { result: 'code_refused', problem: refused.problem, challenge: refused.challenge };
}

function grantFor(
  { grants }: InquiryDeps,
  subject: Parameters<InquiryDeps['grants']['issue']>[0],
  granted: readonly System[],
  earlier: string | undefined,
): string | undefined {
  return granted.length === 0 ? earlier : grants.issue(subject, granted);
}

/** The code that is wanted before this may be asked. Who may not try any more gets none, and learns it when asking. */
export async function challenge(deps: InquiryDeps, request: ChallengeRequest): Reply<ChallengeReply> {
  const wrong = wrongAbout(request, await rulesOf(deps));
  if (wrong !== null) return problem('bad_request', wrong);
  for (const system of request.systems) {
    const wanted = await deps.ministry.challenge(system, request.party);
    if (!wanted.ok && wanted.error === 'ministry_down') return ministryDown;
    if (wanted.ok && wanted.value !== null) return ok({ challenge: wanted.value });
  }
  return ok({ challenge: null });
}

/** An inquiry of a service that does not ask what is owed. */
export async function find(deps: InquiryDeps, request: FindingRequest): Reply<Finding> {
  const question = readFindingQuestion(request.service, request.fields, await rulesOf(deps));
  if (!question.ok) return problem('bad_request', question.error);
  const { service, fields } = question.value;
  const inquiry = deps.ministry.findings[service.id];
  if (inquiry === undefined) return problem('bad_request', 'this ministry does not offer the service');
  const found = await inquiry(fields);
  if (!found.ok) return found.error === 'not_found' ? notFound : ministryDown;
  if (found.value.kind === service.answers) return ok(found.value);
  deps.log.warn({ service: service.id, kind: found.value.kind }, 'the adapter answers with another kind of finding');
  return ministryDown;
}

async function rulesOf({ ministry, time, demo }: InquiryDeps): Promise<FieldRules> {
  const types = await ministry.fineTypes();
  return {
    today: kuwaitDay(time.now()),
    allowFutureBirth: demo,
    fineTypes: types.ok ? types.value.map(({ code }) => code) : [],
  };
}
