import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.ts';
import { crc32 } from './crc32.ts';
import {
  claimedStart,
  encodeFrame,
  frameHeaderBytes,
  genesis,
  isBlank,
  maxFrameBytes,
  scanFrames,
  startsWithFrame,
} from './journal.ts';
import type { Sha256Hex } from './journal-payload.ts';
import type { ScanEnd } from './journal.ts';

const sha256: Sha256Hex = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** Frames of `{n: 1}` … `{n: count}`. */
function frames(count: number): Uint8Array[] {
  let head = genesis;
  return Array.from({ length: count }, (_, index) => {
    const content = { eventsJson: canonicalJson([{ n: index + 1 }]), bootId: 'b', monoMs: 7, wall: 9 };
    const frame = encodeFrame(content, head, sha256);
    head = frame.head;
    return frame.bytes;
  });
}

function joined(parts: readonly Uint8Array[], zeros = 0): Uint8Array {
  return Uint8Array.from([...parts.flatMap((part) => [...part]), ...new Array<number>(zeros).fill(0)]);
}

function endOf(bytes: Uint8Array): ScanEnd {
  return scanFrames(bytes, genesis, sha256).end;
}

/** The same frame with its payload changed by `change` and a CRC that fits again. */
function reframed(frame: Uint8Array, change: (payload: string) => string): Uint8Array {
  const payload = new TextEncoder().encode(change(new TextDecoder().decode(frame.subarray(frameHeaderBytes))));
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  bytes.set(frame.subarray(0, frameHeaderBytes));
  bytes.set(payload, frameHeaderBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32(bytes, 8), true);
  return bytes;
}

/** A copy with one byte of part `at` of the row changed. */
function hurt(parts: readonly Uint8Array[], at: number): Uint8Array[] {
  return parts.map((part, index) => {
    const copy = part.slice();
    if (index === at) copy[20] = (copy[20] ?? 0) ^ 1;
    return copy;
  });
}

describe('journal frames', () => {
  it('are laid out as documented and hash as documented', () => {
    const [frame = new Uint8Array()] = frames(1);
    const payload = new TextDecoder().decode(frame.subarray(16));
    const body = `{"bootId":"b","events":[{"n":1}],"monoMs":7,"prev":"${'0'.repeat(64)}","wall":9}`;
    const hash = createHash('sha256')
      .update(`wafa-journal-v1${'0'.repeat(64)}${body}`)
      .digest('hex');
    expect(payload).toBe(body.replace('"monoMs"', `"hash":"${hash}","monoMs"`));
    const view = new DataView(frame.buffer);
    expect(view.getUint32(0, true)).toBe(frame.length - 16);
    expect(view.getUint32(4, true)).toBe(crc32(frame, 8));
    expect(view.getBigUint64(8, true)).toBe(1n);
  });

  it('come back as they went in, with or without allocated zeros behind them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.jsonValue(), { maxLength: 4 }), { maxLength: 8 }),
        fc.nat(600),
        (records, zeros) => {
          let head = genesis;
          const parts = records.map((events) => {
            const content = { eventsJson: canonicalJson(events), bootId: 'boot', monoMs: 1, wall: 2 };
            const frame = encodeFrame(content, head, sha256);
            head = frame.head;
            return frame.bytes;
          });
          const scan = scanFrames(joined(parts, zeros), genesis, sha256);
          expect(scan.end).toEqual({ kind: 'clean' });
          expect(scan.head).toEqual(head);
          expect(scan.frames.map((frame) => frame.seq)).toEqual(records.map((_, index) => index + 1));
          const plain: unknown = JSON.parse(JSON.stringify(records));
          expect(scan.frames.map((frame) => frame.payload.events)).toEqual(plain);
        },
      ),
      { seed: 4711, numRuns: 200 },
    );
  });

  it('name every single flipped bit: the record it is in, and corruption unless it is the last', () => {
    const parts = frames(4);
    const whole = joined(parts, 40);
    let start = 0;
    for (const [index, part] of parts.entries()) {
      for (let at = start; at < start + part.length; at++) {
        for (const mask of [1, 128, 255]) {
          const bytes = whole.slice();
          bytes[at] = (bytes[at] ?? 0) ^ mask;
          const kind = index === parts.length - 1 ? 'tornTail' : 'corrupt';
          expect(endOf(bytes), `byte ${at}`).toMatchObject({ kind, offset: start, seq: index + 1 });
        }
      }
      start += part.length;
    }
  });

  it('do not end cleanly where anything but zeros follows', () => {
    const whole = joined(frames(2), 300);
    const end = whole.length - 300;
    for (let at = end; at < whole.length; at++) {
      const bytes = whole.slice();
      bytes[at] = 1;
      expect(endOf(bytes)).toEqual({ kind: 'tornTail', offset: end, length: at - end + 1, seq: 3 });
    }
  });

  it('are torn, not corrupt, at every cut, also where a number and the first letters look like the next header', () => {
    // 122 and 8,826: their bytes, one higher, are those of the letters `{` and `{"`.
    for (const seq of [122, 8826]) {
      const from = { seq: seq - 1, hash: genesis.hash };
      const { bytes } = encodeFrame({ eventsJson: '[]', bootId: 'b', monoMs: 1, wall: 1 }, from, sha256);
      for (let cut = 1; cut < bytes.length; cut++) {
        const { end } = scanFrames(joined([bytes.subarray(0, cut)], 100), from, sha256);
        expect(end, `record ${seq} cut at ${cut}`).toMatchObject({ kind: 'tornTail', offset: 0, seq });
      }
    }
  });

  it('are corrupt when two records at the end are bad: only one can have been in flight', () => {
    const parts = frames(4);
    expect(endOf(joined(hurt(hurt(parts, 2), 3), 40))).toMatchObject({ kind: 'corrupt', reason: 'frame', seq: 3 });
  });

  it('are corrupt when any whole record follows a bad one, even with another missing in between', () => {
    const parts = hurt(frames(4), 1);
    parts.splice(2, 1);
    expect(endOf(joined(parts, 40))).toMatchObject({ kind: 'corrupt', reason: 'frame', seq: 2 });
  });

  it('are corrupt when more is written after a bad place than one record can be', () => {
    const bytes = joined(frames(1), maxFrameBytes + 2);
    const start = bytes.length - maxFrameBytes - 2;
    bytes[start + 5] = 1;
    bytes[bytes.length - 1] = 1;
    expect(endOf(bytes)).toMatchObject({ kind: 'corrupt', offset: start, reason: 'frame' });
  });

  it('name a deleted, swapped or doubled record', () => {
    const [a, b, c, d] = frames(4);
    if (!a || !b || !c || !d) throw new Error('four frames');
    const place = a.length;
    expect(endOf(joined([b, c, d]))).toMatchObject({ kind: 'corrupt', offset: 0, seq: 1, reason: 'sequence' });
    expect(endOf(joined([a, c, d]))).toMatchObject({ kind: 'corrupt', offset: place, seq: 2, reason: 'sequence' });
    expect(endOf(joined([a, c, b, d]))).toMatchObject({ kind: 'corrupt', offset: place, seq: 2, reason: 'sequence' });
    expect(endOf(joined([a, a, b, c]))).toMatchObject({ kind: 'corrupt', offset: place, seq: 2, reason: 'sequence' });
    const last = a.length + b.length + c.length + d.length;
    expect(endOf(joined([a, b, c, d, d]))).toMatchObject({ kind: 'corrupt', offset: last, seq: 5, reason: 'sequence' });
  });

  it('find a record rewritten with a fitting CRC, by form, chain or hash', () => {
    const [a, b, c] = frames(3);
    if (!a || !b || !c) throw new Error('three frames');
    const where = { kind: 'corrupt', offset: a.length, seq: 2 };
    const rewritten = (change: (payload: string) => string): ScanEnd => endOf(joined([a, reframed(b, change), c]));
    expect(rewritten((text) => text.replace('"n":2', '"n":3'))).toMatchObject({ ...where, reason: 'hash' });
    expect(rewritten((text) => text.replace('"wall":9', '"wall":8'))).toMatchObject({ ...where, reason: 'hash' });
    expect(rewritten((text) => text.replace(/"prev":"./, '"prev":"f'))).toMatchObject({ ...where, reason: 'chain' });
    expect(rewritten((text) => text.replace('"n":2', '"n": 2'))).toMatchObject({ ...where, reason: 'payload' });
    expect(rewritten((text) => text.replace('"wall":9', '"wall":9,"x":1'))).toMatchObject({
      ...where,
      reason: 'payload',
    });
    expect(rewritten((text) => text.replace('{"n":2}', '{"n":2,"a":1}'))).toMatchObject({
      ...where,
      reason: 'payload',
    });
    expect(rewritten((text) => text.replace('{"n":2}', '{"n":2,"n":2}'))).toMatchObject({
      ...where,
      reason: 'payload',
    });
    expect(rewritten(() => '['.repeat(200_000))).toMatchObject({ ...where, reason: 'payload' });
    expect(rewritten((text) => `\ufeff${text}`)).toMatchObject({ ...where, reason: 'payload' });
  });

  it('come back with keys that look like array indices, which the engine would put in another order', () => {
    const event = { 10: 'ten', 9: 'nine', a: { 2: [], 11: null } };
    const content = { eventsJson: canonicalJson([event]), bootId: 'b', monoMs: 1, wall: 1 };
    const scan = scanFrames(encodeFrame(content, genesis, sha256).bytes, genesis, sha256);
    expect(scan.end).toEqual({ kind: 'clean' });
    expect(scan.frames[0]?.payload.events).toEqual([event]);
  });

  it('have a hash that may also be quoted in an event', () => {
    const [first = new Uint8Array()] = frames(1);
    const { hash } = scanFrames(first, genesis, sha256).head;
    const from = { seq: 1, hash };
    const eventsJson = canonicalJson([{ hash, monoMs: 1 }, `"hash":"${hash}",`]);
    const { bytes } = encodeFrame({ eventsJson, bootId: `"hash":"`, monoMs: 1, wall: 1 }, from, sha256);
    expect(scanFrames(bytes, from, sha256).end).toEqual({ kind: 'clean' });
  });

  it('refuse a record written for another version of the format', () => {
    const foreign: Sha256Hex = (text) => sha256(text.replace('-v1', '-v2'));
    const content = { eventsJson: '[]', bootId: 'b', monoMs: 1, wall: 1 };
    const { bytes } = encodeFrame(content, genesis, foreign);
    expect(endOf(bytes)).toMatchObject({ kind: 'corrupt', seq: 1, reason: 'hash' });
  });

  it('never throw, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(4), (noise, count) => {
        const parts = frames(count);
        const scan = scanFrames(joined([...parts, noise]), genesis, sha256);
        expect(scan.frames.length).toBe(count);
      }),
      { seed: 4711, numRuns: 1000 },
    );
  });

  it('tell what a later segment continues, even when its first record is hurt', () => {
    const parts = frames(5);
    const { head } = scanFrames(joined(parts.slice(0, 3)), genesis, sha256);
    expect(claimedStart(joined(parts.slice(3)))).toEqual(head);
    expect(claimedStart(joined(hurt(parts, 3).slice(3))).seq).toBe(3);
    expect(claimedStart(joined(parts))).toEqual(genesis);
    expect(claimedStart(new Uint8Array(50))).toEqual(genesis);
  });

  it('can be told from other files, and a blank file from a written one', () => {
    expect(startsWithFrame(joined(frames(1), 9))).toBe(true);
    expect(startsWithFrame(new TextEncoder().encode('{"receipt": 1, "and": "more text than a header"}'))).toBe(false);
    expect(isBlank(new Uint8Array(70))).toBe(true);
    expect(isBlank(joined(frames(1)))).toBe(false);
  });
});
