import type { PrintView, Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Language } from '../../src-shared/domain/language.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { canPrint } from '../../src-shared/domain/printer-status.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import type { SessionState } from '../../src-shared/session/state.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import { journaledPrint } from '../paper/journaled-print.ts';
import type { PaymentBook } from '../payment/payment-book.ts';
import type { PaymentDesk } from '../payment/payment-desk.ts';
import { receiptOf } from '../payment/receipt.ts';
import { noteOf } from './note.ts';
import type { KioskStatus, Paper } from './ports.ts';
import { Reprints } from './reprints.ts';
import { slipOf } from './slip.ts';

export interface VisitPaperPorts {
  readonly book: PaymentBook;
  readonly payments: Pick<PaymentDesk, 'postings' | 'view'>;
  readonly paper: Paper;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly status: () => KioskStatus;
  /** The print job of the visit has changed. */
  readonly onChange: () => void;
}

/** A paid receipt waits this long for the gateway's signature before it is printed without, ms. */
const proofWaitMs = 8_000;

/** The paper of one visit: what prints by itself, what was asked for, and how the job is going. */
export class VisitPaper {
  /** Papers of earlier visits, for those who hold their code. */
  readonly reprints: Reprints;
  readonly #ports: VisitPaperPorts;
  /** Paid receipts printed before their signature came, and their language. Outlives the visit. */
  readonly #unsigned = new Map<string, Language>();
  #job: PrintView | null = null;
  #autoPrinted: string | null = null;

  constructor(ports: VisitPaperPorts) {
    this.#ports = ports;
    this.reprints = new Reprints(ports);
  }

  /** The visit is over. */
  forget(): void {
    this.#job = null;
    this.#autoPrinted = null;
  }

  /** The receipt of an attempt as it would print now; null while there is none. */
  receipt(pid: string): Receipt | null {
    const { book } = this.#ports;
    const record = book.get(pid);
    return record ? this.#receiptOf(record, book.wasPrinted(pid, record.receiptNo)) : null;
  }

  /** False while another job is under way, or when there is nothing to print. */
  printReceipt(pid: string, language: Language): boolean {
    const receipt = this.receipt(pid);
    if (!receipt || this.#job?.state === 'printing') return false;
    if (receipt.kind === 'paid' && !receipt.proof) this.#unsigned.set(pid, language);
    void this.#run('receipt', async () => (await journaledPrint(this.#ports, receipt, language)).ok);
    return true;
  }

  /** The answer on the screen, on request: what is owed, or what was found. */
  printAnswer(state: SessionState, wallMs: number): boolean {
    if (this.#job?.state === 'printing') return false;
    const { paper, status } = this.#ports;
    const { language } = state;
    const note = noteOf(state, status(), wallMs);
    const slip = note ? null : slipOf(state, status(), wallMs);
    if (note) void this.#run('note', async () => (await paper.printNote(note, language)).ok);
    else if (slip) void this.#run('slip', async () => (await paper.printSlip(slip, language)).ok);
    return note !== null || slip !== null;
  }

  /** What the window may know of paper. `pid`: the attempt whose result is on the screen. */
  shown(pid: string | null): Pick<Snapshot, 'receipt' | 'print' | 'reprint'> {
    return { receipt: pid ? this.receipt(pid) : null, print: this.#job, reprint: this.#reprintView(pid) };
  }

  /** The code is for a paper that did not come out, or cannot: everybody else holds theirs. */
  #reprintView(pid: string | null): Snapshot['reprint'] {
    const missing = this.#job?.state === 'failed' || !canPrint(this.#ports.status().printer);
    const due = pid !== null && missing && this.receipt(pid) !== null;
    return { offered: this.reprints.any(), code: due ? this.reprints.codeFor(pid) : null };
  }

  /**
   * Paper about money that was taken prints by itself, once: a receipt as soon as it carries the gateway's signature.
   * @param shownMs how long the visitor has been looking at this screen
   */
  printWhenDue(pid: string, language: Language, shownMs: number): void {
    const { book, payments } = this.#ports;
    const view = payments.view(pid);
    const record = book.get(pid);
    if (!view || !record || this.#autoPrinted === pid || book.wasPrinted(pid, record.receiptNo)) return;
    const unsigned = view.state === 'captured' && shownMs > proofWaitMs;
    if (view.state !== 'posted' && view.refund === null && !unsigned) return;
    this.#autoPrinted = pid;
    this.printReceipt(pid, language);
  }

  /** A receipt that was printed before its signature came is kept again with it, whoever stands here by then. */
  archiveWhenSigned(pid: string): void {
    const language = this.#unsigned.get(pid);
    if (!language) return;
    const record = this.#ports.book.get(pid);
    if (!record?.proof) return;
    this.#unsigned.delete(pid);
    const receipt = this.#receiptOf(record, false);
    if (receipt) void this.#ports.paper.archive(receipt, language);
  }

  async #run(what: PrintView['what'], print: () => Promise<boolean>): Promise<void> {
    const mine: PrintView = { what, state: 'printing' };
    this.#job = mine;
    this.#ports.onChange();
    const done = await print();
    // A visit that has ended meanwhile has its own job again.
    if (this.#job !== mine) return;
    this.#job = { what, state: done ? 'printed' : 'failed' };
    this.#ports.onChange();
  }

  #receiptOf(record: PaymentRecord, copy: boolean): Receipt | null {
    const { kioskCode, site, demo } = this.#ports.status();
    const postings = this.#ports.payments.postings(record.pid);
    return receiptOf(record, { kioskCode, site, demo, copy, ...(postings ? { postings } : {}) });
  }
}
