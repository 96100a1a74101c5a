import { kuwaitDay } from '../../src-shared/domain/time.ts';
import type { SettledTicket } from '../ministry/port.ts';
import { inTransaction } from '../db/transaction.ts';
import { act } from './act.ts';
import type { Difference } from './difference.ts';
import { gather } from './gather.ts';
import { match } from './match.ts';
import type { MatchInput } from './match-input.ts';
import type { ReconciliationDeps } from './ports.ts';
import { acquirerOf } from './settlement-importer.ts';

const dayMs = 24 * 60 * 60_000;
/** How far back the day's match looks: beyond holidays, and beyond the time after which a lacking settlement is a case. */
const lookBackDays = 10;
/** The ministry is asked about the days before today: today it is still being told. */
const ministryDays = 3;

/** What a match has found. */
export interface Reconciliation {
  readonly differences: readonly Difference[];
  /** Differences that could not be dealt with; the log says why. They come again at the next match. */
  readonly failed: number;
  /** Days the ministry did not answer about, or was not asked about because it cannot be reached from here. */
  readonly ministrySilent: readonly string[];
  /** Days whose captures the acquirer has had a day to settle, and whose file nobody has taken in. */
  readonly filesMissing: readonly string[];
}

/**
 * Matches kiosks, ledger, terminals, acquirer and ministry, and does what the differences ask for. Doing it again
 * changes nothing.
 * @param from YYYY-MM-DD: look back at least to this day
 */
export async function reconcile(
  { payments, ministry }: ReconciliationDeps,
  { from }: { readonly from?: string } = {},
): Promise<Reconciliation> {
  const now = payments.time.now();
  const input = { ...(await gather(payments.db, new Date(startOf(now, from)))), now };
  const asked = await askMinistry(ministry, now, from);
  const differences = match({ ...input, ministry: asked.answers });
  let failed = 0;
  for (const difference of differences) failed += (await dealWith(payments, difference)) ? 0 : 1;
  return { differences, failed, ministrySilent: asked.silent, filesMissing: filesMissing(input) };
}

function startOf(now: number, from: string | undefined): number {
  const usual = now - lookBackDays * dayMs;
  return from === undefined ? usual : Math.min(usual, Date.parse(`${from}T00:00:00+03:00`));
}

async function askMinistry(
  ministry: ReconciliationDeps['ministry'],
  now: number,
  from: string | undefined,
): Promise<{ answers: Map<string, readonly SettledTicket[]>; silent: string[] }> {
  const usual = Array.from({ length: ministryDays }, (_, at) => kuwaitDay(now - (at + 1) * dayMs));
  const answers = new Map<string, readonly SettledTicket[]>();
  const silent: string[] = [];
  for (const day of new Set([...usual, ...(from === undefined ? [] : [from])])) {
    const answer = await ministry?.settlementsOf(day);
    if (answer?.ok === true) answers.set(day, answer.value);
    else silent.push(day);
  }
  return { answers, silent };
}

/** One difference that cannot be dealt with must not keep the others waiting. */
async function dealWith(payments: ReconciliationDeps['payments'], difference: Difference): Promise<boolean> {
  try {
    await inTransaction(payments.db, (trx) => act(trx, payments, difference));
    if ('pid' in difference && difference.pid !== null) payments.news.tell(difference.pid);
    return true;
  } catch (error) {
    const { finding } = difference;
    payments.log.error({ alarm: 'reconciliation', err: error, finding }, 'a difference could not be dealt with');
    return false;
  }
}

function filesMissing({ attempts, coveredDays, now }: Pick<MatchInput, 'attempts' | 'coveredDays' | 'now'>): string[] {
  const due = kuwaitDay(now - dayMs);
  const missing = attempts.flatMap(({ rail, capturedAt }) => {
    const day = capturedAt === null ? null : kuwaitDay(capturedAt);
    return day === null || day >= due || coveredDays.has(`${acquirerOf(rail)} ${day}`) ? [] : [day];
  });
  return [...new Set(missing)].toSorted();
}
