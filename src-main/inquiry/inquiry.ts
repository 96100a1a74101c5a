import type { ChallengeRequest, GatewayProblemCode, InquiryReply } from '../../src-shared/contract/gateway-http.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { InquiryProblem } from '../../src-shared/domain/inquiry.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { ObligationService } from '../../src-shared/services/service.ts';
import type { Question } from '../../src-shared/session/question.ts';
import { reasonOf, type GatewayFailure } from '../gateway/failure.ts';
import type { KioskGateway } from '../gateway/gateway-client.ts';
import type { Found, Inquiry } from '../session/ports.ts';
import { answerFromCopy, freshId, type CopyPorts } from './answer-from-copy.ts';

export interface InquiryPorts extends CopyPorts {
  readonly gateway: Pick<KioskGateway, 'inquire' | 'challenge' | 'find'>;
  /** `look-up-failed` with the reason. */
  readonly log: Log;
}

/**
 * Asks the gateway; about what is owed, when it or the ministry does not answer, the kiosk's own copy. What comes from
 * the copy is shown as it was when the register was read, and carries that moment: it may have been paid since. How many
 * different numbers a visit may ask about is for the caller to count.
 */
export function makeInquiry(ports: InquiryPorts): Inquiry {
  return {
    ask: (question) => {
      const { service } = question;
      return service.answers === 'obligations' ? askOwed(question, service, ports) : askFinding(question, ports);
    },
    challenge: async (question) => {
      const about = aboutOf(question);
      if (about === null) return ok(null);
      const reply = await ports.gateway.challenge(about);
      return reply.ok ? ok(reply.value.challenge) : err(verdictOn(reply.error, ports.log).problem);
    },
  };
}

async function askFinding({ service, fields }: Question, ports: InquiryPorts): Promise<Result<Found, InquiryProblem>> {
  const reply = await ports.gateway.find({ service: service.id, fields });
  return reply.ok ? ok({ kind: 'finding', finding: reply.value }) : err(verdictOn(reply.error, ports.log).problem);
}

async function askOwed(
  question: Question,
  service: ObligationService,
  ports: InquiryPorts,
): Promise<Result<Found, InquiryProblem>> {
  const about = aboutOf(question);
  if (about === null) return err('not_found');
  const { proof, grant } = question;
  const live = await ports.gateway.inquire({ ...about, ...(proof ? { proof } : {}), ...(grant ? { grant } : {}) });
  if (live.ok) return foundIn(live.value, ports.rng);
  const verdict = verdictOn(live.error, ports.log);
  if (!verdict.copyMayAnswer || !service.offline) return err(verdict.problem);
  const found = await answerFromCopy(about.party, service.systems, verdict.problem, ports);
  return found === null ? err(verdict.problem) : ok(found);
}

/** Whom and what a question about what is owed is about; null for other questions. */
function aboutOf({ service, party, fields }: Question): ChallengeRequest | null {
  if (service.answers !== 'obligations' || party === null) return null;
  const { fineType } = fields;
  return { party, systems: [...service.systems], ...(fineType === undefined ? {} : { fineType }) };
}

function foundIn(reply: InquiryReply, rng: Rng): Result<Found, InquiryProblem> {
  switch (reply.result) {
    case 'answered':
      return ok({ kind: 'answer', answer: { ...reply.answer, id: freshId(rng) }, grant: reply.grant ?? null });
    case 'code_refused':
      return ok({ kind: 'code_refused', problem: reply.problem, challenge: reply.challenge });
    case 'too_many_codes':
      return err('too_many_codes');
  }
}

/** What a failure means to a visitor, and whether the copy may stand in. */
interface Verdict {
  readonly problem: InquiryProblem;
  readonly copyMayAnswer: boolean;
}

const unreachable: Verdict = { problem: 'network_down', copyMayAnswer: true };
/** The gateway does not know this kiosk any more: then its copy is not to be read from either. */
const shutOut: Verdict = { problem: 'network_down', copyMayAnswer: false };

const verdicts: Readonly<Record<GatewayProblemCode, Verdict>> = {
  not_found: { problem: 'not_found', copyMayAnswer: false },
  ministry_down: { problem: 'ministry_down', copyMayAnswer: true },
  not_signed: shutOut,
  unknown_kiosk: shutOut,
  code_not_valid: shutOut,
  bad_request: unreachable,
  payments_closed: unreachable,
  over_limit: unreachable,
  conflict: unreachable,
  too_many_requests: unreachable,
  internal: unreachable,
};

/** What it means, told to the log as well: the screen has one sentence for six reasons. */
function verdictOn(failure: GatewayFailure, log: Log): Verdict {
  // That nobody has this number is an answer, and no failure.
  if (reasonOf(failure) !== 'not_found') log('look-up-failed', { why: reasonOf(failure) });
  return failure.kind === 'problem' ? verdicts[failure.code] : unreachable;
}
