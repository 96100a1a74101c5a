import { kuwaitDay } from '../../src-shared/domain/time.ts';
import type { GatewayState } from '../../src-shared/payment/states.ts';
import type { Difference } from './difference.ts';
import type { KeptLine, LedgerAttempt, MatchInput } from './match-input.ts';
import { acquirerOf } from './settlement-importer.ts';

const dayMs = 24 * 60 * 60_000;
/** An acquirer that has not settled a capture after this time is asked by people. */
export const settledWithinMs = 3 * dayMs;

/** States in which the outcome is owed, and the acquirer's word ends the waiting. */
const waiting: readonly GatewayState[] = ['open', 'notified'];

/** The ledger against the acquirer's settlement: by our reference, else by the terminal's. */
export function matchAcquirer(input: MatchInput): readonly Difference[] {
  const byPid = new Map(input.attempts.map((attempt) => [attempt.pid, attempt]));
  const byRailRef = new Map(
    input.attempts.flatMap((attempt) =>
      attempt.railRef === null || attempt.rail !== 'terminal' ? [] : [[attempt.railRef, attempt] as const],
    ),
  );
  const found = new Map<string, KeptLine[]>();
  const differences: Difference[] = [];
  for (const line of input.lines) {
    const attempt = byPid.get(line.pid ?? '') ?? byRailRef.get(line.railRef ?? '');
    if (attempt === undefined) {
      differences.push({ class: 'c', finding: 'unknown_reference', line });
      continue;
    }
    if (line.suspended) differences.push({ class: 'c', finding: 'reference_found', line });
    const others = found.get(attempt.pid);
    if (others === undefined) found.set(attempt.pid, [line]);
    else others.push(line);
  }
  const ofAttempts = input.attempts.map((attempt) => matchAttempt(attempt, found.get(attempt.pid) ?? [], input));
  return [...differences, ...ofAttempts.flatMap((difference) => difference ?? [])];
}

function matchAttempt(attempt: LedgerAttempt, lines: readonly KeptLine[], input: MatchInput): Difference | null {
  const charged = lines.filter(({ kind }) => kind === 'charged');
  const taken = sum(charged);
  const givenBack = sum(lines) - taken;
  if (attempt.capturedFils !== null) return captured(attempt, { taken, givenBack }, input);
  if (taken === givenBack) return provedFree(attempt, input);
  const [line] = charged;
  if (line === undefined || charged.length > 1 || taken !== attempt.totalFils || givenBack > 0)
    return amounts(attempt, 0, taken - givenBack);
  // People have it: the acquirer's line is shown with the case, and they decide.
  if (attempt.state === 'manual') return null;
  if (attempt.state === 'intent') return { class: 'b', finding: 'unopened', pid: attempt.pid, line };
  return { class: 'b', finding: 'captured', pid: attempt.pid, line };
}

/** The acquirer has no money of this attempt. That proves something only once its files are complete. */
function provedFree(attempt: LedgerAttempt, input: MatchInput): Difference | null {
  const isOwed = waiting.includes(attempt.state) || attempt.endedByTime;
  if (!isOwed || !isCovered(attempt, attempt.armedAt, input)) return null;
  return { class: 'b', finding: 'not_charged', pid: attempt.pid };
}

function captured(
  attempt: LedgerAttempt,
  { taken, givenBack }: { readonly taken: number; readonly givenBack: number },
  input: MatchInput,
): Difference | null {
  const { pid, kioskCode, capturedAt, owedBackFils, doneBackFils } = attempt;
  const ours = attempt.capturedFils ?? 0;
  if (taken === 0) {
    // Undone before it was settled: some acquirers then write nothing at all.
    if (doneBackFils === ours) return null;
    const late = capturedAt !== null && input.now - capturedAt >= settledWithinMs;
    const proved = late && isCovered(attempt, attempt.armedAt ?? capturedAt, input);
    return proved ? { class: 'd', finding: 'not_settled', pid, kioskCode } : null;
  }
  if (taken !== ours) return amounts(attempt, ours, taken);
  if (givenBack > owedBackFils) {
    return givenBack === taken
      ? { class: 'd', finding: 'taken_back', pid, kioskCode }
      : amounts(attempt, ours - owedBackFils, taken - givenBack);
  }
  const quarantined = attempt.postings.some((posting) => posting.quarantined);
  return quarantined ? { class: 'b', finding: 'quarantine_over', pid } : null;
}

function amounts({ pid, kioskCode }: LedgerAttempt, oursFils: number, theirsFils: number): Difference {
  return { class: 'e', finding: 'settlement', kioskCode, pid, subject: pid, oursFils, theirsFils };
}

/** An attempt that begins before midnight may be charged after it, so silence counts after two days' files. */
function isCovered({ rail }: LedgerAttempt, since: number | null, { coveredDays }: MatchInput): boolean {
  if (since === null) return false;
  return [since, since + dayMs].every((moment) => coveredDays.has(`${acquirerOf(rail)} ${kuwaitDay(moment)}`));
}

function sum(lines: readonly KeptLine[]): number {
  return lines.reduce((total, { amountFils }) => total + amountFils, 0);
}
