import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { receiptFolder } from './receipt-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'receipts-')), 'receipts');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('a receipt is a file named after its number, for the kiosk’s own user only', async () => {
  await receiptFolder(folder)('K001-00000012', Buffer.from('one'));
  expect(await readFile(join(folder, 'K001-00000012.pdf'), 'utf8')).toBe('one');
  if (process.platform !== 'win32') {
    expect((await stat(join(folder, 'K001-00000012.pdf'))).mode & 0o777).toBe(0o600);
  }
});

it('a newer one replaces it whole and leaves nothing behind', async () => {
  const keep = receiptFolder(folder);
  await keep('K001-00000012', Buffer.from('a long first one'));
  await keep('K001-00000012', Buffer.from('two'));
  expect(await readdir(folder)).toEqual(['K001-00000012.pdf']);
  expect(await readFile(join(folder, 'K001-00000012.pdf'), 'utf8')).toBe('two');
});

it('what is no receipt number names no file', async () => {
  await expect(receiptFolder(folder)('../escape', Buffer.from('x'))).rejects.toThrow();
});
