// What the journal's tests share.
import { join } from 'node:path';
import { expect } from 'vitest';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import { encodeFrame, genesis } from '../../src-shared/contract/journal.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { nodeSha256 } from './edge/node-sha256.ts';
import type { MemoryFs } from './edge/memory-fs.ts';
import { openJournal } from './journal.ts';
import type { Journal, JournalPorts, JournalSettings } from './journal.ts';

export const dir = '/data/journal';

/** A clock that moves a little at each look, with fractions, as the real monotonic clock has. */
export function tickingClock(): Clock {
  let ms = 0;
  return { monotonicMs: () => (ms += 1.5), wallMs: () => 1_795_338_000_000 + ms };
}

/** Seeded numbers in [0, 1): mulberry32. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Files of 1,024 bytes, which hold four small records; half a file in reserve. */
export const smallSettings: JournalSettings = { segmentBytes: 1024, reserveBytes: 512 };

export function portsOn(fs: MemoryFs, settings: Partial<JournalSettings> = smallSettings): JournalPorts {
  return { dir, name: 'payment', fs, sha256: nodeSha256, clock: tickingClock(), bootId: 'boot-1', settings };
}

/** Opens and expects success. */
export async function mustOpen(fs: MemoryFs, settings?: Partial<JournalSettings>): Promise<Journal> {
  const opened = await openJournal(portsOn(fs, settings));
  if (!opened.ok) throw new Error(`did not open: ${JSON.stringify(opened.error)}`);
  return opened.value;
}

/** Appends `{n}` for each n and expects every one to be acknowledged. */
export async function appendNumbers(journal: Journal, from: number, to: number): Promise<void> {
  for (let n = from; n <= to; n++) {
    expect(await journal.append([{ n }])).toMatchObject({ ok: true, value: { seq: n } });
  }
}

/** The `n` of every record, in order. */
export async function numbersIn(journal: Journal): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { seq, events } of journal.entries()) {
    expect(events).toEqual([{ n: seq }]);
    numbers.push(seq);
  }
  return numbers;
}

export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

export function pathOf(index: number): string {
  return join(dir, `payment-${String(index).padStart(6, '0')}.wj`);
}

/** Frames of the records `{n: 1}` to `{n: count}`, one after another from `head`. */
export function frameRow(count: number, from: ChainHead = genesis): Uint8Array[] {
  let head = from;
  return range(from.seq + 1, from.seq + count).map((n) => {
    const content = { eventsJson: canonicalJson([{ n }]), bootId: 'boot-1', monoMs: n, wall: n };
    const frame = encodeFrame(content, head, nodeSha256);
    head = frame.head;
    return frame.bytes;
  });
}

/** Files one after another, then `zeros` zeros. */
export function joined(parts: readonly Uint8Array[], zeros = 0): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, zeros));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A copy with one byte changed by `mask`. */
export function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ mask;
  return copy;
}
