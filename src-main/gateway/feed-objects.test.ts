import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { err, ok } from '../../src-shared/result.ts';
import type { Fetch } from './exchange.ts';
import { feedObjects } from './feed-objects.ts';

const name = 'ab'.repeat(32);
const bytes = Uint8Array.from({ length: 100 }, (_, at) => at);

let timers: { ms: number; run: () => void; cancelled: boolean }[];

function objects(fetch: Fetch, rate: number | null = null) {
  timers = [];
  return feedObjects(
    {
      baseUrl: 'https://gateway.test',
      fetch,
      clock: { wallMs: () => 0, monotonicMs: () => 0 },
      rng: { bytes: (length) => new Uint8Array(length) },
      timers: {
        after: (ms, run) => {
          const timer = { ms, run, cancelled: false };
          timers.push(timer);
          return { cancel: () => (timer.cancelled = true) };
        },
      },
    },
    rate,
  );
}

async function taken(fetch: Fetch, from: number) {
  const pieces: [number, number][] = [];
  const result = await objects(fetch).object(name, from, async (at, piece) => {
    pieces.push([at, piece.length]);
    return true;
  });
  return { result, pieces };
}

const ranged: Fetch = async (_url, init) => {
  const range = new Headers(init.headers).get('range');
  const from = Number(range?.match(/\d+/)?.[0] ?? 0);
  if (range === null) return new Response(bytes);
  if (from >= bytes.length) return new Response(null, { status: 416 });
  const headers = { 'content-range': `bytes ${from}-99/100` };
  return new Response(bytes.subarray(from), { status: 206, headers });
};

describe('a file of the feed', () => {
  it('comes whole, or from the byte that is asked for', async () => {
    expect(await taken(ranged, 0)).toEqual({ result: ok(undefined), pieces: [[0, 100]] });
    expect(await taken(ranged, 60)).toEqual({ result: ok(undefined), pieces: [[60, 40]] });
    expect(await taken(ranged, 100)).toEqual({ result: err('range_refused'), pieces: [] });
  });

  it('comes from its start when somebody between knows no ranges', async () => {
    expect(await taken(async () => new Response(bytes), 60)).toEqual({ result: ok(undefined), pieces: [[0, 100]] });
  });

  it.each([
    ['is not there', () => new Response(null, { status: 404 }), 'not_there'],
    [
      'is redirected',
      () => new Response(null, { status: 302, headers: { location: 'https://mall.test' } }),
      'bad_answer',
    ],
    [
      'is another part',
      () => new Response(bytes, { status: 206, headers: { 'content-range': 'bytes 0-99/100' } }),
      'bad_answer',
    ],
    ['breaks off', () => Promise.reject(new TypeError('fetch failed')), 'network_down'],
  ] as const)('%s', async (_what, answer, failure) => {
    expect(await taken(async () => answer(), 60)).toEqual({ result: err(failure), pieces: [] });
  });

  it('is given up when nothing comes for half a minute, however long the whole may take', async () => {
    const fetch: Fetch = (_url, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    const waiting = objects(fetch).object(name, 0, async () => true);
    timers.at(-1)?.run();
    expect([timers.at(-1)?.ms, await waiting]).toEqual([30_000, err('network_down')]);
  });

  it('stops when nobody wants more', async () => {
    expect(await objects(ranged).object(name, 0, async () => false)).toEqual(err('stopped'));
  });

  it('takes no more of the line than it may', async () => {
    const coming = objects(ranged, 50).object(name, 0, async () => true);
    await expect.poll(() => timers.some(({ ms }) => ms === 2000)).toBe(true);
    timers.find(({ ms }) => ms === 2000)?.run();
    expect(await coming).toEqual(ok(undefined));
  });
});

describe('the head', () => {
  it('comes without a signature of ours, and not if it is larger than any head', async () => {
    const sent: RequestInit[] = [];
    const small: Fetch = async (_url, init) => (sent.push(init), new Response('{"head":1}'));
    expect(await objects(small).head(z.unknown())).toEqual(ok({ head: 1 }));
    expect(Object.keys(sent[0]?.headers ?? {})).toEqual([]);
    const large: Fetch = async () => new Response(JSON.stringify('x'.repeat(65_536)));
    expect(await objects(large).head(z.unknown())).toMatchObject({ ok: false, error: { reason: 'too_large' } });
  });
});
