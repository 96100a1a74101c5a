import type { Timers } from '../../src-shared/ports.ts';
import { openDayCase } from '../cases/open-day-case.ts';
import { inTransaction } from '../db/transaction.ts';
import { runRounds } from '../payment/rounds.ts';
import { auditLedger } from './audit.ts';
import { openCasesOfLongOpen } from './open-too-long.ts';
import type { ReconciliationDeps } from './ports.ts';
import { reconcile } from './reconcile.ts';

const hourMs = 60 * 60_000;
/** A callback is dealt with within seconds; after this time it has been forgotten. */
const inboxMs = 10 * 60_000;

/** Looks after the books once an hour for as long as the gateway runs. */
export function startEndOfDay(
  deps: ReconciliationDeps,
  { timers }: { readonly timers: Timers },
): { stop(): Promise<void> } {
  return runRounds('end of day', hourMs, () => lookAfterBooks(deps), { timers, log: deps.payments.log });
}

/** One round: the books against themselves, what stands still, and the five sides against one another. */
export async function lookAfterBooks(deps: ReconciliationDeps): Promise<void> {
  const { db, log, time } = deps.payments;
  const now = time.now();
  for (const sentence of await auditLedger(db, new Date(now - inboxMs))) {
    log.error({ alarm: 'ledger_unsound', sentence }, 'the books contradict themselves');
    await inTransaction(db, (trx) =>
      openDayCase(trx, log, { pid: 'ledger', class: 'ledger_unsound', subject: sentence, evidence: { sentence }, now }),
    );
  }
  await openCasesOfLongOpen(deps.payments);
  const { differences, failed, ministrySilent, filesMissing } = await reconcile(deps);
  if (filesMissing.length > 0)
    log.warn({ alarm: 'settlement_missing', days: filesMissing }, "the acquirer's file of a day is missing");
  log.info({ differences: differences.length, failed, ministrySilent }, 'the day was matched');
}
