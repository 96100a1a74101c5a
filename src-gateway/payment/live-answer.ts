import type { InquiryAnswer, SystemAnswer } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { Office, System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { InquiryFailure, OwedAnswer } from '../ministry/port.ts';
import { withOurPayments } from './overlay.ts';
import type { PaymentDeps } from './ports.ts';

const idBytes = 16;
/** Limits of `inquiryAnswerSchema`. */
const maxOffices = 50;

/** Whom and what an answer is about. */
export interface LiveQuestion {
  readonly party: Party;
  readonly systems: readonly System[];
  readonly fineType?: string | undefined;
}

/**
 * What the ministry says about a party right now, with our own payments laid over it. Every system is asked at the same
 * time; one that does not answer is named, and what it knows is missing, not nothing. Only when none answers there is
 * no answer.
 * @param away systems that are known not to answer and are not asked
 */
export async function liveAnswer(
  deps: Pick<PaymentDeps, 'db' | 'time' | 'rng'> & { readonly ministry: Pick<PaymentDeps['ministry'], 'owed'> },
  { party, systems, fineType }: LiveQuestion,
  away: readonly System[] = [],
): Promise<Result<InquiryAnswer, InquiryFailure>> {
  const asked = await Promise.all(
    systems.map(async (system) => ({
      system,
      owed: away.includes(system) ? err('ministry_down' as const) : await deps.ministry.owed[system](party, fineType),
    })),
  );
  const answers = asked.flatMap(({ owed }) => (owed.ok ? [owed.value] : []));
  if (answers.length === 0) {
    // "Not known" is said only when nobody is missing who might know.
    return err(asked.every(({ owed }) => !owed.ok && owed.error === 'not_found') ? 'not_found' : 'ministry_down');
  }
  const answer: InquiryAnswer = {
    id: Buffer.from(deps.rng.bytes(idBytes)).toString('hex'),
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    obligations: answers.flatMap(({ obligations }) => obligations),
    systems: asked.map(({ system, owed }): SystemAnswer => ({ system, state: stateOf(owed) })),
    offices: officesIn(answers),
    asOf: oldest(answers),
    source: { from: 'live' },
  };
  return ok(await withOurPayments(deps.db, answer, new Date(deps.time.now())));
}

/** A system that does not know the number has answered: it has nothing about it. */
function stateOf(owed: Result<OwedAnswer, InquiryFailure>): SystemAnswer['state'] {
  return owed.ok || owed.error === 'not_found' ? 'answered' : 'unavailable';
}

function officesIn(answers: readonly OwedAnswer[]): Office[] {
  const byCode = new Map(answers.flatMap(({ offices }) => offices).map((office) => [office.code, office]));
  return [...byCode.values()].slice(0, maxOffices);
}

/** All of it was true at the moment of the oldest part. */
function oldest(answers: readonly OwedAnswer[]): string {
  const [first = ''] = answers.map(({ asOf }) => asOf).toSorted((one, other) => Date.parse(one) - Date.parse(other));
  return first;
}
