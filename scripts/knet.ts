/**
 * The K-Net cipher layer for integrators:
 *   KNET_KEY=… npm run -s knet -- encode   < plaintext   > hexadecimal
 *   KNET_KEY=… npm run -s knet -- decode   < hexadecimal > plaintext
 * One newline at the end of the input is not part of it; one is added to the result.
 * Exit codes: 0 done, 1 the input cannot be encoded or decoded, 2 wrong use.
 */
import { buffer } from 'node:stream/consumers';
import { decode, encode, isResourceKey, resourceKeyBytes, strictUtf8 } from '../src-gateway/knet/cipher.ts';
import { err, ok, type Result } from '../src-shared/result.ts';

const usage = 'Usage: KNET_KEY=<16 bytes> npm run -s knet -- encode|decode, with the text on standard input';

function finish(code: 1 | 2, message: string): void {
  process.stderr.write(`${message}\n`);
  process.exitCode = code;
}

function textOf(input: Buffer): Result<string, 'not_text'> {
  try {
    return ok(strictUtf8(input).replace(/\r?\n$/, ''));
  } catch {
    return err('not_text');
  }
}

async function main(args: readonly string[], key: string | undefined): Promise<void> {
  const [command] = args;
  if (args.length !== 1 || (command !== 'encode' && command !== 'decode')) return finish(2, usage);
  if (key === undefined || key === '') return finish(2, `KNET_KEY is not set. ${usage}`);
  if (!isResourceKey(key)) return finish(2, `KNET_KEY must be exactly ${resourceKeyBytes} bytes long`);
  const text = textOf(await buffer(process.stdin));
  if (command === 'encode') {
    if (!text.ok) return finish(1, 'not UTF-8 text');
    process.stdout.write(`${encode(text.value, key)}\n`);
    return;
  }
  const plaintext = text.ok ? decode(text.value, key) : err('undecodable' as const);
  if (!plaintext.ok) return finish(1, 'undecodable');
  process.stdout.write(`${plaintext.value}\n`);
}

await main(process.argv.slice(2), process.env['KNET_KEY']);
