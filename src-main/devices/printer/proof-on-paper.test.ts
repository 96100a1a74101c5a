import { generateKeyPairSync, sign, verify } from 'node:crypto';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';
import { create } from 'qrcode';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import { encodeReceiptProof, verifyReceiptProof } from '../../../src-shared/domain/receipt-proof.ts';
import type { ReceiptStatement } from '../../../src-shared/domain/receipt.ts';
import { PrinterSimulator } from '../../../src-simulators/printer/printer.ts';
import { dotsOf, stack, type Raster } from '../../paper/raster.ts';
import { EscPosPrinter } from './driver-esc-pos.ts';
import { tcpLine } from './driver-tcp-line.ts';

const simulator = new PrinterSimulator();
let port = 0;

beforeEach(async () => {
  port = await simulator.listen();
});
afterEach(() => simulator.close());

const statement: ReceiptStatement = {
  v: 1,
  n: 'K001-00000012',
  t: '2026-11-22T09:26:00.000+03:00',
  k: 'K001',
  p: '3f2a91c00123456789abcdef01234567',
  a: fils(10_000),
  c: 1,
  h: '0123456789abcdef0123456789abcdef',
  m: '••••••••••45',
};

it('the code on the paper that came out is the signed proof, and the proof holds', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const proof = encodeReceiptProof(statement, (bytes) => sign(null, bytes, privateKey));

  expect(
    (await new EscPosPrinter(tcpLine({ host: '127.0.0.1', port })).print({ raster: withCode(proof, 4) }, 15_000)).ok,
  ).toBe(true);

  const { width, height, data } = PNG.sync.read(simulator.latest()?.png ?? Buffer.alloc(0));
  const read = jsqr(new Uint8ClampedArray(data), width, height);
  expect(read?.data).toBe(proof);
  const proved = await verifyReceiptProof(proof, (signed, signature) => verify(null, signed, publicKey, signature));
  expect(proved).toEqual({ ok: true, value: statement });
});

/** Paper with one code in the middle, `dots` dots a module, taken from grey pixels as the page would give them. */
function withCode(text: string, dots: number): Raster {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const width = 576;
  const height = (modules.size + 8) * dots;
  const bgra = new Uint8Array(width * height * 4).fill(0xf0);
  const start = Math.trunc((width - modules.size * dots) / 2);
  for (let y = 0; y < modules.size * dots; y += 1) {
    for (let x = 0; x < modules.size * dots; x += 1) {
      if (!modules.get(Math.trunc(y / dots), Math.trunc(x / dots))) continue;
      const at = ((y + 4 * dots) * width + start + x) * 4;
      bgra.fill(0x20, at, at + 3);
    }
  }
  return stack(width, [dotsOf({ width, height, bgra }, width, 0, height)]);
}
