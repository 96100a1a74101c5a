import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type {
  CarriedPayment,
  DayReport,
  RailTotals,
  SignedDayReport,
  Tally,
} from '../../src-shared/domain/day-report.ts';
import { railSchema, type Rail } from '../../src-shared/domain/receipt.ts';
import type { PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import type { JournalFold } from '../payment/payment-book.ts';

/** Everything in a report that does not come out of the journal. */
export interface DayReportSetting {
  readonly kioskCode: string;
  readonly closedAt: string;
  readonly software: string;
  readonly settingsHash: string;
  readonly terminalTotals?: string;
}

type Kind = Exclude<keyof RailTotals, 'rail'>;
const kinds: readonly Kind[] = ['captured', 'posted', 'notCharged', 'reversed'];

/** What happened since the last Z. */
interface Day {
  readonly tallies: Map<`${Rail} ${Kind}`, Tally>;
  readonly receiptNos: string[];
  copies: number;
}

const newDay = (): Day => ({ tallies: new Map(), receiptNos: [], copies: 0 });

/**
 * The running day and all days before it, folded from the payment journal. A Z is a record of the journal itself, so
 * where a day ends is decided by record number and survives anything the journal survives.
 */
export class DayBook implements JournalFold {
  #day = newDay();
  #nextNo = 1;
  #firstSeq = 1;
  #grandTotalFils = 0;
  #receipts = 0;
  /** Attempts that are not finished, by pid. */
  readonly #unfinished = new Map<string, PaymentRecord>();
  readonly #undelivered = new Map<number, SignedDayReport>();
  #last: DayReport | null = null;

  take(event: JournalEvent, seq: number, record: PaymentRecord | null): void {
    if (event.kind === 'payment' && record) this.#takePayment(event.event, record);
    if (event.kind === 'print' && event.state === 'printed' && event.copy) this.#day.copies += 1;
    if (event.kind === 'z') this.#closed(event.report, seq);
    if (event.kind === 'z_delivered') this.#undelivered.delete(event.no);
  }

  /** The newest Z; null before the first. */
  get last(): DayReport | null {
    return this.#last;
  }

  /** Z reports the gateway has not taken yet, oldest first. */
  undelivered(): SignedDayReport[] {
    return [...this.#undelivered.values()];
  }

  /** The day so far, up to `head`: an X report, or the Z that closes it. Changes nothing. */
  report(head: ChainHead, setting: DayReportSetting): DayReport {
    const [first, last] = [this.#day.receiptNos.at(0), this.#day.receiptNos.at(-1)];
    const unfinished = [...this.#unfinished.values()];
    return {
      v: 1,
      ...setting,
      no: this.#nextNo,
      firstSeq: this.#firstSeq,
      lastSeq: head.seq,
      headHash: head.hash,
      rails: railSchema.options.map((rail) => this.#totals(rail)),
      uncommitted: unfinished.filter(isUncommitted).map(carried),
      carried: unfinished.filter((record) => record.state !== 'captured').map(carried),
      receipts: first && last ? { first, last, count: this.#day.receiptNos.length } : null,
      copies: this.#day.copies,
      grandTotalFils: this.#grandTotalFils,
    };
  }

  #takePayment(event: PaymentEvent, record: PaymentRecord): void {
    if (isFinished(record)) this.#unfinished.delete(record.pid);
    else this.#unfinished.set(record.pid, record);
    const { rail, totalFils, receiptNo } = record;
    // People may decide "captured" about a capture that had its number already: it is not counted twice.
    if (event.type === 'CAPTURE_PROVED' && receiptNo && sequenceOf(receiptNo) > this.#receipts) {
      this.#receipts = sequenceOf(receiptNo);
      this.#day.receiptNos.push(receiptNo);
      this.#grandTotalFils += event.capture.amountFils;
      this.#count(rail, 'captured', event.capture.amountFils);
    }
    if (event.type === 'POSTED') this.#count(rail, 'posted', totalFils);
    if (event.type === 'NO_CHARGE_PROVED') this.#count(rail, 'notCharged', totalFils);
    if (event.type === 'REVERSED') {
      const back = record.reversal?.amountFils ?? record.capture?.amountFils ?? 0;
      this.#grandTotalFils -= back;
      this.#count(rail, 'reversed', back);
    }
  }

  #count(rail: Rail, kind: Kind, amount: number): void {
    const { count, fils } = this.#tally(rail, kind);
    this.#day.tallies.set(`${rail} ${kind}`, { count: count + 1, fils: fils + amount });
  }

  #tally(rail: Rail, kind: Kind): Tally {
    return this.#day.tallies.get(`${rail} ${kind}`) ?? { count: 0, fils: 0 };
  }

  #totals(rail: Rail): RailTotals {
    const [captured, posted, notCharged, reversed] = kinds.map((kind) => this.#tally(rail, kind));
    if (!captured || !posted || !notCharged || !reversed) throw new Error('a kind of total without a tally');
    return { rail, captured, posted, notCharged, reversed };
  }

  #closed(signed: SignedDayReport, seq: number): void {
    this.#day = newDay();
    this.#nextNo = signed.report.no + 1;
    this.#firstSeq = seq + 1;
    this.#last = signed.report;
    this.#undelivered.set(signed.report.no, signed);
  }
}

/** Does the day have nothing to say about it any more? Before SENT nothing can have been charged. */
function isFinished({ state, proof, receiptNo }: PaymentRecord): boolean {
  switch (state) {
    case 'created':
    case 'reserved':
    case 'cancelled':
    case 'not_charged':
    case 'posted':
    case 'closed':
      return true;
    case 'captured':
      return Boolean(receiptNo && proof);
    default:
      return false;
  }
}

function isUncommitted({ receiptNo, proof }: PaymentRecord): boolean {
  return receiptNo !== undefined && proof === undefined;
}

function carried({ pid, rail, state, totalFils }: PaymentRecord): CarriedPayment {
  return { pid, rail, state, totalFils };
}

function sequenceOf(receiptNo: string): number {
  return Number(receiptNo.slice(-8));
}
