import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { toBase64Url } from '../encoding/base64.ts';
import { decodeReceiptProof, encodeReceiptProof, verifyReceiptProof } from './receipt-proof.ts';
import { receiptStatementSchema } from './receipt.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const signBytes = (bytes: Uint8Array) => sign(null, bytes, privateKey);
const genuine = (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, publicKey, signature);

const statement = receiptStatementSchema.parse({
  v: 1,
  n: 'K001-00000012',
  t: '2026-11-22T09:26:00.000+03:00',
  k: 'K001',
  p: '0123456789abcdef0123456789abcdef',
  a: 25_000,
  c: 2,
  h: 'fedcba9876543210fedcba9876543210',
  m: '••••••••••17',
});

describe('receipt proof', () => {
  it('made by the gateway is verified with the public key alone', async () => {
    const proof = encodeReceiptProof(statement, signBytes);
    expect(proof).toMatch(/^WAFA1\.[\w-]+\.[\w-]{86}$/);
    expect(await verifyReceiptProof(proof, genuine)).toEqual({ ok: true, value: statement });
  });

  it('fits the contract and a QR code with the longest statement', () => {
    const longest = {
      ...statement,
      k: 'KKKKKKKK',
      n: 'KKKKKKKK-00000012',
      a: receiptStatementSchema.shape.a.parse(999_999_999),
      c: 500,
      d: 1 as const,
    };
    expect(encodeReceiptProof(longest, signBytes).length).toBeLessThanOrEqual(500);
  });

  it('with a changed amount is refused', async () => {
    const proof = encodeReceiptProof(statement, signBytes);
    const cheaper = encodeReceiptProof({ ...statement, a: receiptStatementSchema.shape.a.parse(1) }, signBytes);
    const mixed = [...cheaper.split('.').slice(0, 2), proof.split('.')[2]].join('.');
    expect(await verifyReceiptProof(mixed, genuine)).toEqual({ ok: false, error: 'wrong_signature' });
  });

  it('signed by anybody else is refused', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    const proof = encodeReceiptProof(statement, (bytes) => sign(null, bytes, stranger));
    expect(await verifyReceiptProof(proof, genuine)).toEqual({ ok: false, error: 'wrong_signature' });
  });

  it('whose statement is not in canonical form is refused, so one receipt has one text', () => {
    const pretty = `WAFA1.${toBase64Url(new TextEncoder().encode(JSON.stringify(statement, null, 1)))}`;
    const proof = `${pretty}.${toBase64Url(signBytes(new TextEncoder().encode(pretty)))}`;
    expect(decodeReceiptProof(proof)).toEqual({ ok: false, error: 'wrong_statement' });
  });

  it.each([
    '',
    'WAFA1',
    'WAFA1..',
    'WAFA2.e30.AA',
    'WAFA1.e30.AA',
    'WAFA1.!.!',
    `WAFA1.e30.${'A'.repeat(86)}.x`,
    'x'.repeat(1001),
  ])('that is none is told apart: %s', (text) => {
    expect(decodeReceiptProof(text)).toEqual({ ok: false, error: 'not_a_proof' });
  });

  it('with JSON that is no statement is refused', () => {
    expect(decodeReceiptProof(`WAFA1.e30.${'A'.repeat(86)}`)).toEqual({ ok: false, error: 'wrong_statement' });
  });
});
