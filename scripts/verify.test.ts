import { execFile } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../src-shared/contract/canonical-json.ts';
import { encodeFrame, genesis, scanFrames } from '../src-shared/contract/journal.ts';
import type { JournalEvent } from '../src-shared/contract/journal-events.ts';
import { encodeReceiptProof } from '../src-shared/domain/receipt-proof.ts';
import { receiptStatementSchema } from '../src-shared/domain/receipt.ts';
import { rawPublicKey } from '../src-shared/encoding/ed25519-der.ts';
import { nodeSha256 } from '../src-main/journal/edge/node-sha256.ts';
import { flipped, joined } from '../src-main/journal/test-support.ts';
import { frameOf, paymentEvents } from '../tests/bench/journal-records.ts';

let root = '';
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'wafa-verify-'))));
afterAll(() => rm(root, { recursive: true }));

/** The frames of these events, one record each. */
function framesOf(events: readonly JournalEvent[]): Uint8Array[] {
  let at = genesis;
  return events.map((event) => {
    const frame = frameOf(event, at);
    at = frame.head;
    return frame.bytes;
  });
}

const boot: JournalEvent = { kind: 'boot', version: '1.0.0' };
const frames = framesOf([boot, ...paymentEvents(1)]);
const first = joined(frames.slice(0, 5), 100);
const second = joined(frames.slice(5), 300);
const head = scanFrames(joined(frames), genesis, nodeSha256).head;

/** A folder with these files; its path. */
async function folder(name: string, files: Record<string, Uint8Array>): Promise<string> {
  const dir = join(root, name);
  await mkdir(dir);
  for (const [file, bytes] of Object.entries(files)) await writeFile(join(dir, file), bytes);
  return dir;
}

function verify(...paths: string[]): Promise<{ code: number; out: string }> {
  return new Promise((resolve) => {
    const script = join(import.meta.dirname, 'verify.ts');
    execFile(process.execPath, [script, ...paths], (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out: stdout + stderr });
    });
  });
}

describe('npm run verify', { timeout: 30_000 }, () => {
  it('counts the records of a whole journal and prints its head', async () => {
    const dir = await folder('whole', {
      'payment-000001.wj': first,
      'payment-000002.wj': second,
      'payment-000003.wj': new Uint8Array(64),
      'payment-000001.wj.torn-9': new Uint8Array([1, 2, 3]),
    });
    const { code, out } = await verify(dir);
    expect(out).toContain('journal payment: intact');
    expect(out).toContain('records: 9 in 3 file(s)');
    expect(out).toContain(`head: 9 ${head.hash}`);
    expect(code).toBe(0);
  });

  it('checks one file by itself, under any name, and says where it begins', async () => {
    const dir = await folder('single', { 'payment-000002.wj': second, export: second, start: first });
    for (const name of ['payment-000002.wj', 'export']) {
      const { code, out } = await verify(join(dir, name));
      expect(out).toContain('records: 4 in 1 file(s)');
      expect(out).toContain('begins at record 6');
      expect(out).toContain(head.hash);
      expect(code).toBe(0);
    }
    expect((await verify(join(dir, 'start'))).out).toContain('records: 5 in 1 file(s)');
  });

  it('names the first bad record with its place and reason, and exits with 1', async () => {
    const place = frames.slice(0, 2).reduce((sum, frame) => sum + frame.length, 0);
    const dir = await folder('hurt', {
      'payment-000001.wj': flipped(first, place + 30, 1),
      'payment-000002.wj': second,
    });
    const { code, out } = await verify(dir);
    expect(out).toContain(`first bad record: 3, in payment-000001.wj at byte ${place}`);
    expect(out).toContain('(frame)');
    expect(code).toBe(1);
    expect((await verify(join(dir, 'payment-000001.wj'))).out).toContain('first bad record: 3,');
  });

  it('names a record that holds and cannot be true, and exits with 1', async () => {
    const [created, , ...later] = paymentEvents(1);
    const unlawful = framesOf([boot, created!, ...later]);
    const place = joined(unlawful.slice(0, 2)).length;
    const dir = await folder('untrue', { 'payment-000001.wj': joined(unlawful, 50) });
    for (const path of [dir, join(dir, 'payment-000001.wj')]) {
      const { code, out } = await verify(path);
      expect(out).toContain(`first bad record: 3, in payment-000001.wj at byte ${place}`);
      expect(out).toContain('reason: SENT is no legal step of payment');
      expect(code).toBe(1);
    }
  });

  it('names a hurt first record of a later file', async () => {
    const dir = await folder('later', { 'payment-000002.wj': flipped(second, 40, 1) });
    const { code, out } = await verify(join(dir, 'payment-000002.wj'));
    expect(out).toContain('first bad record: 6, in payment-000002.wj at byte 0');
    expect(code).toBe(1);
  });

  it('names a missing file and an unfinished end', async () => {
    const gone = await verify(await folder('gone', { 'payment-000002.wj': second }));
    expect(gone.out).toContain('first bad record: 1, in payment-000001.wj at byte 0');
    expect(gone.out).toContain('(segment)');
    expect(gone.code).toBe(1);
    const torn = await verify(await folder('torn', { 'payment-000001.wj': flipped(first, first.length - 104, 1) }));
    expect(torn.out).toContain('records: 4');
    expect(torn.out).toContain('first bad record: 5');
    expect(torn.out).toContain('torn tail');
    expect(torn.code).toBe(1);
  });

  it('exits with 2 and a sentence where there is nothing to check', async () => {
    const dir = await folder('other', { 'notes.txt': new TextEncoder().encode('nothing to see') });
    for (const paths of [[dir], [join(dir, 'notes.txt')], [join(dir, 'missing')], []]) {
      const { code, out } = await verify(...paths);
      expect(code).toBe(2);
      expect(out.length).toBeGreaterThan(20);
    }
  });

  it('reports damage although another path could not be checked', async () => {
    const dir = await folder('both', { 'payment-000001.wj': flipped(first, 30, 1) });
    const empty = await folder('empty', {});
    expect((await verify(empty, dir)).code).toBe(1);
    expect((await verify(dir, empty)).code).toBe(1);
  });
});

describe('npm run verify, with a receipt', { timeout: 30_000 }, () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = (key: typeof publicKey) =>
    Buffer.from(rawPublicKey(key.export({ format: 'der', type: 'spki' }))).toString('base64url');
  const key = raw(publicKey);
  const statement = receiptStatementSchema.parse({
    ...{ v: 1, n: 'K001-00000012', t: '2026-11-22T21:26:00.000Z', k: 'K001', p: '0'.repeat(32) },
    ...{ a: 25_050, c: 2, h: 'f'.repeat(32), m: '••••••••••17', d: 1 },
  });
  const proof = encodeReceiptProof(statement, (bytes) => sign(null, bytes, privateKey));
  const text = (content: string) => new TextEncoder().encode(content);

  it('says in one sentence what a genuine one states, whichever way the key comes', async () => {
    const dir = await folder('receipt', {
      'scan.txt': text(`the code: ${proof}\n`),
      'identity.json': text(JSON.stringify({ v: 1, granted: { receiptKey: key } })),
      'key.txt': text(`${key}\n`),
    });
    const ways = [`--key=${key}`, `--key-file=${join(dir, 'identity.json')}`, `--key-file=${join(dir, 'key.txt')}`];
    for (const way of ways) {
      expect(await verify(way, join(dir, 'scan.txt'))).toEqual({
        code: 0,
        out: 'receipt K001-00000012: genuine, KWD 25.050 for 2 tickets of ••••••••••17, at 2026-11-23 00:26 in Kuwait; DEMO, no real money\n',
      });
    }
  });

  it('refuses a changed one, one among others, and one of another key, and exits with 1', async () => {
    const changed = `${proof.slice(0, 40)}${proof[40] === 'A' ? 'B' : 'A'}${proof.slice(41)}`;
    const dir = await folder('forged', {
      'changed.txt': text(changed),
      'both.txt': text(`${proof}\n${changed}`),
      'short.txt': text(proof.slice(0, -1)),
      'good.txt': text(proof),
    });
    const stranger = raw(generateKeyPairSync('ed25519').publicKey);
    const runs = [
      ...['changed.txt', 'both.txt', 'short.txt'].map((file) => verify(`--key=${key}`, join(dir, file))),
      verify(`--key=${stranger}`, join(dir, 'good.txt')),
    ];
    for (const { code, out } of await Promise.all(runs)) {
      expect(out).toContain('NOT GENUINE');
      expect(code).toBe(1);
    }
  });

  it('cannot be checked without a key or with a wrong one, and a journal beside it still is', async () => {
    const dir = await folder('keyless', { 'scan.txt': text(proof), 'payment-000001.wj': first });
    const keyless = await verify(dir);
    expect(keyless.code).toBe(2);
    expect(keyless.out).toContain('journal payment: intact');
    expect(keyless.out).toContain('--key');
    for (const wrong of [['--key=AAAA'], [`--key-file=${join(dir, 'scan.txt')}`], [`--key=${key}`, '--key-file=x']]) {
      expect((await verify(...wrong, join(dir, 'scan.txt'))).code).toBe(2);
    }
  });
});

describe('a payment journal and an audit log in one folder', { timeout: 60_000 }, () => {
  const witnessed = framesOf([boot, ...paymentEvents(1), { kind: 'audit_head', ...headOf(auditOf(2)) }]);
  const payments = joined(witnessed);

  /** The first records of an audit log: two about a person, then one that saw this head of the payment journal. */
  function auditOf(count: number, saw = genesis): Uint8Array[] {
    const events = [
      { kind: 'boot', version: '1.0.0' },
      { kind: 'signed_in', by: 'S201' },
      { kind: 'checkpoint', at: 'z', ...saw },
    ] as const;
    let at = genesis;
    return events.slice(0, count).map((event) => {
      const frame = encodeFrame(
        { eventsJson: canonicalJson([event]), bootId: 'boot-1', monoMs: 1, wall: 1 },
        at,
        nodeSha256,
      );
      at = frame.head;
      return frame.bytes;
    });
  }
  function headOf(rows: readonly Uint8Array[]) {
    return scanFrames(joined(rows), genesis, nodeSha256).head;
  }
  const check = async (name: string, paymentFile: Uint8Array, auditFile: Uint8Array) =>
    verify(await folder(`two-${name}`, { 'payment-000001.wj': paymentFile, 'audit-000001.wj': auditFile }));

  it('bear witness to each other', async () => {
    const { code, out } = await check('both', payments, joined(auditOf(3, headOf(witnessed))));
    expect(out).toContain('people: 1, actions: 0, sightings of the payment journal: 1');
    expect(code).toBe(0);
  });

  it('show that the end of one was cut, each its own', async () => {
    const shorter = await check('cut-payments', joined(witnessed.slice(0, -1)), joined(auditOf(3, headOf(witnessed))));
    expect(shorter.out).toContain(`record 3 of the audit log saw record ${witnessed.length}: the end has been cut off`);
    const silent = await check('cut-audit', payments, joined(auditOf(1)));
    expect(silent.out).toContain('first bad record: 2, in audit-000001.wj');
    expect(silent.out).toContain('saw record 2: the end has been cut off');
    expect([shorter.code, silent.code]).toEqual([1, 1]);
  });

  it('show that one is another than it was', async () => {
    const other = { seq: witnessed.length, hash: 'a'.repeat(64) };
    const { code, out } = await check('other', payments, joined(auditOf(3, other)));
    expect(out).toContain('record 3 of the audit log saw another record here');
    expect(code).toBe(1);
  });

  it('the audit log with a single bit changed, or with what no audit log knows, is named', async () => {
    const rows = auditOf(3, headOf(witnessed));
    const flip = await check('bit', payments, flipped(joined(rows), (rows[0]?.length ?? 0) + 40, 4));
    expect(flip.out).toContain('first bad record: 2, in audit-000001.wj');
    const wrong = await verify(join(await folder('alien', { 'audit-000001.wj': payments }), 'audit-000001.wj'));
    expect(wrong.out).toContain('it holds an event that no audit log knows');
    expect([flip.code, wrong.code]).toEqual([1, 1]);
  });
});
