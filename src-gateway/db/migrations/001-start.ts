import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  `create table payment (
    pid text primary key,
    kiosk_code text not null,
    rail text not null,
    language text not null,
    party_kind text not null,
    masked_number text not null,
    content_hash text not null,
    service_charge_fils integer not null check (service_charge_fils >= 0),
    total_fils integer not null check (total_fils > 0),
    state text not null,
    version integer not null,
    created_at timestamptz not null,
    changed_at timestamptz not null,
    lease_until timestamptz not null,
    page_token text unique,
    page_expires_at timestamptz,
    pressed_at timestamptz,
    next_inquiry_at timestamptz,
    knet jsonb,
    captured_at timestamptz,
    not_paid_reason text,
    receipt_no text unique,
    issued_at text,
    proof text,
    commit_postings jsonb
  )`,
  'create index payment_to_inquire on payment (next_inquiry_at) where next_inquiry_at is not null',
  'create index payment_changed on payment (changed_at)',
  `create index payment_unpressed on payment (lease_until) where state in ('reserved', 'intent')`,
  `create table payment_item (
    pid text not null references payment (pid),
    item_id text not null,
    item_version integer not null,
    ticket_no text not null,
    title jsonb not null,
    occurred_on text not null,
    amount_fils integer not null check (amount_fils > 0),
    primary key (pid, item_id)
  )`,
  `create table lease (
    item_id text primary key,
    pid text not null references payment (pid),
    until timestamptz not null,
    held boolean not null
  )`,
  'create index lease_of_payment on lease (pid)',
  `create table posting (
    pid text not null references payment (pid),
    item_id text not null,
    amount_fils integer not null,
    active boolean not null,
    state text not null,
    tries integer not null default 0,
    next_try_at timestamptz,
    last_problem text,
    receipt_no text,
    created_at timestamptz not null,
    settled_at timestamptz,
    primary key (pid, item_id)
  )`,
  // The safety case of the whole gateway: one obligation is never settled twice.
  'create unique index posting_active_item on posting (item_id) where active',
  'create index posting_to_try on posting (next_try_at) where next_try_at is not null',
  `create table refund (
    refund_ref text primary key,
    pid text not null references payment (pid),
    item_ids jsonb not null,
    amount_fils integer not null check (amount_fils > 0),
    state text not null,
    created_at timestamptz not null
  )`,
  `create table entry (
    ref text primary key,
    pid text not null,
    account text not null,
    amount_fils integer not null,
    booked_at timestamptz not null
  )`,
  `create table inbox (
    id bigint generated always as identity primary key,
    source text not null,
    content_hash text not null,
    body bytea not null,
    first_at timestamptz not null,
    last_at timestamptz not null,
    seen integer not null default 1,
    pid text,
    verdict text,
    unique (source, content_hash)
  )`,
  'create index inbox_to_do on inbox (id) where verdict is null',
  `create table evidence (
    id bigint generated always as identity primary key,
    pid text not null references payment (pid),
    kind text not null,
    at timestamptz not null,
    says text not null,
    amount text not null,
    reason text,
    reference jsonb,
    sent text,
    received text
  )`,
  'create index evidence_of_payment on evidence (pid, id)',
  `create table case_file (
    id bigint generated always as identity primary key,
    pid text not null,
    class text not null,
    evidence jsonb not null,
    opened_at timestamptz not null,
    closed_at timestamptz
  )`,
  'create unique index case_file_open on case_file (pid, class) where closed_at is null',
  `create table kiosk (
    code text primary key,
    device_key text not null,
    site jsonb not null,
    enrolled_at timestamptz not null,
    revoked boolean not null default false
  )`,
  `create table enrol_code (
    code_hash text primary key,
    kiosk_code text not null,
    site jsonb not null,
    expires_at timestamptz not null
  )`,
  `create table nonce (
    kiosk_code text not null,
    nonce text not null,
    seen_at timestamptz not null,
    primary key (kiosk_code, nonce)
  )`,
  'create index nonce_age on nonce (seen_at)',
];

/** The first tables. A shipped migration is never edited: a change is a new file. There is no way down. */
export const start: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
