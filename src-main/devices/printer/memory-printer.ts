import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { RenderedPaper } from '../../paper/ports.ts';
import type { Raster } from '../../paper/raster.ts';
import type { PrinterDriver } from './driver.ts';

/** A printer in memory, for unit tests: set `status`, print, look at `printed`. */
export class MemoryPrinter implements PrinterDriver {
  readonly wantsPdf = false;
  status: PrinterStatus = 'ready';
  readonly printed: Raster[] = [];
  /** How long each job was allowed, ms. */
  readonly limits: number[] = [];
  /** A job waits for this before it ends. */
  busy: Promise<void> = Promise.resolve();

  async ask(): Promise<PrinterStatus> {
    return this.status;
  }

  async print({ raster }: RenderedPaper, limitMs: number): Promise<Result<null, PrinterStatus>> {
    this.limits.push(limitMs);
    if (!canPrint(this.status)) return err(this.status);
    await this.busy;
    this.printed.push(raster);
    return ok(null);
  }
}
