import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFolder } from './edge/disk-folder.ts';
import type { FeedFolder } from './folder.ts';
import { memoryFolder } from './memory-folder.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wafa-feed-'));
});
afterAll(() => rm(root, { recursive: true }));

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe.each<readonly [string, () => FeedFolder]>([
  ['on a disk', () => diskFolder(root)],
  ['in memory', () => memoryFolder()],
])('a folder %s', (_where, make) => {
  it('gives back what was put there, whole and in parts', async () => {
    const folder = make();
    expect([await folder.read('public/a'), await folder.size('public/a')]).toEqual([null, null]);
    await folder.replace('public/a', bytes('first'));
    await folder.replace('public/a', bytes('second'));
    expect(await folder.read('public/a')).toEqual(bytes('second'));
    expect(await folder.size('public/a')).toBe(6);
    expect(await folder.readPart('public/a', 1, 3)).toEqual(bytes('ec'));
    expect(await folder.readPart('public/a', 4, 60)).toEqual(bytes('nd'));
    expect(await folder.readPart('public/b', 0, 1)).toBe(null);
  });

  it('lets only one create a file', async () => {
    const folder = make();
    expect(await Promise.all([folder.create('private/n/7'), folder.create('private/n/7')])).toEqual(
      expect.arrayContaining([true, false]),
    );
    expect(await folder.list('private/n')).toEqual(['7']);
  });

  it('adds to files, lists and removes them', async () => {
    const folder = make();
    await folder.append('private/s/1/0', bytes('one '));
    await folder.append('private/s/1/0', bytes('two'));
    expect(await folder.read('private/s/1/0')).toEqual(bytes('one two'));
    expect(await folder.list('private/s')).toEqual(['1']);
    await folder.remove('private/s/1');
    expect([await folder.list('private/s/1'), await folder.list('nowhere')]).toEqual([[], []]);
    await folder.remove('private/s/1');
  });
});

it('on a disk, what is private is for the owner only, and nothing half-written stays', async () => {
  await diskFolder(root).replace('private/state', bytes('x'));
  expect(await readdir(join(root, 'private'))).not.toContain('state.part');
  if (process.platform !== 'win32') expect((await stat(join(root, 'private', 'state'))).mode & 0o077).toBe(0);
});
