import type { DayReport } from '../../src-shared/domain/day-report.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import type { GatewayState } from '../../src-shared/payment/states.ts';
import type { SettledTicket } from '../ministry/port.ts';
import type { SettlementLine } from './settlement-importer.ts';

/** One payment attempt as the ledger knows it. */
export interface LedgerAttempt {
  readonly pid: string;
  readonly kioskCode: string;
  readonly rail: Rail;
  /** `<POIID>/<ServiceID>`, once the kiosk has told it. */
  readonly railRef: string | null;
  readonly state: GatewayState;
  readonly totalFils: Fils;
  /** From when on money may have moved, for all we know; null when it cannot have. Milliseconds since 1970, as every moment here. */
  readonly armedAt: number | null;
  /** Only time has ended it, at a terminal its kiosk may have armed before this gateway was restored from a backup. */
  readonly endedByTime: boolean;
  readonly capturedAt: number | null;
  readonly capturedFils: Fils | null;
  /** All refunds, owed or done. */
  readonly owedBackFils: number;
  /** Those of them that are done. */
  readonly doneBackFils: number;
  readonly postings: readonly LedgerPosting[];
}

/** Our duty to tell the ministry about one ticket, and how far it is. */
export interface LedgerPosting {
  readonly itemId: string;
  readonly system: System;
  readonly ticketNo: string;
  readonly amountFils: Fils;
  readonly active: boolean;
  readonly state: 'pending' | 'posted' | 'refused';
  /** The ministry is told only when settlement has shown the money. */
  readonly quarantined: boolean;
}

/** A settlement line as it is kept. */
export interface KeptLine extends SettlementLine {
  readonly key: string;
  /** True while its money stands on the suspense account. */
  readonly suspended: boolean;
}

/** A kiosk's Z report, and what the ledger holds under the receipt numbers it gave. */
export interface KioskDay {
  readonly report: DayReport;
  /** Names the report for cases. */
  readonly subject: string;
  readonly receivedAt: number;
  /** The report before it; null when there is none, or none of the same enrolment. */
  readonly before: DayReport | null;
  readonly delivered: readonly {
    readonly receiptNo: string;
    readonly rail: Rail;
    readonly capturedFils: Fils;
  }[];
}

/** All five sides of a match. */
export interface MatchInput {
  readonly now: number;
  readonly kioskDays: readonly KioskDay[];
  readonly attempts: readonly LedgerAttempt[];
  readonly lines: readonly KeptLine[];
  /** `<acquirer> <YYYY-MM-DD>` for which the acquirer's file has been taken in. */
  readonly coveredDays: ReadonlySet<string>;
  /** What the ministry holds, by day; a day that is not here was not asked about. */
  readonly ministry: ReadonlyMap<string, readonly SettledTicket[]>;
}
