import type { Selectable, Transaction } from 'kysely';
import { fils, sumFils, type Fils } from '../../src-shared/domain/money.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { PostingTable, Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { settlementKey, type Settlement } from '../ministry/port.ts';
import { jittered } from './ask.ts';
import { openCase } from './cases.ts';
import { bookRefusal } from './ledger.ts';
import { itemsOf, lockPayment, type Payment } from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';
import { followRefunds, oweRefund } from './refunds.ts';

type Posting = Selectable<PostingTable>;
type Answer = Awaited<ReturnType<PaymentDeps['ministry']['postSettlement']>>;

const firstWaitMs = 5_000;
const longestWaitMs = 10 * 60_000;
/** Another copy of the gateway leaves a claimed posting alone this long; longer than the ministry may take to answer. */
const claimMs = 60_000;

/**
 * Tells the ministry about the postings that are due, a few at a time. Sent for ever: the key makes a repetition
 * harmless, and one posting that fails does not keep the others waiting.
 */
export async function postDue(deps: PaymentDeps, most: number): Promise<void> {
  for (const posting of await claim(deps, most)) {
    const answer = await deps.ministry.postSettlement(await settlementOf(deps, posting));
    await inTransaction(deps.db, (trx) => record(trx, deps, posting, answer));
    if (!answer.ok && answer.error === 'refused') deps.news.tell(posting.pid);
  }
}

async function claim(deps: PaymentDeps, most: number): Promise<Posting[]> {
  const now = new Date(deps.time.now());
  return inTransaction(deps.db, async (trx) => {
    const due = await trx
      .selectFrom('posting')
      .selectAll()
      .where('next_try_at', '<=', now)
      .orderBy('next_try_at')
      .limit(most)
      .forUpdate()
      .skipLocked()
      .execute();
    return Promise.all(due.map((posting) => claimOne(trx, posting, new Date(now.getTime() + claimMs))));
  });
}

function claimOne(trx: Transaction<Tables>, posting: Posting, until: Date): Promise<Posting> {
  return trx
    .updateTable('posting')
    .set((row) => ({
      next_try_at: until,
      tries: row('tries', '+', 1),
      receipt_no: posting.receipt_no ?? receiptStandIn(posting.pid),
    }))
    .where('pid', '=', posting.pid)
    .where('item_id', '=', posting.item_id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** The kiosk has not come back with its receipt number: the ministry hears of the payment all the same. */
function receiptStandIn(pid: string): string {
  return `GW-${pid.slice(0, 16)}`;
}

async function settlementOf({ db }: PaymentDeps, posting: Posting): Promise<Settlement> {
  const item = await db
    .selectFrom('payment_item')
    .innerJoin('payment', 'payment.pid', 'payment_item.pid')
    .select([
      'payment_item.ticket_no',
      'payment_item.system',
      'payment.captured_at',
      'payment.rail',
      'payment.issued_at',
    ])
    .where('payment_item.pid', '=', posting.pid)
    .where('payment_item.item_id', '=', posting.item_id)
    .executeTakeFirstOrThrow();
  if (item.captured_at === null || posting.receipt_no === null) throw new Error('a posting is about captured money');
  return {
    key: settlementKey(posting.pid, item.ticket_no, item.system),
    pid: posting.pid,
    obligationId: posting.item_id,
    system: item.system,
    ticketNo: item.ticket_no,
    amountFils: posting.amount_fils,
    receiptNo: posting.receipt_no,
    // A capture of the terminal may reach us days later; the kiosk was there.
    paidAt:
      item.rail === 'terminal' && item.issued_at !== null ? item.issued_at : kuwaitIso(item.captured_at.getTime()),
  };
}

async function record(trx: Transaction<Tables>, deps: PaymentDeps, posting: Posting, answer: Answer): Promise<void> {
  const now = deps.time.now();
  if (answer.ok && answer.value === 'posted') {
    await change(trx, posting, { state: 'posted', next_try_at: null, last_problem: null, settled_at: new Date(now) });
  } else if (!answer.ok && answer.error === 'refused') {
    await refuse(trx, deps, posting, now);
  } else {
    const wait = Math.min(firstWaitMs * 2 ** Math.min(posting.tries - 1, 10), longestWaitMs);
    const lastProblem = answer.ok ? 'pending at the ministry' : answer.error;
    await change(trx, posting, { next_try_at: new Date(now + jittered(deps, wait)), last_problem: lastProblem });
    deps.log.info({ pid: posting.pid, tries: posting.tries, problem: lastProblem }, 'a posting waits for the ministry');
  }
}

/** The ministry said no, for example because the ticket was paid elsewhere a moment before: the money goes back. */
async function refuse(trx: Transaction<Tables>, deps: PaymentDeps, posting: Posting, now: number): Promise<void> {
  const { pid, item_id: itemId, amount_fils: amount } = posting;
  // The payment's row comes first, as everywhere, so that two transactions never wait for each other.
  const payment = await lockPayment(trx, pid);
  if (payment === null) throw new Error('a payment row is never deleted');
  await change(trx, posting, {
    state: 'refused',
    active: false,
    next_try_at: null,
    last_problem: 'refused',
    settled_at: new Date(now),
  });
  const charge = await chargeOfNothing(trx, payment);
  await bookRefusal(trx, { pid, itemId, amount, charge }, now);
  await openCase(trx, deps.log, { pid, class: 'posting_refused', subject: itemId, evidence: { itemId }, now });
  const items = await itemsOf(trx, pid);
  await oweRefund(trx, deps, payment, {
    ref: refundRef(
      pid,
      items.findIndex((item) => item.item_id === itemId),
    ),
    itemIds: [itemId],
    amount: sumFils([amount, charge]),
    reason: 'ministry_refused',
  });
  // A capture without a receipt yet stays captured: COMMIT will find the refused item and say so.
  if (payment.state !== 'captured') await followRefunds(trx, payment, now);
}

/** The service charge goes back with the last item of an attempt that settled nothing. */
async function chargeOfNothing(trx: Transaction<Tables>, { pid, service_charge_fils }: Payment): Promise<Fils> {
  const standing = await trx
    .selectFrom('posting')
    .select('item_id')
    .where('pid', '=', pid)
    .where('active', '=', true)
    .executeTakeFirst();
  return standing === undefined ? service_charge_fils : fils(0);
}

async function change(
  trx: Transaction<Tables>,
  { pid, item_id: itemId }: Posting,
  facts: Partial<Pick<Posting, 'state' | 'active' | 'next_try_at' | 'last_problem' | 'settled_at'>>,
): Promise<void> {
  await trx
    .updateTable('posting')
    .set(facts)
    .where('pid', '=', pid)
    .where('item_id', '=', itemId)
    .where('state', '=', 'pending')
    .execute();
}
