import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `alter table payment
    add column rail_ref text,
    add column captured_fils integer check (captured_fils >= 0),
    add column card jsonb,
    add column no_charge_proof text,
    add column told_not_charged boolean not null default false,
    add column commit_result text,
    add column commit_reversal jsonb`,
  // One message to a terminal takes money once, so no two captures may name the same one.
  'create unique index payment_rail_ref on payment (rail, rail_ref) where rail_ref is not null',
  `update payment set captured_fils = total_fils where captured_at is not null`,
  `update payment set told_not_charged = true where state = 'not_charged'`,
  `update payment set commit_result =
    case when commit_postings @> '[{"posting":"refused"}]' then 'part' else 'posted' end
    where proof is not null`,
  'alter table posting add column quarantined boolean not null default false',
  'create index posting_in_quarantine on posting (pid) where quarantined',
  `alter table refund
    add column reason text not null default 'settled_elsewhere',
    add column next_try_at timestamptz,
    add column settled_at timestamptz,
    add column proof text,
    add column sent text,
    add column received text`,
  'alter table refund alter column reason drop default',
  // A terminal may approve nothing at all, and that too has to be followed to its end.
  'alter table refund drop constraint refund_amount_fils_check',
  'alter table refund add constraint refund_amount_fils_check check (amount_fils >= 0)',
  `update refund set next_try_at = created_at where state = 'due'`,
  'create index refund_of_payment on refund (pid)',
  'create index refund_to_do on refund (next_try_at) where next_try_at is not null',
  `update entry set account = 'acquirer_receivable' where account = 'knet_receivable'`,
  'create index entry_of_payment on entry (pid)',
  // Two refunds of one attempt are two cases.
  `alter table case_file add column subject text not null default ''`,
  'drop index case_file_open',
  'create unique index case_file_open on case_file (pid, class, subject) where closed_at is null',
];

/** Captures of the terminal, COMMIT that takes every capture, and refunds that are followed to their end. */
export const money: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
