import { mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openJournal } from '../journal.ts';
import type { Journal } from '../journal.ts';
import { appendNumbers, frameRow, numbersIn, range, smallSettings, tickingClock } from '../test-support.ts';
import { nodeJournalFs } from './node-fs.ts';
import { nodeSha256 } from './node-sha256.ts';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-journal-'))));
afterAll(() => rm(root, { recursive: true }));

async function openIn(dir: string, settings = smallSettings): Promise<Journal> {
  const ports = { dir, name: 'payment', fs: nodeJournalFs, sha256: nodeSha256, clock: tickingClock(), bootId: 'boot' };
  const opened = await openJournal({ ...ports, settings });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  return opened.value;
}

describe('a journal on the real file system', () => {
  it('keeps its records over several files, private to its user, and opens again', async () => {
    const dir = join(root, 'deep', 'data');
    const journal = await openIn(dir);
    await appendNumbers(journal, 1, 20);
    await journal.close();
    const again = await openIn(dir);
    expect(again.head()).toEqual(journal.head());
    expect(await numbersIn(again)).toEqual(range(1, 20));
    await again.close();
    const first = join(dir, 'payment-000001.wj');
    expect((await readFile(first)).length).toBe(smallSettings.segmentBytes);
    if (process.platform !== 'win32') {
      expect((await stat(first)).mode & 0o777).toBe(0o600);
      expect((await stat(dir)).mode & 0o777).toBe(0o700);
    }
    expect((await readdir(dir)).every((name) => name.endsWith('.wj'))).toBe(true);
  });

  it('cuts a torn tail off and keeps its bytes in a file beside', async () => {
    const dir = join(root, 'torn');
    const journal = await openIn(dir);
    await appendNumbers(journal, 1, 2);
    await journal.close();
    const first = join(dir, 'payment-000001.wj');
    const end = (await readFile(first)).findLastIndex((byte) => byte !== 0) + 1;
    await truncate(first, end - 7);
    const again = await openIn(dir);
    expect(again.cutTail).toMatchObject({ segment: 'payment-000001.wj' });
    expect((await readFile(join(dir, again.cutTail?.aside ?? ''))).length).toBe(again.cutTail?.length);
    await appendNumbers(again, 2, 9);
    expect(await numbersIn(again)).toEqual(range(1, 9));
    await again.close();
  });

  it('says what the system refused', async () => {
    const path = join(root, 'plain');
    await writeFile(path, 'not a folder');
    const ports = { dir: join(path, 'x'), name: 'payment', fs: nodeJournalFs, sha256: nodeSha256 };
    const opened = await openJournal({ ...ports, clock: tickingClock(), bootId: 'boot' });
    expect(opened).toMatchObject({ ok: false, error: { kind: 'io', code: 'ENOTDIR', operation: 'makeDir' } });
    expect(await nodeJournalFs.read(join(root, 'missing'))).toMatchObject({ ok: false, error: { code: 'ENOENT' } });
    expect(await nodeJournalFs.open(join(root, 'missing'), 'existing')).toMatchObject({ ok: false });
  });

  it('opens 100,000 records in at most 2 seconds and replays them in at most 2 more', async () => {
    const dir = join(root, 'long');
    await nodeJournalFs.makeDir(dir);
    await writeFile(join(dir, 'payment-000001.wj'), Buffer.concat(frameRow(100_000)));
    // Processor time of this thread: other tests on the machine do not count.
    const start = process.threadCpuUsage();
    const journal = await openIn(dir, { segmentBytes: 1024 * 1024, reserveBytes: 1024 });
    const opening = process.threadCpuUsage(start);
    let records = 0;
    for await (const entry of journal.entries()) records = entry.seq;
    const both = process.threadCpuUsage(start);
    await journal.close();
    expect(records).toBe(100_000);
    const openMs = (opening.user + opening.system) / 1000;
    expect(openMs).toBeLessThan(2000);
    expect((both.user + both.system) / 1000 - openMs).toBeLessThan(2000);
  }, 30_000);
});
