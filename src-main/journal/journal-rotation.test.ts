import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { makeMemoryFs } from './edge/memory-fs.ts';
import type { MemoryFs } from './edge/memory-fs.ts';
import type { JournalFile, JournalFs } from './file-system.ts';
import { openJournal } from './journal.ts';
import { appendNumbers, dir, mustOpen, numbersIn, pathOf, portsOn, range, smallSettings } from './test-support.ts';

/** The same file system, with every call that changes something told to `tell` before it is made. */
function watched(fs: MemoryFs, tell: (call: string, path: string) => void): JournalFs {
  const file = (inner: JournalFile, path: string): JournalFile => ({
    ...inner,
    write: (offset, bytes) => {
      tell(bytes.every((byte) => byte === 0) ? 'allocate' : 'record', path);
      return inner.write(offset, bytes);
    },
    datasync: () => (tell('datasync', path), inner.datasync()),
    sync: () => (tell('sync', path), inner.sync()),
  });
  return {
    ...fs,
    open: async (path, mode) => {
      const opened = await fs.open(path, mode);
      return opened.ok ? { ok: true, value: file(opened.value, path) } : opened;
    },
    rename: (from, to) => (tell('rename', to), fs.rename(from, to)),
    syncDir: (folder) => (tell('syncDir', folder), fs.syncDir(folder)),
  };
}

describe('a journal that has filled a file', () => {
  it('goes on in one that was allocated, synced, named and whose folder was synced, in this order', async () => {
    const calls: string[] = [];
    const fs = watched(makeMemoryFs(), (call) => calls.push(call));
    // No reserve: every file is made when the first record needs it.
    const opened = await openJournal({ ...portsOn(makeMemoryFs(), { ...smallSettings, reserveBytes: 0 }), fs });
    if (!opened.ok) throw new Error('did not open');
    calls.length = 0;
    await appendNumbers(opened.value, 1, 9);
    const making = ['allocate', 'sync', 'rename', 'syncDir'];
    const four = range(1, 4).flatMap(() => ['record', 'datasync']);
    expect(calls).toEqual([...making, ...four, ...making, ...four, ...making, 'record', 'datasync']);
  });

  it('begins a new file exactly where the next record no longer fits', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    await appendNumbers(journal, 1, 1);
    const frame = fs.peek(pathOf(1)).findLastIndex((byte) => byte !== 0) + 1;
    // Three records fill a file to its last byte; with one byte less the third goes to the next file.
    for (const [bytes, files] of [
      [frame * 3, 1],
      [frame * 3 - 1, 2],
    ] as const) {
      const sized = makeMemoryFs();
      await appendNumbers(await mustOpen(sized, { segmentBytes: bytes, reserveBytes: 0 }), 1, 3);
      expect(sized.names(dir)).toHaveLength(files);
      expect(await numbersIn(await mustOpen(sized, { segmentBytes: bytes, reserveBytes: 0 }))).toEqual([1, 2, 3]);
    }
  });

  it('never touches an older file again', async () => {
    const written = new Set<string>();
    const plain = makeMemoryFs();
    const opened = await openJournal({ ...portsOn(plain), fs: watched(plain, (_, path) => written.add(path)) });
    if (!opened.ok) throw new Error('did not open');
    await appendNumbers(opened.value, 1, 9);
    const [first, second] = [plain.peek(pathOf(1)), plain.peek(pathOf(2))];
    written.clear();
    await appendNumbers(opened.value, 10, 40);
    expect(plain.peek(pathOf(1))).toEqual(first);
    expect(plain.peek(pathOf(2))).toEqual(second);
    expect(written.has(pathOf(1)) || written.has(pathOf(2))).toBe(false);
    expect(await numbersIn(opened.value)).toEqual(range(1, 40));
  });

  it('checks and replays years of files with one in memory at a time', async () => {
    const fs = makeMemoryFs();
    const writer = await mustOpen(fs, { ...smallSettings, reserveBytes: 0 });
    await appendNumbers(writer, 1, 100);
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void; // the engine's own, there since the line before
    const handedOut: WeakRef<Uint8Array>[] = [];
    let most = 0;
    const read: JournalFs['read'] = async (path) => {
      // In a task of its own: a weak reference holds its target until the task that made it has ended.
      await new Promise((resolve) => setImmediate(resolve));
      collect();
      most = Math.max(most, handedOut.filter((bytes) => bytes.deref() !== undefined).length);
      const content = await fs.read(path);
      if (content.ok) handedOut.push(new WeakRef(content.value));
      return content;
    };
    const opened = await openJournal({ ...portsOn(fs), fs: { ...fs, read } });
    if (!opened.ok) throw new Error('did not open');
    expect(await numbersIn(opened.value)).toEqual(range(1, 100));
    expect(handedOut).toHaveLength(50);
    expect(most).toBeLessThanOrEqual(1);
  });

  it('takes no more money when the folder of a new file could not be synced, for whatever reason', async () => {
    for (const code of ['EIO', 'ENOSPC']) {
      const fs = makeMemoryFs();
      const journal = await mustOpen(fs, { ...smallSettings, reserveBytes: 0 });
      await appendNumbers(journal, 1, 4);
      fs.failAt('syncDir', 1, code);
      expect(await journal.append([{ n: 5 }])).toEqual({ ok: false, error: 'poisoned' });
      const syncs = fs.calls('syncDir');
      expect(await journal.refillReserve()).toBe(false);
      expect(await journal.append([{ n: 5 }])).toEqual({ ok: false, error: 'poisoned' });
      expect(fs.calls('syncDir')).toBe(syncs);
      fs.cutPower(() => 0);
      expect(await numbersIn(await mustOpen(fs))).toEqual([1, 2, 3, 4]);
    }
  });
});
