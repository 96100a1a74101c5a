import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { Raster } from '../../paper/raster.ts';

/** One receipt printer. Calls follow each other, never overlap: `PrinterWatch` sees to that. */
export interface PrinterDriver {
  /** Asks the device how it is; answers within a few seconds whatever happens. */
  ask(): Promise<PrinterStatus>;
  /**
   * Prints one picture and cuts. Resolves when the device says that the paper is out, else with what stopped it.
   * What could not be printed within `limitMs` is given up for good: nothing comes out later.
   */
  print(raster: Raster, limitMs: number): Promise<Result<null, PrinterStatus>>;
}

/** For a kiosk without a printer. */
export const noPrinter: PrinterDriver = {
  ask: async () => 'offline',
  print: async () => ({ ok: false, error: 'offline' }),
};
