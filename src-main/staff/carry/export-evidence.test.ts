import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { exportListFile, signedExportListSchema } from '../../../src-shared/contract/evidence-export.ts';
import { toBase64Url } from '../../../src-shared/encoding/base64.ts';
import { ok } from '../../../src-shared/result.ts';
import { makeMemoryFeedFs } from '../../sync/test-support.ts';
import { evidenceFiles } from './evidence.ts';
import { exportEvidence } from './export-evidence.ts';

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const signer = {
  deviceKey: toBase64Url(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
  sign: (bytes: Uint8Array) => sign(null, bytes, privateKey),
};
const about = { kioskCode: 'K001', madeAt: '2026-11-26T10:00:00+03:00', by: 'S201', software: '0.1.0' };
const folder = '/stick/wafa-K001';
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

function stick() {
  const fs = makeMemoryFeedFs();
  const steps: string[] = [];
  const recorded: { hash: string; finished: boolean }[] = [];
  const files = ['a.wj', 'b.log'].map((name) => ({ name, read: async () => ok(text(`content of ${name}`)) }));
  const run = () =>
    exportEvidence(
      {
        ...{ fs, signer, progress: (done, total) => steps.push(`${done}/${total}`) },
        record: async (hash) => recorded.push({ hash, finished: fs.names(folder).includes(exportListFile) }),
      },
      folder,
      files,
      about,
    );
  return { fs, steps, recorded, run };
}

describe('what staff carry away', () => {
  it('is on the stick with a signed list of it, and the progress was shown', async () => {
    const { fs, steps, run } = stick();
    expect(await run()).toMatchObject({ ok: true, value: { files: [{ name: 'a.wj' }, { name: 'b.log' }] } });
    const { list } = signedExportListSchema.parse(
      JSON.parse(new TextDecoder().decode(fs.peek(`${folder}/${exportListFile}`))),
    );
    expect(list.files.map(({ bytes }) => bytes)).toEqual([15, 16]);
    expect(steps).toEqual(['0/2', '1/2', '2/2']);
  });

  it('is on record with the hash of what was written, which any finished folder is, wherever the stick was pulled out', async () => {
    const whole = stick();
    await whole.run();
    const hashOf = (fs: typeof whole.fs): string =>
      createHash('sha256')
        .update(fs.peek(`${folder}/${exportListFile}`))
        .digest('hex');
    expect(whole.recorded).toEqual([{ hash: hashOf(whole.fs), finished: false }]);
    for (let at = 1; at <= whole.fs.calls(); at += 1) {
      const { fs, run, recorded } = stick();
      fs.dieAt(at);
      await run();
      fs.restart();
      const names = await fs.list(folder);
      if (names.ok && names.value.includes(exportListFile)) expect(recorded[0]?.hash).toBe(hashOf(fs));
    }
  });

  it('has no list when the stick is pulled out at any step, and the kiosk says so', async () => {
    const whole = stick();
    await whole.run();
    const calls = whole.fs.calls();
    for (let at = 1; at <= calls; at += 1) {
      const { fs, run } = stick();
      fs.dieAt(at);
      expect(await run(), `step ${at} of ${calls}`).toEqual({ ok: false, error: 'stick_broken' });
      fs.restart();
      const names = await fs.list(folder);
      const finished = names.ok && names.value.includes(exportListFile);
      // The last step makes the list's name durable: until then it may be there or not, and what it lists is there.
      if (at < calls) expect(finished).toBe(false);
    }
  });

  it('says when the stick is full', async () => {
    const { fs, run } = stick();
    fs.setSpace(20);
    expect(await run()).toEqual({ ok: false, error: 'stick_full' });
  });

  it('takes of a journal file what is written in it, not what is only allocated', async () => {
    const fs = makeMemoryFeedFs();
    await fs.makeDir('/data/journal');
    const file = await fs.open('/data/journal/payment-000001.wj', 'new');
    if (!file.ok) throw new Error('not made');
    await file.value.write(0, new Uint8Array([1, 2, 3, 0, 0, 0]));
    const found = await evidenceFiles(fs, { journal: '/data/journal', audit: '/none', logs: '/none' }, []);
    if (!found.ok) throw new Error(found.error.code);
    expect(await found.value[0]?.read()).toEqual({ ok: true, value: new Uint8Array([1, 2, 3]) });
  });
});
