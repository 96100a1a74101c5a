import { describe, expect, it } from 'vitest';
import { seededRandom } from '../test-support.ts';
import { makeMemoryFs } from './memory-fs.ts';
import type { MemoryFs } from './memory-fs.ts';
import type { JournalFile } from '../file-system.ts';

async function newFile(fs: MemoryFs, path: string): Promise<JournalFile> {
  const opened = await fs.open(path, 'new');
  if (!opened.ok) throw new Error(opened.error.code);
  return opened.value;
}

const ones = (length: number): Uint8Array => new Uint8Array(length).fill(1);

describe('the file system of the tests', () => {
  it('keeps synced content under a synced name through any power cut', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const fs = makeMemoryFs();
      const file = await newFile(fs, '/d/a');
      await file.write(0, ones(100));
      await file.datasync();
      await fs.syncDir('/d');
      fs.cutPower(seededRandom(seed));
      expect(fs.peek('/d/a')).toEqual(ones(100));
    }
  });

  it('loses unsynced content sometimes wholly, sometimes in part, sometimes not', async () => {
    const kept = new Set<number>();
    for (let seed = 1; seed <= 300; seed++) {
      const fs = makeMemoryFs();
      const file = await newFile(fs, '/d/a');
      await fs.syncDir('/d');
      await file.write(0, ones(60));
      fs.cutPower(seededRandom(seed));
      kept.add(fs.peek('/d/a').filter((byte) => byte === 1).length);
    }
    expect(kept).toContain(0);
    expect(kept).toContain(60);
    expect(kept.size).toBeGreaterThan(20);
  });

  it('can lose a name, but never halves a rename', async () => {
    const seen = new Set<string>();
    for (let seed = 1; seed <= 60; seed++) {
      const fs = makeMemoryFs();
      const file = await newFile(fs, '/d/new');
      await file.sync();
      await fs.rename('/d/new', '/d/final');
      fs.cutPower(seededRandom(seed));
      seen.add(fs.names('/d').join(' '));
    }
    expect(seen).toEqual(new Set(['', 'new', 'final']));
  });

  it('forgets after a failed sync what it could not write, and still shows it', async () => {
    const fs = makeMemoryFs();
    const file = await newFile(fs, '/d/a');
    await fs.syncDir('/d');
    await file.write(0, ones(10));
    fs.failAt('datasync', 1, 'EIO');
    expect((await file.datasync()).ok).toBe(false);
    expect((await file.datasync()).ok).toBe(true);
    expect(fs.peek('/d/a')).toEqual(ones(10));
    fs.cutPower(() => 0.99);
    expect(fs.peek('/d/a').length).toBe(0);
  });

  it('stores what fits on a full disk and then refuses; writing in place needs no space', async () => {
    const fs = makeMemoryFs();
    fs.setSpace(10);
    const file = await newFile(fs, '/d/a');
    expect(await file.write(0, ones(16))).toMatchObject({ ok: false, error: { code: 'ENOSPC' } });
    expect(fs.peek('/d/a').length).toBe(10);
    expect((await file.write(2, ones(8))).ok).toBe(true);
  });

  it('does nothing for a program that has died, nor through its open files after a restart', async () => {
    const fs = makeMemoryFs();
    const file = await newFile(fs, '/d/a');
    fs.dieAt(2);
    expect((await file.write(0, ones(1))).ok).toBe(true);
    expect((await file.write(1, ones(1))).ok).toBe(false);
    expect((await fs.list('/d')).ok).toBe(false);
    fs.restart();
    expect((await file.write(1, ones(1))).ok).toBe(false);
    expect(fs.peek('/d/a').length).toBe(1);
  });
});
