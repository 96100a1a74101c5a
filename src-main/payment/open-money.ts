import type { Clock, Rng } from '../../src-shared/ports.ts';
import { nodeJournalFs } from '../journal/edge/node-fs.ts';
import { nodeSha256 } from '../journal/edge/node-sha256.ts';
import { openJournal, type Journal } from '../journal/journal.ts';
import { closedJournal } from './closed-journal.ts';
import { PaymentBook } from './payment-book.ts';

export interface MoneyPorts {
  /** Folder of the payment journal. */
  readonly folder: string;
  readonly demo: boolean;
  readonly version: string;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly log: (event: string, details?: Record<string, string | number>) => void;
}

/** The journal's state as the kiosk's status needs it. */
export interface Money {
  readonly book: PaymentBook;
  /** The journal cannot be trusted: no payment until staff have looked at it. */
  readonly damaged: boolean;
}

const megabyte = 1024 * 1024;
/** A demo starts on many machines and pays little: 12 MB instead of 128 on disk. */
const demoSettings = { segmentBytes: 8 * megabyte, reserveBytes: 4 * megabyte };

/**
 * Opens the payment journal and folds it. A journal that cannot be read is left as it is for staff: the
 * kiosk then looks up and takes no money.
 */
export async function openMoney(ports: MoneyPorts): Promise<Money> {
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
    return { book: await PaymentBook.open(closedJournal), damaged: true };
  }
  const { cutTail } = opened.value;
  if (cutTail) ports.log('journal-tail-cut', { offset: cutTail.offset, length: cutTail.length, aside: cutTail.aside });
  return foldOrClose(opened.value, ports);
}

async function foldOrClose(journal: Journal, ports: MoneyPorts): Promise<Money> {
  try {
    const book = await PaymentBook.open(journal);
    await book.recordBoot(ports.version);
    return { book, damaged: false };
  } catch (failure) {
    ports.log('journal-not-folded', { why: failure instanceof Error ? failure.message.slice(0, 200) : 'unknown' });
    await journal.close();
    return { book: await PaymentBook.open(closedJournal), damaged: true };
  }
}
