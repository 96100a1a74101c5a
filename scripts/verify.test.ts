import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { genesis, scanFrames } from '../src-shared/contract/journal.ts';
import { nodeSha256 } from '../src-main/journal/edge/node-sha256.ts';
import { flipped, frameRow, joined } from '../src-main/journal/test-support.ts';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-verify-'))));
afterAll(() => rm(root, { recursive: true }));

const frames = frameRow(9);
const first = joined(frames.slice(0, 5), 100);
const second = joined(frames.slice(5), 300);
const head = scanFrames(joined(frames), genesis, nodeSha256).head;

/** A folder with these files; its path. */
async function folder(name: string, files: Record<string, Uint8Array>): Promise<string> {
  const dir = join(root, name);
  await mkdir(dir);
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(dir, file), bytes);
  return dir;
}

function verify(...paths: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const script = join(import.meta.dirname, 'verify.ts');
    execFile(process.execPath, [script, ...paths], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr });
    });
  });
}

describe('npm run verify', { timeout: 30_000 }, () => {
  it('counts the records of a whole journal and prints its head', async () => {
    const dir = await folder('whole', {
      'payment-000001.wj': first,
      'payment-000002.wj': second,
      'payment-000003.wj': new Uint8Array(64),
      'payment-000001.wj.torn-9': new Uint8Array([1, 2, 3]),
    });
    const { code, out } = await verify(dir);
    expect(out).toContain('journal payment: intact');
    expect(out).toContain('records: 9 in 3 file(s)');
    expect(out).toContain(`head: 9 ${head.hash}`);
    expect(code).toBe(0);
  });

  it('checks one file by itself, under any name, and says where it begins', async () => {
    const dir = await folder('single', { 'payment-000002.wj': second, export: second, start: first });
    for (const name of ['payment-000002.wj', 'export']) {
      const { code, out } = await verify(join(dir, name));
      expect(out).toContain('records: 4 in 1 file(s)');
      expect(out).toContain('begins at record 6');
      expect(out).toContain(head.hash);
      expect(code).toBe(0);
    }
    expect((await verify(join(dir, 'start'))).out).toContain('records: 5 in 1 file(s)');
  });

  it('names the first bad record with its place and reason, and exits with 1', async () => {
    const place = frames.slice(0, 2).reduce((sum, frame) => sum + frame.length, 0);
    const dir = await folder('hurt', {
      'payment-000001.wj': flipped(first, place + 30, 1),
      'payment-000002.wj': second,
    });
    const { code, out } = await verify(dir);
    expect(out).toContain(`first bad record: 3, in payment-000001.wj at byte ${place}`);
    expect(out).toContain('(frame)');
    expect(code).toBe(1);
    expect((await verify(join(dir, 'payment-000001.wj'))).out).toContain('first bad record: 3,');
  });

  it('names a hurt first record of a later file', async () => {
    const dir = await folder('later', { 'payment-000002.wj': flipped(second, 40, 1) });
    const { code, out } = await verify(join(dir, 'payment-000002.wj'));
    expect(out).toContain('first bad record: 6, in payment-000002.wj at byte 0');
    expect(code).toBe(1);
  });

  it('names a missing file and an unfinished end', async () => {
    const gone = await verify(await folder('gone', { 'payment-000002.wj': second }));
    expect(gone.out).toContain('first bad record: 1, in payment-000001.wj at byte 0');
    expect(gone.out).toContain('(segment)');
    expect(gone.code).toBe(1);
    const torn = await verify(await folder('torn', { 'audit-000001.wj': flipped(first, first.length - 104, 1) }));
    expect(torn.out).toContain('records: 4');
    expect(torn.out).toContain('first bad record: 5');
    expect(torn.out).toContain('torn tail');
    expect(torn.code).toBe(1);
  });

  it('exits with 2 and a sentence where there is nothing to check', async () => {
    const dir = await folder('other', { 'notes.txt': new TextEncoder().encode('nothing to see') });
    for (const paths of [[dir], [join(dir, 'notes.txt')], [join(dir, 'missing')], []]) {
      const { code, out } = await verify(...paths);
      expect(code).toBe(2);
      expect(out.length).toBeGreaterThan(20);
    }
  });

  it('reports damage although another path could not be checked', async () => {
    const dir = await folder('both', { 'payment-000001.wj': flipped(first, 30, 1) });
    const empty = await folder('empty', {});
    expect((await verify(empty, dir)).code).toBe(1);
    expect((await verify(dir, empty)).code).toBe(1);
  });
});
