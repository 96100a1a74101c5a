import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import type { JournalFs } from '../../src-main/journal/file-system.ts';
import { openJournal, type Journal, type JournalSettings } from '../../src-main/journal/journal.ts';
import { PaymentBook } from '../../src-main/payment/payment-book.ts';
import { ok } from '../../src-shared/result.ts';

/** Small files, so that a short life of a journal goes through several of them. Bytes. */
export const smallFiles = { segmentBytes: 16 * 1024, reserveBytes: 8 * 1024 };

/** The same file system with fdatasync returning at once: the positive control of every power cut. */
export function withoutDatasync(fs: JournalFs): JournalFs {
  return {
    ...fs,
    open: async (path, mode) => {
      const opened = await fs.open(path, mode);
      return opened.ok ? ok({ ...opened.value, datasync: async () => ok(undefined) }) : opened;
    },
  };
}

/** What the writer said it had: record number → hash. */
export type AcknowledgedRecords = ReadonlyMap<number, string>;

/** What became of the records after the cut. `unreadable`: the product itself could not make sense of the disk. */
export type AfterCut =
  | { readonly kind: 'read'; readonly lost: readonly number[]; readonly kept: number }
  | { readonly kind: 'unreadable'; readonly why: string };

/** Opens the journal as the product does after a power cut, folds it, and compares. */
export async function lookAfterCut(
  ports: {
    readonly fs: JournalFs;
    readonly dir: string;
    readonly settings?: Partial<JournalSettings>;
  },
  acknowledged: AcknowledgedRecords,
): Promise<AfterCut> {
  const clock = { monotonicMs: () => 0, wallMs: () => 0 };
  const opened = await openJournal({
    settings: smallFiles,
    ...ports,
    name: 'payment',
    sha256: nodeSha256,
    clock,
    bootId: 'judge',
  });
  if (!opened.ok) return { kind: 'unreadable', why: JSON.stringify(opened.error) };
  try {
    await PaymentBook.open(opened.value);
    return await compare(opened.value, acknowledged);
  } catch (failure) {
    return { kind: 'unreadable', why: failure instanceof Error ? failure.message : String(failure) };
  } finally {
    await opened.value.close();
  }
}

async function compare(journal: Journal, acknowledged: AcknowledgedRecords): Promise<AfterCut> {
  const found = new Map<number, string>();
  for await (const { seq, hash } of journal.entries()) found.set(seq, hash);
  const lost = [...acknowledged].filter(([seq, hash]) => found.get(seq) !== hash).map(([seq]) => seq);
  return { kind: 'read', lost, kept: found.size };
}
