import type { PaperDocument } from '../../src-shared/contract/paper-ipc.ts';

/** What is on the page: a document, and which band of it is in view. */
export interface Sheet {
  /** Null = blank. */
  document: PaperDocument | null;
  job: number;
  band: number;
}
