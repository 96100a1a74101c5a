import type { Transaction } from 'kysely';
import type { CommitRequest } from '../../src-shared/contract/gateway-http.ts';
import { gatewayEdges } from '../../src-shared/payment/states.ts';
import type { Tables } from '../db/tables.ts';
import { openCase } from './cases.ts';
import { holdLeases } from './leases.ts';
import { lockPayment, step, type Payment } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';
import { recreate } from './recreate.ts';

/**
 * A capture cannot be taken because its receipt number, or the terminal's message, stands for another attempt. People
 * get the attempt with a case, so that its items stay held, the kiosk learns whom to ask, and an outcome ends it.
 * Money that is booked already goes to them only once: their word does not make the number free.
 */
export async function giveToPeople(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kioskCode: string,
  { facts, receiptNo, railRef }: CommitRequest,
  number: string,
): Promise<void> {
  const { pid } = facts;
  const now = deps.time.now();
  const payment = (await lockPayment(trx, pid)) ?? (await recreate(trx, deps, kioskCode, facts));
  if (payment.captured_at !== null && (await hadCase(trx, pid))) return;
  await openCase(trx, deps.log, { pid, class: 'number_twice', evidence: { number, receiptNo, railRef }, now });
  const armed = await asArmed(trx, payment, now);
  if (gatewayEdges[armed.state].includes('manual')) await step(trx, armed, 'manual', now, { next_inquiry_at: null });
}

async function hadCase(trx: Transaction<Tables>, pid: string): Promise<boolean> {
  const file = await trx
    .selectFrom('case_file')
    .select('id')
    .where('pid', '=', pid)
    .where('class', '=', 'number_twice')
    .limit(1)
    .executeTakeFirst();
  return file !== undefined;
}

/** The kiosk says that money has moved, so an attempt that could still end by time does not any more. */
async function asArmed(trx: Transaction<Tables>, payment: Payment, now: number): Promise<Payment> {
  if (payment.state !== 'reserved') return payment;
  await holdLeases(trx, payment.pid);
  return step(trx, payment, 'open', now, { pressed_at: new Date(now) });
}
