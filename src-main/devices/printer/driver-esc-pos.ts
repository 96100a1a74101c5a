import { setTimeout as pause } from 'node:timers/promises';
import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { RenderedPaper } from '../../paper/ports.ts';
import type { Raster } from '../../paper/raster.ts';
import type { PrinterDriver } from './driver.ts';
import { clearBuffer, jobEnd, jobStart, pictureBands } from './esc-pos.ts';
import { PrinterLine, type OpenLine } from './printer-line.ts';

/** Longest wait for a status, ms. */
const askLimitMs = 2_000;
/** How often a job that is all sent is looked at until the end mark comes, ms. */
const lookMs = 500;

/**
 * A receipt printer that understands ESC/POS, on any line that carries bytes both ways. One connection for each question
 * and each job: nothing waits in a queue, and a job that is given up takes its unsent bytes with it.
 */
export class EscPosPrinter implements PrinterDriver {
  readonly wantsPdf = false;
  readonly #open: OpenLine;
  /**
   * An earlier job was given up half-way, or may have been before this program started: its paper may still hang in the
   * printer, and its last bytes may wait inside for somebody to close the cover.
   */
  #torn = true;
  #mayHoldBytes = true;

  constructor(open: OpenLine) {
    this.#open = open;
  }

  async ask(): Promise<PrinterStatus> {
    const line = await this.#connect(askLimitMs);
    if (!line) return 'offline';
    const status = await this.#hear(line);
    line.close();
    return status;
  }

  async print({ raster }: RenderedPaper, limitMs: number): Promise<Result<null, PrinterStatus>> {
    const line = await this.#connect(limitMs);
    if (!line) return err('offline');
    const before = await this.#hear(line);
    const stopped = canPrint(before) ? await this.#run(line, raster) : before;
    if (stopped === null) {
      line.close();
      return ok(null);
    }
    line.drop();
    return err(await this.#giveUp(stopped));
  }

  /** Whatever the printer still holds of an earlier job is forgotten before anything else is said. */
  async #connect(limitMs: number): Promise<PrinterLine | null> {
    const bytes = await this.#open(limitMs);
    if (!bytes) return null;
    const line = new PrinterLine(bytes);
    if (this.#mayHoldBytes) await line.send(clearBuffer);
    return line;
  }

  /** A printer that answers has obeyed what was sent before. */
  async #hear(line: PrinterLine): Promise<PrinterStatus> {
    const status = await line.ask();
    if (status !== 'offline') this.#mayHoldBytes = false;
    return status;
  }

  /** Null when the paper is out, else how the printer was when it stopped. */
  async #run(line: PrinterLine, raster: Raster): Promise<PrinterStatus | null> {
    await line.send(jobStart(this.#torn));
    this.#torn = true;
    this.#mayHoldBytes = true;
    // Band by band, so that the printer never holds much more than it is printing and a fault is seen at once.
    for (const band of pictureBands(raster)) {
      await line.send(band);
      const status = await line.ask();
      if (!canPrint(status)) return status;
    }
    const printed = line.endMark();
    await line.send(jobEnd);
    while (!(await Promise.race([printed, pause(lookMs, false)]))) {
      const status = await line.ask();
      if (!canPrint(status)) return status;
    }
    this.#torn = false;
    this.#mayHoldBytes = false;
    return null;
  }

  /** Empties the printer. Where the line broke or the time was up, asks once more what the matter is. */
  async #giveUp(stopped: PrinterStatus): Promise<PrinterStatus> {
    const now = await this.ask();
    if (stopped !== 'offline') return stopped;
    return canPrint(now) ? 'unknown' : now;
  }
}
