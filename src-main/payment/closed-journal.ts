import { genesis } from '../../src-shared/contract/journal.ts';
import { err } from '../../src-shared/result.ts';
import type { Journal } from '../journal/journal.ts';

/** Stands where a journal could not be opened: holds nothing and takes nothing, so no payment can begin. */
export const closedJournal: Journal = {
  append: async () => err('poisoned'),
  canAppend: () => false,
  refillReserve: async () => false,
  async *entries() {
    // nothing was read
  },
  head: () => genesis,
  cutTail: null,
  close: async () => undefined,
};
