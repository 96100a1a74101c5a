import { createPublicKey, randomBytes, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import { receiptStatementSchema } from '../../src-shared/domain/receipt.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { keyFileIn } from './edge/key-file.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from './gateway-keys.ts';

const rng = { bytes: (length: number) => randomBytes(length) };
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wafa-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function load(): Promise<GatewayKeys> {
  const keys = await loadOrCreateGatewayKeys(keyFileIn(folder), rng);
  if (!keys.ok) throw new Error(keys.error.problem);
  return keys.value;
}

function verifier(publicKey: string) {
  const raw = Buffer.from(publicKey, 'base64url');
  const key = createPublicKey({ key: Buffer.from(publicKeyDer(raw)), format: 'der', type: 'spki' });
  return (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, key, signature);
}

describe('the gateway keys', () => {
  it('are made at the first start, for the owner only, and are the same ever after', async () => {
    const first = await load();
    const { mode } = await stat(join(folder, 'gateway-keys.json'));
    expect(mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['gateway-keys.json']);
    const second = await load();
    expect(second).toMatchObject({
      answerPublicKey: first.answerPublicKey,
      receiptPublicKey: first.receiptPublicKey,
    });
    expect(second.feedEpoch(7)).toEqual(first.feedEpoch(7));
    const { indexKey, rowKey } = first.feedEpoch(7);
    const secrets = [indexKey, rowKey].map((key) => Buffer.from(key).toString('base64url'));
    expect(new Set([first.answerPublicKey, first.receiptPublicKey, ...secrets]).size).toBe(4);
  });

  it('of two gateways starting at once are one set', async () => {
    const [one, other] = await Promise.all([load(), load()]);
    expect(one.answerPublicKey).toBe(other.answerPublicKey);
  });

  it('sign answers and receipts with different keys, verified by the public halves', async () => {
    const keys = await load();
    const bytes = new TextEncoder().encode('answer');
    expect(verifier(keys.answerPublicKey)(bytes, keys.signAnswer(bytes))).toBe(true);
    expect(verifier(keys.receiptPublicKey)(bytes, keys.signAnswer(bytes))).toBe(false);
    const statement = receiptStatementSchema.parse({
      v: 1,
      n: 'K001-00000001',
      t: '2026-11-22T09:26:00+03:00',
      k: 'K001',
      p: '0'.repeat(32),
      a: 5000,
      c: 1,
      h: '0'.repeat(32),
      m: '17',
    });
    const proof = keys.signReceipt(statement);
    expect(await verifyReceiptProof(proof, verifier(keys.receiptPublicKey))).toEqual({ ok: true, value: statement });
    expect(await verifyReceiptProof(proof, verifier(keys.answerPublicKey))).toEqual({
      ok: false,
      error: 'wrong_signature',
    });
  });

  it.each(['', '{', '{"v":1}', '{"v":1,"answer":"AA","receipt":"AA","feedIndex":"AA","feedRow":"AA"}'])(
    'are never replaced when the file is damaged: %s',
    async (text) => {
      const path = join(folder, 'gateway-keys.json');
      await writeFile(path, text, { mode: 0o600 });
      expect(await loadOrCreateGatewayKeys(keyFileIn(folder), rng)).toMatchObject({ ok: false });
      expect(await readFile(path, 'utf8')).toBe(text);
    },
  );

  it.runIf(process.platform !== 'win32')('are refused when others may read the file', async () => {
    await load();
    await chmod(join(folder, 'gateway-keys.json'), 0o644);
    expect(await loadOrCreateGatewayKeys(keyFileIn(folder), rng)).toMatchObject({
      ok: false,
      error: { problem: expect.stringContaining('0600') as string },
    });
  });
});
