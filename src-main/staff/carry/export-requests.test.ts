import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { bundleIndexFile, letterFile, signedUpIndexSchema } from '../../../src-shared/contract/stick-bundle.ts';
import { toBase64Url } from '../../../src-shared/encoding/base64.ts';
import { HandTime } from '../../payment/test-support.ts';
import { makeMemoryFeedFs } from '../../sync/test-support.ts';
import { exportRequests } from './export-requests.ts';

const device = generateKeyPairSync('ed25519');
const gateway = generateKeyPairSync('ed25519');
const who = {
  kioskCode: 'K001',
  answerKey: toBase64Url(gateway.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  sign: (bytes: Uint8Array) => sign(null, bytes, device.privateKey),
};
const waiting = [{ method: 'POST', target: `/v1/payments/${'a'.repeat(32)}/withdraw`, body: null }] as const;

function stick() {
  const fs = makeMemoryFeedFs();
  const rng = { bytes: (length: number) => new Uint8Array(length).fill(7) };
  return { fs, run: () => exportRequests({ fs, who, clock: new HandTime(), rng }, '/stick', waiting) };
}

describe('what a kiosk writes for its gateway', () => {
  it('is a letter and a signed index that names it', async () => {
    const { fs, run } = stick();
    const made = await run();
    if (!made.ok) throw new Error(made.error);
    const text = new TextDecoder().decode(fs.peek(`/stick/${made.value.folder}/${bundleIndexFile}`));
    const { index } = signedUpIndexSchema.parse(JSON.parse(text));
    expect(index).toMatchObject({ kind: 'up', kioskCode: 'K001', requests: 1, files: [{ name: letterFile }] });
    expect(made.value).toEqual({ folder: `wafa-up-K001-${index.serial}`, requests: 1 });
  });

  it('has no index when the stick is pulled out at any step', async () => {
    const whole = stick();
    await whole.run();
    const calls = whole.fs.calls();
    for (let at = 1; at <= calls; at += 1) {
      const { fs, run } = stick();
      fs.dieAt(at);
      expect(await run(), `step ${at} of ${calls}`).toEqual({ ok: false, error: 'stick_broken' });
      fs.restart();
      const names = await fs.list('/stick/wafa-up-K001-1795338000000');
      const isFinished = names.ok && names.value.includes(bundleIndexFile);
      // The last two steps make the index's name durable and read it again.
      if (at < calls - 1) expect(isFinished, `step ${at} of ${calls}`).toBe(false);
    }
  });

  it('says when the stick is full, or has kept something else than was written', async () => {
    const full = stick();
    full.fs.setSpace(20);
    expect(await full.run()).toEqual({ ok: false, error: 'stick_full' });
    const lying = stick();
    lying.fs.read = async () => ({ ok: true, value: new Uint8Array(3) });
    expect(await lying.run()).toEqual({ ok: false, error: 'stick_broken' });
  });
});
