import { afterEach, describe, expect, it, vi } from 'vitest';
import { Memory } from '../memory.ts';
import { fetchObject } from './feed-objects.ts';

const name = 'ab'.repeat(32);

/** Main answers with a stream of these pieces. */
function answers(pieces: readonly number[][], status = 200): { cancelled: () => boolean } {
  let cancelled = false;
  const waiting = [...pieces];
  const body = new ReadableStream({
    type: 'bytes',
    pull: (controller) => {
      const piece = waiting.shift();
      if (piece) return controller.enqueue(Uint8Array.from(piece));
      controller.close();
      controller.byobRequest?.respond(0);
    },
    cancel: () => {
      cancelled = true;
    },
  });
  vi.stubGlobal('fetch', async (address: string) => {
    expect(address).toBe(`feed://objects/${name}`);
    return new Response(body, { status });
  });
  return { cancelled: () => cancelled };
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe('a file of the feed from main', () => {
  it('that comes in pieces is put together', async () => {
    answers([[1, 2], [3], [4, 5, 6]]);
    expect(await fetchObject(name)).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
    answers([[1, 2], [3], [4, 5, 6]]);
    expect(await fetchObject(name, { length: 6, memory: new Memory() })).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6));
  });

  it('is as long as asked for, whatever was in the memory it is read into', async () => {
    const memory = new Memory();
    memory.giveBack(new Uint8Array(100).fill(9).buffer);
    answers([[1, 2, 3]]);
    const bytes = await fetchObject(name, { length: 3, memory });
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
    expect(bytes?.buffer.byteLength).toBe(100);
  });

  it('that ends early is none', async () => {
    answers([[1, 2, 3]]);
    expect(await fetchObject(name, { length: 6, memory: new Memory() })).toBeNull();
  });

  it('that is longer is read so far only', async () => {
    const { cancelled } = answers([[1, 2], [3]]);
    expect(await fetchObject(name, { length: 2, memory: new Memory() })).toEqual(Uint8Array.of(1, 2));
    expect(cancelled()).toBe(true);
  });

  it('that is not there is none', async () => {
    answers([], 404);
    expect(await fetchObject(name)).toBeNull();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    expect(await fetchObject(name)).toBeNull();
  });
});
