import { fils } from '../../src-shared/domain/money.ts';
import { openDatabase } from '../../src-gateway/db/database.ts';
import { systemClock, systemRng, systemTimers } from '../../src-gateway/edge/system.ts';
import { makeLog } from '../../src-gateway/log.ts';
import { KnetHealth } from '../../src-gateway/payment/knet-health.ts';
import { News } from '../../src-gateway/payment/news.ts';
import type { PaymentDeps } from '../../src-gateway/payment/ports.ts';
import { latestMoment, steadyTime } from '../../src-gateway/payment/steady-time.ts';

/** As long as the gateway waits: the kiosk may still come for its receipt after people have decided. */
const receiptWaitSeconds = 600;

/** Why no other program can work in this database, as a sentence; null when it can. */
export function whyNotReachable(address: string | undefined): string | null {
  if (address === undefined || address === '') return "GATEWAY_DATABASE is not set: name the gateway's database.";
  if (address === 'pglite:memory') return 'GATEWAY_DATABASE is pglite:memory, which no other program can reach.';
  return null;
}

/**
 * The gateway's books for a command of its operators: no socket, no K-Net, no new payments. Beside a running gateway
 * with PostgreSQL; in a PGlite folder only while the gateway is stopped, because two programs would destroy it.
 */
export async function openBooks(address: string): Promise<{ payments: PaymentDeps; close(): Promise<void> }> {
  const database = await openDatabase(address);
  const { db } = database;
  const log = makeLog('warn');
  const time = steadyTime(systemClock, await latestMoment(db));
  const payments: PaymentDeps = {
    ...{ db, time, log, rng: systemRng },
    grants: { issue: () => '', covers: () => false },
    ministry: nobody,
    knet: null,
    knetHealth: new KnetHealth(time, log),
    news: new News(systemTimers),
    settings: {
      demo: false,
      publicUrl: '',
      maxItems: 0,
      maxAmountFils: fils(0),
      serviceChargeFils: fils(0),
      leaseSeconds: 0,
      pageSeconds: 0,
      receiptWaitSeconds,
      // Refunds of the terminal that a command finds are for people, who are at it already.
      terminalRefund: 'counter',
    },
    moneyClosed: () => 'a command starts no payments',
    signReceipt: () => {
      throw new Error('receipts are signed by the gateway');
    },
  };
  return { payments, close: () => database.close() };
}

const lookUp = (): Promise<never> => Promise.reject(new Error('a command does not look anybody up'));

/** The gateway does the talking; a command only books. */
const nobody: PaymentDeps['ministry'] = {
  owed: { traffic: lookUp, residency: lookUp, residency_cases: lookUp },
  challenge: lookUp,
  checkCode: lookUp,
  postSettlement: () => Promise.reject(new Error('the gateway tells the ministry')),
};
