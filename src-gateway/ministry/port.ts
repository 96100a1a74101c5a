import type { Challenge, ChallengeAnswer } from '../../src-shared/domain/challenge.ts';
import type { FieldValues } from '../../src-shared/domain/field.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { Choice, Notice } from '../../src-shared/domain/notice.ts';
import type { Obligation, Office, System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Result } from '../../src-shared/result.ts';

/**
 * The ministry's systems as the gateway needs them. An integrator implements this over the real back end;
 * `sandbox-adapter.ts` is the worked example and `tests/adapter/conformance.ts` the suite to run against both.
 *
 * `ministry_down` always means: no answer that can be relied on. It covers time-outs, refused connections, pages
 * instead of data and data nobody can read. An adapter never turns such a thing into "nothing recorded".
 */
export interface MinistryPort {
  /**
   * Everything recorded for one party, by system. `not_found` only when the ministry itself said that it does not know
   * the number; a known party who owes nothing is an empty list. A system that asks for a code ({@link challenge}) is
   * asked only after the code was right.
   */
  readonly owed: Readonly<Record<System, OwedInquiry>>;

  /** Inquiries of the services that do not ask what is owed, by service id. */
  readonly findings: Readonly<Record<string, FindingInquiry>>;

  /**
   * The code this system wants before it tells what a party owes; null when it wants none. Each call may make a new
   * one. `too_many`: this party gets no further try for a while; staff have to help.
   */
  challenge(system: System, party: Party): Promise<Result<Challenge | null, 'ministry_down' | 'too_many'>>;

  /** Is the code right? `right` too when the system wants none; `too_many` as in {@link challenge}. */
  checkCode(system: System, party: Party, answer: ChallengeAnswer): Promise<Result<CodeVerdict, 'ministry_down'>>;

  /** Fine types of the residency cases, the preselected one first. */
  fineTypes(): Promise<Result<readonly Choice[], 'ministry_down'>>;

  /** Messages for visitors that hold now or soon. */
  notices(): Promise<Result<readonly Notice[], 'ministry_down'>>;

  /**
   * Tells the ministry that one ticket is paid. Idempotent: the same key is the same settlement for ever.
   * After `ministry_down` it is **unknown** whether the ministry has it: send again with the same key, or ask
   * {@link findSettlement}. `refused` is said only when the ministry said no, because it starts a refund.
   */
  postSettlement(settlement: Settlement): Promise<Result<'posted' | 'pending', 'ministry_down' | 'refused'>>;

  /** What became of a settlement. `not_found`: the ministry never received this key. */
  findSettlement(key: string): Promise<Result<SettlementOutcome, 'ministry_down'>>;

  /**
   * Every settlement with a `paidAt` on that day in Kuwait that the ministry was sent: what our
   * books are compared with at the end of the day. All of them, or `ministry_down`; a part would look like a loss.
   * @param day YYYY-MM-DD
   */
  settlementsOf(day: string): Promise<Result<readonly SettledTicket[], 'ministry_down'>>;

  /** Offices tickets refer to by code. */
  offices(): Promise<Result<readonly Office[], 'ministry_down'>>;

  /** How the ministry is doing now. Never throws, answers within seconds, may be asked often. */
  status(): Promise<MinistryStatus>;

  /** Systems whose items `allParties` brings. Never one that a code protects. */
  readonly exportedSystems: readonly System[];

  /**
   * Every party with at least one item, each once: what the offline feed is built from.
   * @throws {ExportBrokenError} when the list ends early. Half a list must never become an edition of the feed, and an
   * exception cannot be mistaken for the end.
   */
  allParties(): AsyncIterable<PartyObligations>;
}

/** @param fineType given for `residency_cases` only */
export type OwedInquiry = (party: Party, fineType?: string) => Promise<Result<OwedAnswer, InquiryFailure>>;

export type FindingInquiry = (fields: FieldValues) => Promise<Result<Finding, InquiryFailure>>;

export type CodeVerdict = 'right' | 'wrong' | 'expired' | 'too_many';

export interface OwedAnswer {
  readonly obligations: Obligation[];
  /** The offices the obligations refer to, as far as the ministry names them. */
  readonly offices: Office[];
  /** When the ministry said so, ISO 8601 with offset. */
  readonly asOf: string;
}

export type InquiryFailure = 'not_found' | 'ministry_down';

/** One ticket paid through us. */
export interface Settlement {
  /** {@link settlementKey} of the two below. */
  readonly key: string;
  /** The payment attempt, 32 hex digits. */
  readonly pid: string;
  readonly obligationId: string;
  readonly system: System;
  readonly ticketNo: string;
  readonly amountFils: Fils;
  readonly receiptNo: string;
  /** ISO 8601 with offset. */
  readonly paidAt: string;
}

export type SettlementOutcome = 'posted' | 'pending' | 'refused' | 'not_found';

/** A settlement as the ministry has it. */
export interface SettledTicket extends Pick<Settlement, 'key' | 'pid' | 'system' | 'ticketNo' | 'amountFils'> {
  readonly outcome: Exclude<SettlementOutcome, 'not_found'>;
}

export type MinistryStatus = 'up' | 'slow' | 'down';

export interface PartyObligations {
  readonly party: Party;
  readonly obligations: Obligation[];
}

/**
 * Names one settlement: the attempt, the system and the ticket. Two attempts for one ticket are two settlements. Traffic
 * is not named, because the ministry knows keys from the time when there was nothing else.
 */
export function settlementKey(pid: string, ticketNo: string, system: System = 'traffic'): string {
  return `${pid}-${keyPrefixes[system]}${ticketNo}`;
}

const keyPrefixes: Readonly<Record<System, string>> = { traffic: '', residency: 'r', residency_cases: 'c' };

/** The list of all parties could not be read to its end. */
export class ExportBrokenError extends Error {
  override readonly name = 'ExportBrokenError';
}

/** What an adapter has to tell operators. Never a person's number, a ticket or an amount. */
export type MinistryLogEvent =
  /** A code the adapter has no meaning for: a ticket is shown as "visit the office", a status as "ask at the counter". */
  | {
      readonly event: 'MINISTRY_CODE_UNKNOWN';
      readonly list: UnknownCodeList;
      readonly code: string;
    }
  /** A question without a usable answer. `detail` names fields, never their content. */
  | {
      readonly event: 'MINISTRY_ANSWER_UNUSABLE';
      readonly question: string;
      readonly why: UnusableAnswer;
      readonly detail?: string;
    }
  /** Requests to this part of the back end are no longer sent for a while. */
  | { readonly event: 'MINISTRY_BREAKER_OPENED'; readonly part: string }
  | { readonly event: 'MINISTRY_BREAKER_CLOSED'; readonly part: string };

export type UnknownCodeList =
  | 'status'
  | 'reason'
  | 'governorate'
  | 'residency kind'
  | 'notice place'
  | 'medical result'
  | 'card state'
  | 'renewal reason';

export type UnusableAnswer =
  | 'unreachable'
  | 'timeout'
  | 'too_large'
  | 'not_json'
  | 'server_error'
  /** JSON, but not of the agreed shape. */
  | 'wrong_shape'
  /** About somebody or something that was not asked for. */
  | 'wrong_subject';

export type MinistryLog = (event: MinistryLogEvent) => void;
