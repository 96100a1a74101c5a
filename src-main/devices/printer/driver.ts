import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import type { Result } from '../../../src-shared/result.ts';
import type { RenderedPaper } from '../../paper/ports.ts';

/** One printer. Calls follow each other, never overlap: `PrinterWatch` sees to that. */
export interface PrinterDriver {
  /** It prints the PDF of a paper, not its dots. */
  readonly wantsPdf: boolean;
  /** Asks the device how it is; answers within a few seconds whatever happens. */
  ask(): Promise<PrinterStatus>;
  /**
   * Prints one paper and cuts. Resolves when the device says that it is out, else with what stopped it.
   * What could not be printed within `limitMs` is given up for good: nothing comes out later.
   */
  print(paper: RenderedPaper, limitMs: number): Promise<Result<null, PrinterStatus>>;
}
