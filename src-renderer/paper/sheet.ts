import type { PaperDocument, PaperDots } from '../../src-shared/contract/paper-ipc.ts';

/** What is on the page: a document, and which band of it is in view. */
export interface Sheet {
  /** Null = blank. */
  document: PaperDocument | null;
  dots: PaperDots;
  job: number;
  /** Every face is there and the paper has its final shape: only now does the frame mark name the job. */
  drawn: boolean;
  band: number;
}
