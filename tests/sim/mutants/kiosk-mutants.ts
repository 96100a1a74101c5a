import { frameHeaderBytes } from '../../../src-shared/contract/journal.ts';
import { crc32 } from '../../../src-shared/contract/crc32.ts';
import type { JsonValue } from '../../../src-shared/contract/canonical-json.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { JournalFile, JournalFs } from '../../../src-main/journal/file-system.ts';
import type { Journal } from '../../../src-main/journal/journal.ts';
import { PaymentBook } from '../../../src-main/payment/payment-book.ts';
import type { PaymentGateway } from '../../../src-main/payment/ports.ts';
import type { PaymentRail, RailNews } from '../../../src-main/payment/rails/rail.ts';
import type { Kiosk } from '../world/kiosk.ts';
import type { Mutant } from './mutant.ts';

/** A disk with some of its calls exchanged. */
function onDisk(
  disk: JournalFs,
  change: Partial<JournalFs>,
  file: (file: JournalFile) => JournalFile = (same) => same,
): JournalFs {
  return {
    makeDir: (dir) => disk.makeDir(dir),
    list: (dir) => disk.list(dir),
    read: (path) => disk.read(path),
    open: async (path, mode) => {
      const opened = await disk.open(path, mode);
      return opened.ok ? ok(file(opened.value)) : opened;
    },
    rename: (from, to) => disk.rename(from, to),
    remove: (path) => disk.remove(path),
    syncDir: (dir) => disk.syncDir(dir),
    ...change,
  };
}

/** A journal that says a record is durable before it is, for records of this type. */
function hasty(journal: Journal, type: string): Journal {
  return {
    append: (events) => {
      const written = journal.append(events);
      return isAbout(events, type) ? Promise.resolve(ok({ ...journal.head(), wall: 0 })) : written;
    },
    canAppend: () => journal.canAppend(),
    refillReserve: () => journal.refillReserve(),
    entries: () => journal.entries(),
    head: () => journal.head(),
    cutTail: journal.cutTail,
    close: () => journal.close(),
  };
}

function isAbout(events: readonly JsonValue[], type: string): boolean {
  return events.some((event) => JSON.stringify(event).includes(`"type":"${type}"`));
}

/** A rail with some of its calls exchanged. */
export function onRail(rail: PaymentRail, change: Partial<PaymentRail>): PaymentRail {
  return {
    name: rail.name,
    available: () => rail.available(),
    prepare: (record) => rail.prepare(record),
    send: (record) => rail.send(record),
    ask: (record) => rail.ask(record),
    cancel: (record) => rail.cancel(record),
    release: (record) => rail.release(record),
    reverse: (record, note) => rail.reverse(record, note),
    reportReversed: (record) => rail.reportReversed(record),
    view: (record) => rail.view(record),
    askAgainMs: (record) => rail.askAgainMs(record),
    ...change,
  };
}

const saidNo: RailNews = { kind: 'not_charged', reason: 'declined', proof: 'gateway' };

function count(kiosk: Kiosk, name: string): number {
  const before = Number(kiosk.memory.get(name) ?? 0);
  kiosk.memory.set(name, before + 1);
  return before;
}

/** Commits as `commit` decides; everything else as it is. */
function onCommit(port: PaymentGateway, commit: PaymentGateway['commit']): PaymentGateway {
  return { ...port, commit };
}

/** A torn last frame whose checksum is made to fit. */
function forgiven(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + frameHeaderBytes < bytes.length;) {
    const length = view.getUint32(at, true);
    if (length === 0 || at + frameHeaderBytes + length > bytes.length) break;
    view.setUint32(at + 4, crc32(bytes, at + 8, at + frameHeaderBytes + length), true);
    at += frameHeaderBytes + length;
  }
  return bytes;
}

const faultyRails = { rail: 'phone' } as const;

export const kioskMutants: readonly Mutant[] = [
  {
    ...{
      id: 'M02',
      name: 'fsyncNoop',
      broken: 'sync returns without syncing',
      killedBy: ['I4', 'I6', 'I5'],
      ...faultyRails,
    },
    patch: {
      disk: (disk) =>
        onDisk(disk, {}, (file) => ({ ...file, datasync: async () => ok(undefined), sync: async () => ok(undefined) })),
    },
  },
  {
    ...{
      id: 'M03',
      name: 'timeoutFail',
      broken: 'a time-out or a restart is taken for "not charged"',
      killedBy: ['I5'],
      ...faultyRails,
    },
    patch: {
      rail: (rail) =>
        onRail(rail, {
          ask: async (record) => {
            const news = await rail.ask(record);
            return news.kind === 'no_answer' ? saidNo : news;
          },
        }),
    },
  },
  {
    ...{
      id: 'M04',
      name: 'dropOutboxOnSend',
      broken: 'COMMIT is forgotten once it was sent',
      killedBy: ['I6', 'I8'],
      ...faultyRails,
    },
    patch: {
      gatewayPort: (port) =>
        onCommit(port, async (pid, request) => {
          const answered = await port.commit(pid, request);
          const postings = request.facts.items.map(({ obligationId }) => ({
            obligationId,
            posting: 'pending' as const,
          }));
          return answered.ok ? answered : ok({ result: 'posted', proof: 'none', postings });
        }),
    },
  },
  {
    ...{
      id: 'M05',
      name: 'sendBeforeFsync',
      broken: 'PAY leaves before its record is durable',
      killedBy: ['never', 'I5', 'I4'],
    },
    rail: 'terminal',
    patch: { journal: (journal) => hasty(journal, 'SENT') },
  },
  {
    ...{
      id: 'M20',
      name: 'tornTailAccepted',
      broken: 'the CRC is not checked at opening',
      killedBy: ['I6'],
      ...faultyRails,
    },
    needs: ['power_cut'],
    patch: {
      disk: (disk) =>
        onDisk(disk, {
          read: async (path) => {
            const found = await disk.read(path);
            return found.ok ? ok(forgiven(found.value)) : found;
          },
        }),
    },
  },
  {
    ...{
      id: 'M21',
      name: 'syncErrorSwallowed',
      broken: 'a failed fdatasync is ignored',
      killedBy: ['I4', 'I6', 'I5'],
      ...faultyRails,
    },
    needs: ['disk_error', 'power_cut'],
    patch: {
      disk: (disk) =>
        onDisk(disk, {}, (file) => ({
          ...file,
          datasync: async () => {
            await file.datasync();
            return ok(undefined);
          },
        })),
    },
  },
  {
    ...{
      id: 'M22',
      name: 'dirNotSynced',
      broken: 'a new segment is used before its name is durable',
      killedBy: ['I4', 'I6', 'I5'],
      ...faultyRails,
    },
    needs: ['power_cut'],
    patch: { disk: (disk) => onDisk(disk, { syncDir: async () => ok(undefined) }) },
  },
  {
    ...{
      id: 'M23',
      name: 'showBeforeJournal',
      broken: 'green before CAPTURED is durable',
      killedBy: ['shown', 'I4', 'I6'],
      ...faultyRails,
    },
    needs: ['power_cut'],
    patch: { journal: (journal) => hasty(journal, 'CAPTURE_PROVED') },
  },
  {
    ...{
      id: 'M24',
      name: 'abortIsProof',
      broken: 'cancelling at the kiosk is taken for "not charged"',
      killedBy: ['I5'],
      ...faultyRails,
    },
    needs: ['visitor_cancels'],
    patch: {
      rail: (rail) =>
        onRail(rail, {
          cancel: async (record) => {
            await rail.cancel(record);
            return saidNo;
          },
        }),
    },
  },
  {
    ...{
      id: 'M33',
      name: 'outboxGivesUp',
      broken: 'COMMIT is dropped after three tries',
      killedBy: ['I6', 'I7'],
      ...faultyRails,
    },
    needs: ['loss', 'partition'],
    patch: {
      gatewayPort: (port, kiosk) =>
        onCommit(port, async (pid, request) => {
          if (count(kiosk, `commit ${pid}`) >= 3) return err({ kind: 'network_down' });
          return port.commit(pid, request);
        }),
    },
  },
  {
    ...{
      id: 'M35',
      name: 'skewRefusesMoney',
      broken: 'COMMIT is refused for a wrong clock',
      killedBy: ['I6', 'I7'],
      ...faultyRails,
    },
    needs: ['clock_jump'],
    patch: {
      gatewayPort: (port, kiosk) =>
        onCommit(port, async (pid, request) => {
          const skewed = Math.abs(kiosk.wallOffMs) > 300_000;
          return skewed ? err({ kind: 'problem', code: 'not_signed', message: 'skew' }) : port.commit(pid, request);
        }),
    },
  },
  {
    ...{
      id: 'M36',
      name: 'numberFromMemory',
      broken: 'receipt numbers are counted in memory',
      killedBy: ['I10', 'I6', 'I7'],
      ...faultyRails,
    },
    patch: {
      book: async (journal, folds, kiosk) => {
        const book = await PaymentBook.open(journal, folds);
        kiosk.memory.set('receipts', 0);
        book.nextReceiptNo = (code) => `${code}-${String(count(kiosk, 'receipts') + 1).padStart(8, '0')}`;
        return book;
      },
    },
  },
];
