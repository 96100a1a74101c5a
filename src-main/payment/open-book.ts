import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import { nodeJournalFs } from '../journal/edge/node-fs.ts';
import { nodeSha256 } from '../journal/edge/node-sha256.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { closedJournal } from './closed-journal.ts';
import { PaymentBook, type JournalFold } from './payment-book.ts';

export interface BookPorts {
  /** Folder of the payment journal. */
  readonly folder: string;
  readonly demo: boolean;
  readonly version: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: Log;
  /** What else is folded from the payment journal. */
  readonly folds: readonly JournalFold[];
  /** Put around the journal before the book writes to it; the test flavour has its failpoints there. */
  readonly wrap?: (journal: Journal) => Journal;
}

const megabyte = 1024 * 1024;
/** A demo starts on many machines and pays little: 4 MB instead of 128 on disk. */
const demoSettings = { segmentBytes: 2 * megabyte, reserveBytes: megabyte };

/**
 * Opens the payment journal and folds it. A journal that cannot be read is left as it is for staff: the
 * kiosk then looks up and takes no money.
 */
export async function openBook(ports: BookPorts): Promise<PaymentBook> {
  const opened = await openJournal({
    dir: ports.folder,
    name: 'payment',
    fs: nodeJournalFs,
    sha256: nodeSha256,
    clock: ports.clock,
    bootId: Buffer.from(ports.rng.bytes(16)).toString('hex'),
    ...(ports.demo ? { settings: demoSettings } : {}),
  });
  if (!opened.ok) {
    ports.log('journal-not-opened', { why: JSON.stringify(opened.error).slice(0, 200) });
    return PaymentBook.open(closedJournal);
  }
  const { cutTail } = opened.value;
  if (cutTail) ports.log('journal-tail-cut', { offset: cutTail.offset, length: cutTail.length, aside: cutTail.aside });
  return foldOrClose(ports.wrap?.(opened.value) ?? opened.value, ports);
}

async function foldOrClose(journal: Journal, ports: BookPorts): Promise<PaymentBook> {
  try {
    const book = await PaymentBook.open(journal, ports.folds);
    await book.recordBoot(ports.version);
    return book;
  } catch (failure) {
    ports.log('journal-not-folded', { why: failure instanceof Error ? failure.message.slice(0, 200) : 'unknown' });
    await journal.close();
    return PaymentBook.open(closedJournal);
  }
}
