import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import vectors from '../src-shared/contract/knet-vectors.json' with { type: 'json' };

const script = join(import.meta.dirname, 'knet.ts');

function run(args: readonly string[], input: string | Buffer, key: string | null = vectors.key_ascii) {
  const env = { PATH: process.env['PATH'], NODE_NO_WARNINGS: '1', ...(key === null ? {} : { KNET_KEY: key }) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { input, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('the knet command', () => {
  it.each(vectors.vectors)(
    'reproduces vector $name both ways, with the result alone on standard output',
    ({ plaintext, ciphertext_hex }) => {
      expect(run(['encode'], plaintext)).toEqual({ status: 0, stdout: `${ciphertext_hex}\n`, stderr: '' });
      expect(run(['decode'], ciphertext_hex)).toEqual({ status: 0, stdout: `${plaintext}\n`, stderr: '' });
      expect(run(['decode'], `${ciphertext_hex.toUpperCase()}\n`)).toEqual({
        status: 0,
        stdout: `${plaintext}\n`,
        stderr: '',
      });
    },
  );

  it('takes one newline at the end for the terminal and further ones for the text', () => {
    const text = 'id=1&udf1=نص\n';
    const encoded = run(['encode'], `${text}\n`);
    expect(run(['decode'], encoded.stdout).stdout).toBe(`${text}\n`);
    expect(run(['encode'], 'id=1').stdout).toBe(run(['encode'], 'id=1\n').stdout);
  });

  it.each([
    ['nothing', ''],
    ['no hex', 'hello'],
    ['odd hex', 'abc'],
    ['bad padding', '00'.repeat(16)],
    ['two newlines', `${'00'.repeat(16)}\n\n`],
    ['no text', Buffer.from([0xff])],
  ])('answers an undecodable input always the same: %s', (_, input) => {
    expect(run(['decode'], input)).toEqual({ status: 1, stdout: '', stderr: 'undecodable\n' });
  });

  it('does not encode bytes that are not text', () => {
    expect(run(['encode'], Buffer.from([0xff]))).toEqual({ status: 1, stdout: '', stderr: 'not UTF-8 text\n' });
  });

  it.each<[string, string[], string | null]>([
    ['no command', [], vectors.key_ascii],
    ['an unknown command', ['crypt'], vectors.key_ascii],
    ['too many words', ['encode', 'x'], vectors.key_ascii],
    ['no key', ['encode'], null],
    ['an empty key', ['encode'], ''],
    ['a key of the wrong length', ['encode'], 'SECRETTOOSHORT'],
  ])('explains itself and exits with 2 for %s, without repeating the key', (_, args, key) => {
    const { status, stdout, stderr } = run(args, 'id=1', key);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/KNET_KEY/);
    expect(stderr).not.toContain('SECRET');
  });
});
