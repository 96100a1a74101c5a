import { execFile } from 'node:child_process';
import { createPublicKey, verify } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import {
  programFolder,
  programSignatureFile,
  programTextFile,
  readProgram,
} from '../src-shared/contract/program-bundle.ts';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-program-'))));
afterAll(() => rm(root, { recursive: true }));

function program(...args: string[]): Promise<{ code: number; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(import.meta.dirname, 'program.ts'), ...args], (error, _out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, said });
    });
  });
}

describe('npm run program', { timeout: 60_000 }, () => {
  it('makes keys once, and puts a package on a stick that the public one proves', async () => {
    expect((await program('keys', root)).code).toBe(0);
    const [key, publicKey] = [join(root, 'release-key.pem'), join(root, 'release-key.public.pem')];
    expect((await stat(key)).mode & 0o077).toBe(0);
    const before = await readFile(key, 'utf8');
    expect((await program('keys', root)).code).toBe(1);
    expect(await readFile(key, 'utf8')).toBe(before);

    const packageFile = join(root, 'wafa.deb');
    await writeFile(packageFile, 'a package');
    const put = await program('put', root, '--key', key, '--from', '0.0.1', '--package', packageFile);
    expect(put).toEqual({ code: 0, said: '' });
    const folder = join(root, programFolder(packageJson.version));
    const text = await readFile(join(folder, programTextFile));
    expect(readProgram(text.toString())).toMatchObject({ version: packageJson.version, from: '0.0.1', bytes: 9 });
    const signature = await readFile(join(folder, programSignatureFile));
    expect(verify(null, text, createPublicKey(await readFile(publicKey, 'utf8')), signature)).toBe(true);
  });

  it.each([
    ['nothing', []],
    ['no key to sign with', ['put', '/nowhere']],
    ['two sticks', ['put', '/nowhere', '/elsewhere', '--key', 'key.pem']],
    ['an option nobody knows', ['keys', '/nowhere', '--all']],
  ])('says how it is used when told %s', async (_case, args) => {
    expect(await program(...args)).toMatchObject({ code: 2, said: expect.stringContaining('Usage') });
  });

  it('signs nothing with a key that is none', async () => {
    const packageFile = join(root, 'other.deb');
    await writeFile(packageFile, 'a package');
    const put = await program('put', root, '--key', packageFile, '--package', packageFile);
    expect(put.code).toBe(1);
  });
});
