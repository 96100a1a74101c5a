import type { PaperDocument, PaperDots } from '../../src-shared/contract/paper-ipc.ts';

/** What is on the page: a document, and which band of it is in view. */
export interface Sheet {
  /** Null = blank. */
  document: PaperDocument | null;
  dots: PaperDots;
  job: number;
  band: number;
}
