import { setTimeout as pause } from 'node:timers/promises';
import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Raster } from '../../paper/raster.ts';
import type { PrinterDriver } from './driver.ts';
import { openLine, type PrinterAddress, type PrinterLine } from './driver-tcp-line.ts';
import { clearBuffer, jobEnd, jobStart, pictureBands } from './esc-pos.ts';

/** Longest wait for a status, ms. */
const askLimitMs = 2_000;
/** How often a job that is all sent is looked at until the end mark comes, ms. */
const lookMs = 500;

/**
 * ESC/POS over TCP (port 9100 as a rule). One connection for each question and each job: nothing waits in a queue, and
 * a job that is given up takes its unsent bytes with it.
 */
export class TcpPrinter implements PrinterDriver {
  readonly #address: PrinterAddress;
  /** An earlier job was given up half-way: its paper may still hang in the printer. */
  #torn = false;

  constructor(address: PrinterAddress) {
    this.#address = address;
  }

  async ask(): Promise<PrinterStatus> {
    const line = await openLine(this.#address, askLimitMs);
    if (!line) return 'offline';
    const status = await line.ask();
    line.close();
    return status;
  }

  async print(raster: Raster, limitMs: number): Promise<Result<null, PrinterStatus>> {
    const line = await openLine(this.#address, limitMs);
    if (!line) return err('offline');
    const before = await line.ask();
    const stopped = canPrint(before) ? await this.#run(line, raster) : before;
    if (stopped === null) {
      line.close();
      return ok(null);
    }
    line.drop();
    return err(await this.#giveUp(stopped));
  }

  /** Null when the paper is out, else how the printer was when it stopped. */
  async #run(line: PrinterLine, raster: Raster): Promise<PrinterStatus | null> {
    await line.send(jobStart(this.#torn));
    this.#torn = true;
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
    return null;
  }

  /** Empties the printer. Where the line broke or the time was up, asks once more what the matter is. */
  async #giveUp(stopped: PrinterStatus): Promise<PrinterStatus> {
    const line = await openLine(this.#address, askLimitMs);
    if (!line) return stopped;
    await line.send(clearBuffer);
    const now = await line.ask();
    line.close();
    if (stopped !== 'offline') return stopped;
    return canPrint(now) ? 'unknown' : now;
  }
}
