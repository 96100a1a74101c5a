import type { Fils } from '../../src-shared/domain/money.ts';
import type { Rail } from '../../src-shared/domain/receipt.ts';
import type { Result } from '../../src-shared/result.ts';

/** What happened to money: taken; taken back before, or after it counted; given back on request. */
export type SettlementKind = 'charged' | 'reversed' | 'voided' | 'refunded';

/** Who settles: K-Net for the rails phone and screen, the terminal's acquirer for the rail terminal. */
export type Acquirer = 'knet' | 'terminal';

/** Whose settlement shows an attempt of this rail. */
export function acquirerOf(rail: Rail): Acquirer {
  return rail === 'terminal' ? 'terminal' : 'knet';
}

/** One line of an acquirer's settlement file in the product's words. */
export interface SettlementLine {
  readonly acquirer: Acquirer;
  /** `<POIID>/<ServiceID>` of a terminal's message; null where the acquirer does not name it. */
  readonly railRef: string | null;
  /** Our reference for the attempt; null where the acquirer does not name it. */
  readonly pid: string | null;
  /** The acquirer's own number. */
  readonly transactionId: string;
  readonly approvalCode: string | null;
  readonly amountFils: Fils;
  readonly kind: SettlementKind;
  /** When the acquirer booked it, ISO 8601 with offset. */
  readonly at: string;
}

/** A line with its number in the file, from 1, the header counted. */
export interface NumberedLine extends SettlementLine {
  readonly lineNo: number;
}

/**
 * Reads one acquirer's settlement files. Another format is another file that implements this; `simulator-csv.ts` is the
 * worked example.
 */
export interface SettlementImporter {
  /** Every line, or one sentence per line that cannot be read, each beginning with `line <number>`. Never a part. */
  read(text: string): Result<readonly NumberedLine[], readonly string[]>;
}
