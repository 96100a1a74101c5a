import type { ColumnType, Generated } from 'kysely';
import type { Language, LocalText } from '../../src-shared/domain/language.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import type { PartyKind } from '../../src-shared/domain/party.ts';
import type { CommitReply } from '../../src-shared/contract/gateway-http.ts';
import type { CardReference, KnetReference, Rail } from '../../src-shared/domain/receipt.ts';
import type { ItemPosting, Reversal } from '../../src-shared/payment/record.ts';
import type { GatewayState, NotPaidReason, ReversalReason } from '../../src-shared/payment/states.ts';
import type { StaffRole } from '../../src-shared/staff/roles.ts';
import type { AmountMatch } from '../knet/fields.ts';
import type { Acquirer } from '../reconciliation/settlement-importer.ts';

/** jsonb: read as a value, written as JSON text, because `pg` would turn an array into an SQL array. */
type Json<T> = ColumnType<T, string, string>;
/** jsonb that may be absent. */
type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
/** Checked to be fils before they are written. */
type FilsColumn = ColumnType<Fils, Fils, Fils>;
/** bytea: `pg` hands out Buffers, PGlite plain Uint8Arrays. */
type Bytes = ColumnType<Uint8Array, Uint8Array, Uint8Array>;

/** One payment attempt. No name and no full identity number: this is kept for years. */
export interface PaymentTable {
  pid: string;
  kiosk_code: string;
  rail: Rail;
  language: Language;
  party_kind: PartyKind;
  masked_number: string;
  /** SHA-256 of what was asked for: the same pid with other content is a conflict. */
  content_hash: string;
  service_charge_fils: FilsColumn;
  total_fils: FilsColumn;
  state: GatewayState;
  /** Rises by one with every change of state. */
  version: number;
  created_at: Date;
  changed_at: Date;
  lease_until: Date;
  /** 128 random bits, base64url: the page's address. */
  page_token: string | null;
  /** After this moment Pay cannot be pressed any more. */
  page_expires_at: Date | null;
  /** When Pay was pressed, or the kiosk said that it was about to arm its terminal: from here on money may move. */
  pressed_at: Date | null;
  /** When the sweeper asks K-Net next; null = not asking. */
  next_inquiry_at: Date | null;
  knet: JsonOrNull<KnetReference>;
  /** Terminal rail: `<POIID>/<ServiceID>` of the message that took the money. */
  rail_ref: string | null;
  captured_at: Date | null;
  /** What was really taken; another amount than `total_fils` goes back whole. */
  captured_fils: ColumnType<Fils | null, Fils | null | undefined, Fils | null>;
  card: JsonOrNull<CardReference>;
  not_paid_reason: NotPaidReason | null;
  /** Terminal rail: what the kiosk's word for "not charged" rests on. */
  no_charge_proof: string | null;
  /** True once somebody may have been told that nothing was charged: money that turns up afterwards goes back. */
  told_not_charged: Generated<boolean>;
  receipt_no: string | null;
  issued_at: string | null;
  proof: string | null;
  /** The answer to COMMIT as it was first given; repeated word for word. */
  commit_postings: JsonOrNull<readonly ItemPosting[]>;
  commit_result: CommitReply['result'] | null;
  commit_reversal: JsonOrNull<Reversal>;
}

/** One obligation inside an attempt, as it was quoted. */
export interface PaymentItemTable {
  pid: string;
  item_id: string;
  item_version: number;
  ticket_no: string;
  title: Json<LocalText>;
  /** YYYY-MM-DD, the day in Kuwait. */
  occurred_on: string;
  amount_fils: FilsColumn;
  /** Where it is settled. */
  system: System;
}

/** Who may start paying an obligation. A lease spares refunds; the posting's unique index is the safety. */
export interface LeaseTable {
  item_id: string;
  pid: string;
  until: Date;
  /** True while the outcome is owed: such a lease does not end by time. */
  held: boolean;
}

/** Our duty to tell the ministry that one obligation is paid. At most one active row per obligation, ever. */
export interface PostingTable {
  pid: string;
  item_id: string;
  amount_fils: FilsColumn;
  active: boolean;
  state: 'pending' | 'posted' | 'refused';
  tries: Generated<number>;
  /** When the posting worker tries next; null = nothing to do. */
  next_try_at: Date | null;
  /** What went wrong last, for operators. */
  last_problem: string | null;
  /** The number the ministry is told; once told it never changes, because the key would then stand for two things. */
  receipt_no: string | null;
  /** True while the ministry is not told, because the kiosk was revoked and people have not matched the money yet. */
  quarantined: Generated<boolean>;
  created_at: Date;
  settled_at: Date | null;
}

/** Money to be given back, under a reference made from the pid (`refundRef`), so that none is ever owed twice. */
export interface RefundTable {
  refund_ref: string;
  pid: string;
  item_ids: Json<readonly string[]>;
  amount_fils: FilsColumn;
  reason: ReversalReason;
  /** `sent`: K-Net was or will be asked, once. `manual`: people give it back and close the case with their reference. */
  state: 'due' | 'sent' | 'done' | 'manual';
  /** When the refund worker takes it up; null = not its business, or not any more. */
  next_try_at: Date | null;
  created_at: Date;
  settled_at: Date | null;
  /** The reference that shows that the money went back. */
  proof: string | null;
  /** Our question to K-Net without credentials, and its answer as it came. */
  sent: string | null;
  received: string | null;
}

/** Double entry: the sum over each pid, and over the table, is always 0. */
export interface EntryTable {
  ref: string;
  pid: string;
  /** `acquirer_receivable`: what K-Net or the terminal's acquirer owes us for captures. */
  account: 'acquirer_receivable' | 'ministry_payable' | 'service_charge' | 'refunds_payable' | 'suspense';
  /** Positive = debit, negative = credit. */
  amount_fils: number;
  booked_at: Date;
}

/** Everything that arrived from outside unasked, as it came. A row is never deleted or emptied. */
export interface InboxTable {
  id: Generated<number>;
  source: 'knet_notify' | 'knet_error';
  /** SHA-256 of the body, hex: the same bytes again are the same row. */
  content_hash: string;
  body: Bytes;
  first_at: Date;
  /** The same bytes may come again, and what comes again counts again. */
  last_at: Date;
  seen: Generated<number>;
  pid: string | null;
  /** Null until it was dealt with; then what was done about it, in one word. */
  verdict: string | null;
}

/**
 * Everything the judge may look at, and what was said between us and K-Net, with credentials removed.
 * `claim`: a decrypted callback. `hint`: something unauthenticated that makes us ask. `inquiry`: an answer to our question.
 */
export interface EvidenceTable {
  id: Generated<number>;
  pid: string;
  kind: 'claim' | 'hint' | 'inquiry';
  /** When a callback came; when a question was sent. */
  at: Date;
  says: 'captured' | 'failure' | 'voided' | 'not_found' | 'unknown';
  amount: AmountMatch;
  /** For the visitor's words, should it turn out that nothing was charged. */
  reason: NotPaidReason | null;
  reference: JsonOrNull<KnetReference>;
  /** Our question, without credentials. */
  sent: string | null;
  /** What came, as text; of a callback the decrypted fields. */
  received: string | null;
}

/** What a person has to look at. Closed by two people, never by the program. */
export interface CaseFileTable {
  id: Generated<number>;
  /** One open case per pid, class and subject. */
  pid: string;
  class: string;
  /** What within the attempt it is about, such as a refund's reference; empty = the whole of it. */
  subject: Generated<string>;
  evidence: Json<unknown>;
  opened_at: Date;
  closed_at: Date | null;
  /** Two different people. */
  closed_by: JsonOrNull<readonly [string, string]>;
  /** What they saw. */
  reason: string | null;
  /** Where their word moved the payment, if it waited for that. */
  outcome: 'captured' | 'not_charged' | 'refunded' | null;
  /** What shows the outcome: the acquirer's or a refund's reference. */
  reference: string | null;
}

export interface KioskTable {
  code: string;
  /** Raw 32-byte Ed25519 public key, base64url. */
  device_key: string;
  site: Json<LocalText>;
  enrolled_at: Date;
  revoked: Generated<boolean>;
}

/** A code that staff hand out once; only its SHA-256 is kept. */
export interface EnrolCodeTable {
  code_hash: string;
  kiosk_code: string;
  site: Json<LocalText>;
  expires_at: Date;
  /** The device key that used it; null = nobody has. */
  used_by: string | null;
}

/** Nonces of signed requests, kept as long as such a request would be accepted. */
export interface NonceTable {
  kiosk_code: string;
  nonce: string;
  seen_at: Date;
}

/** A kiosk's Z report, as it came. Numbers rise within one enrolment; a gap has a case. */
export interface DayReportTable {
  kiosk_code: string;
  enrolled_at: Date;
  no: number;
  /** SHA-256 over the report's canonical JSON, hex. */
  content_hash: string;
  /** The request's body, word for word: report and signature. */
  raw: string;
  received_at: Date;
}

/** The furthest point of its journal that a kiosk has ever told us. */
export interface JournalHeadTable {
  kiosk_code: string;
  enrolled_at: Date;
  seq: number;
  hash: string;
  told_at: Date;
}

/** Why a kiosk starts no payments. It counts for the enrolment it was put on, until it is lifted. */
export interface KioskHoldTable {
  kiosk_code: string;
  enrolled_at: Date;
  /** `fork`: its journal lost or changed its past. `amount_differs`: its money is not what the acquirer says. */
  reason: 'fork' | 'amount_differs';
  /** The case that ends it is about the same subject; empty for a fork, which only enrolling anew ends. */
  subject: string;
  since: Date;
  lifted_at: Date | null;
}

/** A settlement file that was taken in, once for each acquirer it covers. Days without business have equal files. */
export interface SettlementFileTable {
  content_hash: string;
  /** The day in Kuwait it settles, YYYY-MM-DD. */
  day: string;
  /** Whose whole day it is: about attempts of other acquirers its silence says nothing. */
  acquirer: Acquirer;
  imported_at: Date;
}

/** What the acquirer says happened to money, once each however often it is sent. */
export interface SettlementLineTable {
  /** SHA-256 over the line's content, hex. */
  line_key: string;
  /** The file it first came in. */
  content_hash: string;
  line_no: number;
  acquirer: Acquirer;
  /** `<POIID>/<ServiceID>` of a terminal's message. */
  rail_ref: string | null;
  pid: string | null;
  transaction_id: string;
  approval_code: string | null;
  amount_fils: FilsColumn;
  kind: 'charged' | 'reversed' | 'voided' | 'refunded';
  at: Date;
}

/** Names of parties, stretched for the feed. Nothing here can be read without the gateway's keys. */
export interface FeedStretchedTable {
  epoch: number;
  /** Stands for the name, 16 bytes. */
  mark: Bytes;
  /** What the name became, covered by a pad that only the name leads to. */
  covered: Bytes;
}

/** The gateway's tables. */
/** Who may open the staff screen of a kiosk. */
export interface StaffTable {
  id: string;
  name: string;
  role: StaffRole;
  /** Of the PIN's scrypt, base64url. */
  pin_salt: string;
  pin_hash: string;
  /** Of the badge's SHA-256, base64url; null = the PIN alone lets in. */
  badge_hash: Generated<string | null>;
}

/** One row: rises with every change of the staff. */
export interface StaffVersionTable {
  one: Generated<boolean>;
  version: number;
}

export interface Tables {
  payment: PaymentTable;
  payment_item: PaymentItemTable;
  lease: LeaseTable;
  posting: PostingTable;
  refund: RefundTable;
  entry: EntryTable;
  inbox: InboxTable;
  evidence: EvidenceTable;
  case_file: CaseFileTable;
  kiosk: KioskTable;
  enrol_code: EnrolCodeTable;
  nonce: NonceTable;
  day_report: DayReportTable;
  journal_head: JournalHeadTable;
  kiosk_hold: KioskHoldTable;
  settlement_file: SettlementFileTable;
  settlement_line: SettlementLineTable;
  feed_stretched: FeedStretchedTable;
  staff: StaffTable;
  staff_version: StaffVersionTable;
}
