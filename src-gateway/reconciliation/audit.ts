import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Tables } from '../db/tables.ts';

interface Check {
  /** Ends with a colon; what is found follows. */
  readonly says: string;
  /** Selects one text column `found` per violation. */
  readonly violations: (settledBefore: Date) => RawBuilder<{ found: string }>;
}

/** A broken ledger must not fill memory or the log. */
const mostPerCheck = 20;

const checks: readonly Check[] = [
  {
    says: 'I9, the entries of one matter do not add up to 0:',
    violations: () =>
      sql`select pid || ' by ' || sum(amount_fils) as found from entry group by pid having sum(amount_fils) <> 0`,
  },
  {
    says: 'I3, an obligation has more than one active posting:',
    violations: () => sql`select item_id as found from posting where active group by item_id having count(*) > 1`,
  },
  {
    says: 'I3, an item of a captured attempt has no posting:',
    violations: () => sql`
      select payment.pid || ' ' || payment_item.item_id as found from payment
      join payment_item on payment_item.pid = payment.pid
      left join posting on posting.pid = payment.pid and posting.item_id = payment_item.item_id
      where payment.captured_at is not null and posting.pid is null`,
  },
  {
    says: 'I2, an item of a captured attempt is neither posted nor owed back:',
    violations: () => sql`
      select posting.pid || ' ' || posting.item_id as found from posting
      where not posting.active and not exists (
        select 1 from refund where refund.pid = posting.pid and jsonb_exists(refund.item_ids, posting.item_id))`,
  },
  {
    says: 'I2, an item is posted and owed back:',
    violations: () => sql`
      select posting.pid || ' ' || posting.item_id as found from posting
      where posting.active and exists (
        select 1 from refund where refund.pid = posting.pid and jsonb_exists(refund.item_ids, posting.item_id))`,
  },
  {
    says: 'I3, money is booked for an attempt that took none:',
    violations: () => sql`
      select payment.pid as found from payment where captured_at is null and (
        exists (select 1 from posting where posting.pid = payment.pid)
        or exists (select 1 from entry where entry.pid = payment.pid))`,
  },
  {
    says: 'I9, what the acquirer owes for an attempt is not what was taken less what was given back:',
    violations: () => sql`
      select payment.pid as found from payment where captured_at is not null and
        coalesce(captured_fils, 0)
          - coalesce((select sum(amount_fils) from refund where refund.pid = payment.pid and state = 'done'), 0)
        <> coalesce((select sum(amount_fils) from entry
          where entry.pid = payment.pid and account = 'acquirer_receivable'), 0)`,
  },
  {
    says: 'I9, what we owe the ministry for an attempt is not what is posted:',
    violations: () => sql`
      select payment.pid as found from payment where captured_at is not null and
        coalesce((select sum(amount_fils) from posting where posting.pid = payment.pid and active), 0)
        <> -coalesce((select sum(amount_fils) from entry
          where entry.pid = payment.pid and account = 'ministry_payable'), 0)`,
  },
  {
    says: 'I9, what we owe a payer is not what is still to be refunded:',
    violations: () => sql`
      select payment.pid as found from payment where captured_at is not null and
        coalesce((select sum(amount_fils) from refund where refund.pid = payment.pid and state <> 'done'), 0)
        <> -coalesce((select sum(amount_fils) from entry
          where entry.pid = payment.pid and account = 'refunds_payable'), 0)`,
  },
  {
    says: 'I6, the state of an attempt and what is known of its money contradict each other:',
    violations: () => sql`
      select pid || ' ' || state as found from payment where
        (captured_at is null and state in ('captured', 'posted', 'refund_due', 'refunded'))
        or (captured_at is not null and state in ('reserved', 'intent', 'open', 'notified', 'not_charged'))
        or (state = 'refunded' and exists (select 1 from refund where refund.pid = payment.pid and state <> 'done'))
        or (state = 'refund_due' and not exists (
          select 1 from refund where refund.pid = payment.pid and refund.state in ('due', 'sent')))`,
  },
  {
    says: 'I7, an attempt is with people, and there is no case:',
    violations: () => sql`
      select pid as found from payment where state = 'manual' and not exists (
        select 1 from case_file where case_file.pid = payment.pid and closed_at is null)`,
  },
  {
    says: 'I7, a case was closed without two people and a reason:',
    violations: () => sql`
      select id::text as found from case_file
      where closed_at is not null and (closed_by is null or reason is null)`,
  },
  {
    says: 'an obligation is held by an attempt that is over:',
    violations: () => sql`
      select lease.item_id || ' ' || payment.pid as found from lease join payment on payment.pid = lease.pid
      where held and payment.state not in ('reserved', 'intent', 'open', 'notified', 'manual')`,
  },
  {
    says: 'I6, a message that was acknowledged has not been dealt with:',
    violations: (settledBefore) =>
      sql`select id::text as found from inbox where verdict is null and last_at <= ${settledBefore}`,
  },
];

/** Long after every moment a database can hold; for "everything counts". */
const always = new Date('9999-01-01T00:00:00Z');

/**
 * Checks the books against themselves in one view of them, reading only.
 * @param settledBefore messages that came later may still be on their way; without it none may
 * @returns one sentence per violation; empty when the books are sound
 */
export async function auditLedger(db: Kysely<Tables>, settledBefore: Date = always): Promise<string[]> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      const sentences: string[] = [];
      for (const { says, violations } of checks) {
        const { rows } = await sql<{ found: string }>`
          select found from (${violations(settledBefore)}) as violation limit ${mostPerCheck}`.execute(trx);
        sentences.push(...rows.map(({ found }) => `${says} ${found}`));
      }
      return sentences;
    });
}
