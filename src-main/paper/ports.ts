import type { PaperDocument } from '../../src-shared/contract/paper-ipc.ts';
import type { Result } from '../../src-shared/result.ts';
import type { Raster } from './raster.ts';

export interface RenderedPaper {
  /** What the printer burns. */
  readonly raster: Raster;
  /** The same as a PDF, 80 mm wide; only when asked for. */
  readonly pdf?: Buffer;
}

/** Draws one document. `not_drawn`: the page crashed or did not answer in time; the next call starts with a new one. */
export type RenderPaper = (
  document: PaperDocument,
  want?: { readonly pdf: boolean },
) => Promise<Result<RenderedPaper, 'not_drawn'>>;

/** Keeps the PDF of a receipt under its number; a later one replaces it. */
export type KeepReceipt = (receiptNo: string, pdf: Buffer) => Promise<void>;
