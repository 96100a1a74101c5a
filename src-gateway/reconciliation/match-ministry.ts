import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { settlementKey, type SettledTicket } from '../ministry/port.ts';
import type { Difference } from './difference.ts';
import type { LedgerAttempt, LedgerPosting, MatchInput } from './match-input.ts';

interface Ours {
  readonly attempt: LedgerAttempt;
  readonly posting: LedgerPosting;
}

/** The ledger against what the ministry has recorded, for the days it was asked about. */
export function matchMinistry({ attempts, ministry }: MatchInput): readonly Difference[] {
  const ours = new Map<string, Ours>();
  for (const attempt of attempts) {
    for (const posting of attempt.postings)
      ours.set(settlementKey(attempt.pid, posting.ticketNo, posting.system), { attempt, posting });
  }
  const theirs = new Map([...ministry.values()].flat().map((record) => [record.key, record]));
  return [
    ...[...ours]
      .filter(([, { attempt }]) => attempt.capturedAt !== null && ministry.has(kuwaitDay(attempt.capturedAt)))
      .flatMap(([key, one]) => lacking(one, theirs.get(key)) ?? []),
    ...[...theirs.values()].flatMap((record) => moreThanOurs(record, ours.get(record.key)) ?? []),
    ...twice([...ours.values()], [...theirs.values()]),
  ];
}

/** What we were told is recorded must be there. What is still on its way is nobody's difference. */
function lacking({ attempt, posting }: Ours, record: SettledTicket | undefined): Difference | null {
  const { pid, kioskCode } = attempt;
  const { ticketNo, amountFils } = posting;
  if (posting.state !== 'posted') return null;
  if (record?.outcome !== 'posted') return { class: 'm', finding: 'ministry_lacks', pid, ticketNo };
  if (record.amountFils === amountFils) return null;
  const subject = `ticket ${ticketNo}`;
  return {
    ...{ class: 'e', finding: 'ministry', kioskCode, pid, subject },
    ...{ oursFils: amountFils, theirsFils: record.amountFils },
  };
}

function moreThanOurs({ pid, ticketNo, outcome }: SettledTicket, known: Ours | undefined): Difference | null {
  if (outcome !== 'posted' || known?.posting.active === true) return null;
  return { class: 'm', finding: 'ministry_has_more', pid, ticketNo };
}

/** One obligation settled twice, in our books or in theirs. */
function twice(ours: readonly Ours[], theirs: readonly SettledTicket[]): Difference[] {
  const settled = [
    ...ours.filter(({ posting }) => posting.active).map(({ attempt, posting }) => [posting, attempt.pid] as const),
    ...theirs.filter(({ outcome }) => outcome === 'posted').map((record) => [record, record.pid] as const),
  ];
  // A ticket and a fine may have the same number: each system counts for itself.
  const byItem = new Map<string, { readonly ticketNo: string; readonly attempts: Set<string> }>();
  for (const [{ system, ticketNo }, pid] of settled) {
    const one = byItem.get(`${system} ${ticketNo}`) ?? { ticketNo, attempts: new Set() };
    one.attempts.add(pid);
    byItem.set(`${system} ${ticketNo}`, one);
  }
  return [...byItem.values()]
    .filter(({ attempts }) => attempts.size > 1)
    .map(({ ticketNo, attempts }) => ({
      ...({ class: 'f', finding: 'posted_twice' } as const),
      ticketNo,
      pids: [...attempts].toSorted(),
    }));
}
