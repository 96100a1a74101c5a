import { setTimeout as pause } from 'node:timers/promises';
import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { RenderedPaper } from '../../paper/ports.ts';
import { cupsStatus, unreachable } from './cups-status.ts';
import type { PrinterDriver } from './driver.ts';
import { decodeIpp, encodeIpp, ippOperation, type IppAnswer, type IppAttribute, type IppRequest } from './ipp.ts';

/** Longest wait for an answer of CUPS, ms. */
const answerLimitMs = 2_000;
/** How often a job is looked at, ms. */
const lookMs = 250;
/** Job states (RFC 8011, 5.3.7): from here on the job is over; 9 is the good end. */
const over = 7;
const completed = 9;

/** All jobs of this name are the kiosk's: what is left of them is cancelled. */
const user: IppAttribute = ['requesting-user-name', 'name', 'wafa-kiosk'];

export interface CupsQueue {
  /** Port of the print server on this machine. */
  readonly port: number;
  readonly queue: string;
}

/**
 * An office printer behind the print server CUPS of this machine, spoken to in IPP. It gets the PDF, which the server
 * turns into what the printer wants. A job that is not out in time is cancelled; should this program die meanwhile, the
 * server cancels it by itself; and what an earlier run left is cancelled before anything else.
 */
export class CupsPrinter implements PrinterDriver {
  readonly wantsPdf = true;
  readonly #queue: CupsQueue;
  readonly #printer: IppAttribute;
  #requestId = 0;
  /** Jobs of ours may be in the queue. */
  #mayHoldJobs = true;
  /** Why the last job did not come out. A queue says ready again as soon as it is empty, its printer may not be. */
  #lastFailure: PrinterStatus | null = null;

  constructor(queue: CupsQueue) {
    this.#queue = queue;
    this.#printer = ['printer-uri', 'uri', `ipp://127.0.0.1:${queue.port}/printers/${queue.queue}`];
  }

  async ask(): Promise<PrinterStatus> {
    if (!(await this.#emptied())) return 'offline';
    const status = await this.#status();
    return canPrint(status) ? (this.#lastFailure ?? status) : status;
  }

  async print({ pdf }: RenderedPaper, limitMs: number): Promise<Result<null, PrinterStatus>> {
    const limit = AbortSignal.timeout(limitMs);
    if (!pdf || !(await this.#emptied())) return err('offline');
    const before = await this.#status();
    if (!canPrint(before)) return err(before);
    this.#mayHoldJobs = true;
    const stopped = await this.#run(pdf, limit, limitMs);
    // What the reasons tell is asked for again; only what they do not tell has to be remembered.
    this.#lastFailure = stopped === 'offline' || stopped === 'unknown' ? stopped : null;
    if (stopped === null) this.#mayHoldJobs = false;
    else await this.#emptied();
    return stopped === null ? ok(null) : err(stopped);
  }

  /** Null when the job is out, else why it is not. */
  async #run(pdf: Uint8Array, limit: AbortSignal, limitMs: number): Promise<PrinterStatus | null> {
    const sent = await this.#say({
      operation: ippOperation.printJob,
      attributes: [
        this.#printer,
        user,
        ['job-name', 'name', 'receipt'],
        ['document-format', 'mimeType', 'application/pdf'],
      ],
      jobAttributes: [['job-cancel-after', 'integer', Math.ceil(limitMs / 1000)]],
      data: pdf,
    });
    const id = sent?.attributes.get('job-id')?.[0];
    if (typeof id !== 'number') return 'offline';
    let message = '';
    while (!limit.aborted) {
      await pause(lookMs);
      const job = await this.#ask(ippOperation.getJobAttributes, [['job-id', 'integer', id], user], jobAttributes);
      if (!job) continue;
      const [state] = numbers(job, 'job-state');
      if (state === completed) return null;
      message = texts(job, 'job-printer-state-message').join(' ');
      const status = cupsStatus({ reasons: texts(job, 'job-printer-state-reasons') });
      if (!canPrint(status)) return status;
      if (state !== undefined && state >= over) break;
    }
    return unreachable(message) ? 'offline' : 'unknown';
  }

  async #status(): Promise<PrinterStatus> {
    const answer = await this.#ask(ippOperation.getPrinterAttributes, [user], printerAttributes);
    if (!answer) return 'offline';
    const [state] = numbers(answer, 'printer-state');
    const [accepting] = numbers(answer, 'printer-is-accepting-jobs');
    if (state === undefined) return 'unknown';
    return cupsStatus({ state, accepting: accepting !== 0, reasons: texts(answer, 'printer-state-reasons') });
  }

  /**
   * True when no job of ours is left in the queue. One by one, because CUPS asks a password for "all my jobs", and for a
   * single one only that it is ours.
   */
  async #emptied(): Promise<boolean> {
    if (!this.#mayHoldJobs) return true;
    const mine = await this.#ask(ippOperation.getJobs, [user, ['my-jobs', 'boolean', true]], ['job-id']);
    if (!mine) return false;
    const cancelled = await Promise.all(
      numbers(mine, 'job-id').map((id) =>
        this.#say({
          operation: ippOperation.cancelJob,
          attributes: [this.#printer, ['job-id', 'integer', id], user],
        }),
      ),
    );
    this.#mayHoldJobs = cancelled.includes(null);
    return !this.#mayHoldJobs;
  }

  #ask(operation: number, attributes: readonly IppAttribute[], wanted: readonly string[]): Promise<IppAnswer | null> {
    const which: IppAttribute = ['requested-attributes', 'keyword', ...wanted];
    return this.#say({ operation, attributes: [this.#printer, ...attributes, which] });
  }

  /** The answer of the print server; null when none came, or one that is a refusal. */
  async #say(request: Omit<IppRequest, 'requestId'>): Promise<IppAnswer | null> {
    this.#requestId += 1;
    try {
      const response = await fetch(`http://127.0.0.1:${this.#queue.port}/printers/${this.#queue.queue}`, {
        method: 'POST',
        headers: { 'content-type': 'application/ipp' },
        body: encodeIpp({ ...request, requestId: this.#requestId }),
        redirect: 'error',
        signal: AbortSignal.timeout(answerLimitMs),
      });
      const answer = decodeIpp(new Uint8Array(await response.arrayBuffer()));
      return response.ok && answer.ok && answer.value.status < 0x0100 ? answer.value : null;
    } catch {
      return null; // the print server is away, or too slow
    }
  }
}

const jobAttributes = ['job-state', 'job-printer-state-message', 'job-printer-state-reasons'];
const printerAttributes = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs'];

function numbers(answer: IppAnswer, name: string): number[] {
  return (answer.attributes.get(name) ?? []).filter((value) => typeof value === 'number');
}

function texts(answer: IppAnswer, name: string): string[] {
  return (answer.attributes.get(name) ?? []).filter((value) => typeof value === 'string');
}
