import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const statements = [
  // Everything a kiosk tells about its own past belongs to one enrolment: enrolling anew begins a new page.
  `create table day_report (
    kiosk_code text not null,
    enrolled_at timestamptz not null,
    no integer not null check (no > 0),
    content_hash text not null,
    raw text not null,
    received_at timestamptz not null,
    primary key (kiosk_code, enrolled_at, no)
  )`,
  'create unique index day_report_content on day_report (kiosk_code, content_hash)',
  'create index day_report_received on day_report (received_at)',
  `create table journal_head (
    kiosk_code text not null,
    enrolled_at timestamptz not null,
    seq bigint not null,
    hash text not null,
    told_at timestamptz not null,
    primary key (kiosk_code, enrolled_at)
  )`,
  `create table kiosk_hold (
    kiosk_code text not null,
    enrolled_at timestamptz not null,
    reason text not null,
    subject text not null,
    since timestamptz not null,
    lifted_at timestamptz,
    primary key (kiosk_code, enrolled_at, reason, subject)
  )`,
  `create table settlement_file (
    content_hash text not null,
    day text not null,
    acquirer text not null,
    imported_at timestamptz not null,
    primary key (content_hash, day, acquirer)
  )`,
  `create table settlement_line (
    line_key text primary key,
    content_hash text not null,
    line_no integer not null,
    acquirer text not null,
    rail_ref text,
    pid text,
    transaction_id text not null,
    approval_code text,
    amount_fils integer not null check (amount_fils >= 0),
    kind text not null,
    at timestamptz not null
  )`,
  'create index settlement_line_at on settlement_line (at)',
  'create index settlement_line_of_payment on settlement_line (pid) where pid is not null',
  `alter table case_file
    add column closed_by jsonb,
    add column reason text,
    add column outcome text,
    add column reference text`,
];

/** Day reports, journal heads, settlement files, and cases that people close. */
export const endOfDay: Migration = {
  up: async (db: Kysely<unknown>) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
