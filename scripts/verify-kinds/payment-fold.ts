import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { JournalFrame } from '../../src-shared/contract/journal.ts';
import { journalEventSchema, type JournalEvent } from '../../src-shared/contract/journal-events.ts';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import { advance } from '../../src-shared/payment/machine.ts';
import type { PaymentEvent, PaymentRecord } from '../../src-shared/payment/record.ts';
import { DayBook } from '../../src-main/end-of-day/day-book.ts';
import type { Witness } from './witness.ts';

type PaymentStep = Extract<JournalEvent, { kind: 'payment' }>;
type Print = Extract<JournalEvent, { kind: 'print' }>;

/** Whether the record holds something that only a payment journal holds. */
export function isOfPaymentJournal({ payload }: JournalFrame): boolean {
  return payload.events.some((event) => journalEventSchema.safeParse(event).success);
}

/** Whether the record says only that the program started. */
export function isStart({ payload }: JournalFrame): boolean {
  return payload.events.every((event) => journalEventSchema.safeParse(event).data?.kind === 'boot');
}

/** What a Z says of itself that can be judged without the days before it. */
const ownFields: readonly (keyof DayReport)[] = ['lastSeq', 'headHash'];
/** What a Z says that hangs on the Z before it. */
const linkFields: readonly (keyof DayReport)[] = ['no', 'firstSeq'];
/** What a Z sums up from the day, and from all days. */
const sumFields: readonly (keyof DayReport)[] = [
  'rails',
  'receipts',
  'copies',
  'uncommitted',
  'carried',
  'grandTotalFils',
];

/**
 * Follows what the records of a payment journal say: every payment takes legal steps only, receipt numbers and
 * Z reports are gapless and none is given twice, and every Z says what the records before it say.
 */
export class PaymentFold {
  /** False where the journal's beginning is elsewhere: what began before the first record is then not judged. */
  readonly #whole: boolean;
  readonly #records = new Map<string, PaymentRecord>();
  readonly #days = new DayBook();
  /** The number part of the last receipt; null = none is known. */
  #lastReceipt: number | null;
  #messageNumbers = 0;
  readonly #staffFloors = new Map<string, number>();
  /** What the records saw of the audit log. */
  readonly noted: Witness[] = [];

  constructor(whole: boolean) {
    this.#whole = whole;
    this.#lastReceipt = whole ? 0 : null;
  }

  /** Takes the next record; a sentence says what in it cannot be, null that it all can. */
  take(frame: JournalFrame): string | null {
    for (const raw of frame.payload.events) {
      const event = journalEventSchema.safeParse(raw);
      if (!event.success) {
        const [issue] = event.error.issues;
        return `it holds an event that no payment journal knows (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''})`;
      }
      const wrong = this.#judge(event.data, frame);
      if (wrong !== null) return wrong;
      const record = 'pid' in event.data ? (this.#records.get(event.data.pid) ?? null) : null;
      this.#days.take(event.data, frame.seq, record);
    }
    return null;
  }

  /** What was followed, for a person. */
  summary(): string {
    const receipts = [...this.#records.values()].filter(({ receiptNo }) => receiptNo !== undefined).length;
    return `payments: ${this.#records.size}, receipts given: ${receipts}, last Z report: ${this.#days.last?.no ?? 'none'}`;
  }

  #judge(event: JournalEvent, frame: JournalFrame): string | null {
    switch (event.kind) {
      case 'boot':
        return null;
      case 'payment':
        return this.#step(event);
      case 'print':
        return this.#print(event);
      case 'service_ids':
        return this.#reserveMessageNumbers(event.upTo);
      case 'z':
        return this.#closeDay(event.report.report, frame);
      case 'z_delivered':
        return this.#delivered(event.no);
      case 'audit_head':
        return this.#sawAudit(event, frame.seq);
      case 'set_aside':
        return !this.#whole || this.#records.has(event.pid)
          ? null
          : `it sets payment ${event.pid} aside before it began`;
      case 'staff_floor':
        return this.#raiseStaffFloor(event);
      case 'z_set_aside':
        return event.no <= (this.#days.last?.no ?? event.no)
          ? null
          : `it sets Z report ${event.no} aside before it was made`;
    }
  }

  #step({ pid, event }: PaymentStep): string | null {
    if (event.type === 'CREATED' && event.facts.pid !== pid) return `it begins payment ${event.facts.pid} as ${pid}`;
    const before = this.#records.get(pid) ?? null;
    if (before === null && event.type !== 'CREATED' && !this.#whole) return this.#stepOfEarlier(event);
    const next = advance(before, event);
    if (!next.ok) return `${event.type} is no legal step of payment ${pid} after "${next.error.from}"`;
    this.#records.set(pid, next.value);
    const { receiptNo } = next.value;
    return receiptNo !== undefined && before?.receiptNo === undefined ? this.#giveReceipt(receiptNo) : null;
  }

  /** A payment that began before the export. Its receipt number may have been given there as well. */
  #stepOfEarlier(event: PaymentEvent): string | null {
    if (event.type !== 'CAPTURE_PROVED' || numberOf(event.receiptNo) <= (this.#lastReceipt ?? 0)) return null;
    return this.#giveReceipt(event.receiptNo);
  }

  #giveReceipt(receiptNo: string): string | null {
    const number = numberOf(receiptNo);
    const expected = (this.#lastReceipt ?? number - 1) + 1;
    this.#lastReceipt = number;
    return number === expected ? null : `it gives receipt number ${receiptNo} where number ${expected} is the next`;
  }

  #print({ pid, receiptNo }: Print): string | null {
    const payment = this.#records.get(pid);
    if (receiptNo === undefined || (payment === undefined && !this.#whole)) return null;
    if (payment?.receiptNo === receiptNo) return null;
    return `it prints receipt ${receiptNo} for payment ${pid}, whose number is ${payment?.receiptNo ?? 'not given'}`;
  }

  #reserveMessageNumbers(upTo: number): string | null {
    if (upTo <= this.#messageNumbers) return `it hands out terminal message numbers up to ${upTo} a second time`;
    this.#messageNumbers = upTo;
    return null;
  }

  #raiseStaffFloor({ version, answerKey }: Extract<JournalEvent, { kind: 'staff_floor' }>): string | null {
    const before = this.#staffFloors.get(answerKey) ?? -1;
    this.#staffFloors.set(answerKey, version);
    return version > before ? null : `it says the list of staff is version ${version}, after version ${before}`;
  }

  #closeDay(report: DayReport, { seq, payload }: JournalFrame): string | null {
    // What the kiosk added from elsewhere is taken as it stands; everything else comes out of the journal.
    const { kioskCode, closedAt, software, settingsHash } = report;
    const setting = { kioskCode, closedAt, software, settingsHash };
    const expected = this.#days.report({ seq: seq - 1, hash: payload.prev }, setting);
    const linked = this.#whole || this.#days.last !== null;
    const fields = [...ownFields, ...(linked ? linkFields : []), ...(this.#whole ? sumFields : [])];
    const wrong = fields.find((field) => canonicalJson(report[field]) !== canonicalJson(expected[field]));
    if (wrong === undefined) return null;
    const [says, is] = [report[wrong], expected[wrong]].map((value) => canonicalJson(value).slice(0, 200));
    return `Z report ${report.no} says ${wrong} is ${says}, and the records before it ${is}`;
  }

  #sawAudit({ seq, hash }: Extract<JournalEvent, { kind: 'audit_head' }>, at: number): string | null {
    const before = this.noted.at(-1)?.seq ?? 0;
    if (seq < before) return `it saw the audit log at record ${seq}, after record ${before}`;
    this.noted.push({ seq, hash, by: `record ${at} of the payment journal` });
    return null;
  }

  #delivered(no: number): string | null {
    const last = this.#days.last?.no;
    if (last === undefined && !this.#whole) return null;
    return no <= (last ?? 0) ? null : `the gateway has taken Z report ${no}, which was never made`;
  }
}

function numberOf(receiptNo: string): number {
  return Number(receiptNo.slice(-8));
}
