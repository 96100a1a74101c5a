import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-staff-'))));
afterAll(() => rm(root, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

function staff(database: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, GATEWAY_DATABASE: database };
    execFile(process.execPath, [join(import.meta.dirname, 'staff.ts'), ...args], { env }, (error, out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, said });
    });
  });
}

describe('npm run staff', { timeout: 240_000 }, () => {
  it('adds somebody with a fresh PIN, changes and lists them, and takes them off again', async () => {
    const url = `pglite:${join(root, 'db')}`;
    const added = await staff(url, 'add', 'A101', '--name', 'One at the desk', '--role', 'attendant');
    expect([added.code, added.out]).toEqual([0, expect.stringMatching(/^\d{6}\n$/)]);
    const changed = await staff(url, 'add', 'A101', '--name', 'One at the desk', '--role', 'supervisor');
    expect(changed.out).not.toBe(added.out);
    expect((await staff(url, 'list')).out).toBe('A101  supervisor  One at the desk\n');
    const badged = await staff(url, 'add', 'A101', '--name', 'One', '--role', 'supervisor', '--badge', 'new');
    expect([badged.code, badged.out]).toEqual([0, expect.stringMatching(/^\d{6}\nWAFA-BADGE-[0-9A-Z]{26}\n$/)]);
    expect((await staff(url, 'list')).out).toBe('A101  supervisor  One  (badge)\n');
    expect((await staff(url, 'remove', 'A101')).code).toBe(0);
    expect((await staff(url, 'remove', 'A101')).said).toContain('nobody with the id A101');
    expect((await staff(url, 'list')).out).toBe('');
  });

  it.each([
    ['nothing', []],
    ['a verb nobody knows', ['promote', 'A101']],
    ['an id that is none', ['remove', 'a101']],
    ['a role that is none', ['add', 'A101', '--name', 'One', '--role', 'boss']],
    ['a badge that is neither', ['add', 'A101', '--name', 'One', '--role', 'attendant', '--badge', 'old']],
    ['no name', ['add', 'A101', '--role', 'attendant']],
    ['an option nobody knows', ['list', '--all']],
  ])('says how it is used when told %s', async (_what, args) => {
    const { code, said } = await staff('pglite:memory-not-asked', ...args);
    expect([code, said.length > 0]).toEqual([2, true]);
  });

  it('says which setting is missing', async () => {
    expect((await staff('', 'list')).said).toContain('GATEWAY_DATABASE');
    expect((await staff('pglite:memory', 'list')).said).toContain('pglite:memory');
  });
});
