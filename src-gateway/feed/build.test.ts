import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Obligation, Office } from '../../src-shared/domain/obligation.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import { ExportBrokenError, type PartyObligations } from '../ministry/port.ts';
import { buildFeed, type Built, type FeedSubject } from './build.ts';
import { buildsFolder, objectsFolder, spillFolder, type FeedFolder } from './folder.ts';
import { memoryFolder } from './memory-folder.ts';
import { publishHead } from './publish-head.ts';
import { memoryStretchCache } from './stretch.ts';
import { sweep } from './sweep.ts';
import { FeedReader, person, quickPeppers, startEpoch, startMs, testKeys, ticket } from './test-support.ts';

// A busy machine is slow; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

const office: Office = { code: 'HQ', name: { ar: 'الإدارة', en: 'HQ' }, area: { ar: 'العاصمة', en: 'Capital' } };
const subject: FeedSubject = { epoch: startEpoch, systems: ['traffic', 'residency'], offices: [office] };
const minuteMs = 60_000;
const dayMs = 1440 * minuteMs;

let nowMs: number;
let files: Map<string, Uint8Array<ArrayBuffer>>;
let folder: FeedFolder;
let keys: GatewayKeys;
let feed: FeedReader;
/** What the register says, by the number of the person. */
let owed: Map<number, Obligation[]>;

beforeEach(async () => {
  nowMs = startMs;
  files = new Map();
  folder = memoryFolder(files);
  keys = await testKeys();
  feed = new FeedReader(folder, keys);
  owed = new Map(Array.from({ length: 500 }, (_, at) => [at, [ticket(1000 + at)]]));
});

async function* register(): AsyncGenerator<PartyObligations> {
  for (const [at, obligations] of owed) yield { party: person(at), obligations };
}

async function build(change: Partial<FeedSubject> = {}, parties = register(), into = folder): Promise<Built> {
  nowMs += 10 * minuteMs;
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
  const rng = { bytes: (length: number) => randomBytes(length) };
  const built = await buildFeed(
    parties,
    { ...subject, ...change },
    {
      folder: into,
      peppers: (epoch) => quickPeppers(keys, epoch),
      noteMac: keys.feedNoteMac,
      stretched: memoryStretchCache(),
      clock,
      rng,
      recordsInBucket: 16,
    },
  );
  await publishHead(built.state, { folder: into, keys, clock, revoked: async () => ['K009'] });
  await sweep(into, built.state);
  return built;
}

describe('the first reading', () => {
  it('becomes a snapshot that answers everybody, and says what it holds', async () => {
    await build();
    expect(await feed.lookUp(person(7))).toEqual([ticket(1007)]);
    expect(await feed.lookUp(person(500))).toBe('none');
    const head = await feed.head();
    expect(head).toMatchObject({ epoch: startEpoch, delta: null, revoked: ['K009'] });
    const manifest = await feed.manifest();
    expect(manifest).toMatchObject({ seq: head?.seq, bucketBits: 5, systems: subject.systems, offices: [office] });
    expect(manifest.segments.reduce((sum, { records }) => sum + records, 0)).toBe(500);
  });

  it('is dated before its first answer', async () => {
    await build(
      {},
      (async function* slow() {
        nowMs += minuteMs;
        yield* register();
      })(),
    );
    expect(await feed.head()).toMatchObject({ readAt: '2026-11-26T09:10:00.000+03:00' });
    expect(await feed.head()).toMatchObject({ signedAt: '2026-11-26T09:11:00.000+03:00' });
  });

  it('leaves out who owes nothing, and stands an empty register', async () => {
    owed = new Map([[1, []]]);
    await build();
    expect(await feed.lookUp(person(1))).toBe('none');
    expect((await feed.manifest()).segments).toMatchObject([{ buckets: 1, records: 0 }]);
  });

  it.each([
    ['has more tickets than a row can hold', [Array.from({ length: 5001 }, () => ticket(1))]],
    [
      'has tickets too long for a record',
      [Array.from({ length: 5000 }, (_, at) => ticket(at, 5000, `${at} ${'x'.repeat(300)}`))],
    ],
    ['was told of twice', [[ticket(1)], [ticket(2)]]],
  ])('cannot say what somebody owes who %s', async (_what, lists) => {
    await build(
      {},
      (async function* several() {
        for (const obligations of lists) yield { party: person(1), obligations };
      })(),
    );
    expect([await feed.lookUp(person(1))]).toEqual(['cannot_say']);
  });

  it('shows neither numbers nor words of anybody, not in its own notes either', async () => {
    owed = new Map([[1, [ticket(31_337, 5000, 'Salmiya Street')]]]);
    await build();
    const dictionary = (await feed.head())?.dictionary ?? '';
    for (const [path, bytes] of files) {
      if (path.endsWith(dictionary)) continue; // places are no secret, only whose they are
      const text = Buffer.from(bytes).toString('latin1');
      for (const word of [person(1).number, '31337', 'Salmiya']) expect(text).not.toContain(word);
    }
  });
});

describe('the next reading', () => {
  it('becomes a delta of who changed, came and went', async () => {
    await build();
    const first = await feed.head();
    owed
      .set(3, [ticket(1003, 20_000)])
      .set(900, [ticket(1900)])
      .delete(4);
    expect(await build()).toMatchObject({ changes: 3, hasSnapshot: false });
    expect(await feed.head()).toMatchObject({ seq: (first?.seq ?? 0) + 1, manifest: first?.manifest });
    expect(await feed.lookUp(person(3))).toEqual([ticket(1003, 20_000)]);
    expect(await feed.lookUp(person(900))).toEqual([ticket(1900)]);
    expect(await feed.lookUp(person(4))).toBe('none');
    expect(await feed.lookUp(person(5))).toEqual([ticket(1005)]);
  });

  it('has a tombstone for everybody when all is paid', async () => {
    await build();
    const all = [...owed.keys()];
    owed.clear();
    expect(await build()).toMatchObject({ changes: all.length });
    for (const at of all.slice(0, 40)) expect(await feed.lookUp(person(at))).toBe('none');
  });

  it('without changes only renews the date', async () => {
    await build();
    owed.set(3, []);
    await build();
    const before = await feed.head();
    const objects = await folder.list(objectsFolder);
    expect(await build()).toMatchObject({ changes: 0, hasSnapshot: false });
    const { readAt, signedAt, ...same } = before ?? {};
    expect(await feed.head()).toMatchObject(same);
    expect((await feed.head())?.readAt).not.toBe(readAt);
    expect((await feed.head())?.signedAt).not.toBe(signedAt);
    expect(await folder.list(objectsFolder)).toEqual(objects);
  });

  it('chains its delta to the one before', async () => {
    await build();
    const seq = (await feed.head())?.seq ?? 0;
    for (let at = 0; at < 4; at += 1) {
      owed.set(at, [ticket(2000 + at)]);
      await build();
    }
    const deltas = await feed.deltas(seq);
    expect(deltas.map(({ header }) => header.seq - seq)).toEqual([1, 2, 3, 4]);
    expect(deltas[0]?.header.before).toBe(null);
  });

  it('comes with a snapshot when the last one is a day old, and the chain goes on', async () => {
    await build();
    const seq = (await feed.head())?.seq ?? 0;
    owed.set(1, [ticket(2000)]);
    await build();
    nowMs += dayMs;
    owed.set(2, [ticket(2002)]);
    expect(await build()).toMatchObject({ changes: 1, hasSnapshot: true });
    expect((await feed.manifest()).seq).toBe(seq + 2);
    expect(await feed.deltas(seq)).toHaveLength(2);
    expect(await feed.lookUp(person(1))).toEqual([ticket(2000)]);
  });

  it('comes with a snapshot when the deltas weigh half of one', async () => {
    await build();
    const snapshots: boolean[] = [];
    for (let round = 0; round < 5; round += 1) {
      for (let at = 0; at < 100; at += 1) owed.set(100 * round + at, [ticket(3000 + 100 * round + at)]);
      snapshots.push((await build()).hasSnapshot);
    }
    expect(snapshots).toEqual([false, false, true, false, false]);
  });

  it('comes with a snapshot when the manifest has something new to say', async () => {
    await build();
    expect(await build({ systems: ['traffic'] })).toMatchObject({ hasSnapshot: true });
    expect(await build({ systems: ['traffic'] })).toMatchObject({ hasSnapshot: false });
    expect(await build({ systems: ['traffic'], offices: [] })).toMatchObject({ hasSnapshot: true });
    expect((await feed.manifest()).offices).toEqual([]);
  });

  it('of a new epoch begins anew, with other places, and counts on', async () => {
    await build();
    const before = await feed.head();
    owed.set(3, [ticket(1003, 20_000)]);
    await build({ epoch: startEpoch + 14 });
    expect(await feed.head()).toMatchObject({ epoch: startEpoch + 14, seq: (before?.seq ?? 0) + 1, delta: null });
    expect(await feed.lookUp(person(3))).toEqual([ticket(1003, 20_000)]);
    owed.set(3, [ticket(1003, 25_000)]);
    await build({ epoch: startEpoch + 14 });
    expect(await feed.lookUp(person(3))).toEqual([ticket(1003, 25_000)]);
  });

  it('never goes back to an epoch before, even when the clock does', async () => {
    await build({ epoch: startEpoch + 14 });
    await build();
    expect((await feed.head())?.epoch).toBe(startEpoch + 14);
  });

  it('goes on above what kiosks have seen when the folder was lost', async () => {
    await build();
    owed.set(1, []);
    await build();
    const before = await feed.head();
    files.clear();
    await build();
    expect((await feed.head())?.seq).toBeGreaterThan(before?.seq ?? Infinity);
  });
});

describe('files', () => {
  it('of the last two snapshots and of thirty days of deltas stay, the others go', async () => {
    await build();
    const first = (await feed.manifest()).segments[0]?.name ?? '';
    const firstOfAll = (await feed.head())?.manifest ?? '';
    owed.set(1, [ticket(2000)]);
    await build();
    const delta = (await feed.head())?.delta ?? '';
    const has = async (name: string): Promise<boolean> => (await folder.list(objectsFolder)).includes(name);
    nowMs += dayMs;
    await build();
    expect([await has(first), await has(firstOfAll), await has(delta)]).toEqual([true, true, true]);
    nowMs += dayMs;
    await build();
    expect([await has(first), await has(firstOfAll), await has(delta)]).toEqual([false, false, true]);
    nowMs += 29 * dayMs;
    await build();
    expect(await has(delta)).toBe(false);
    expect(await feed.lookUp(person(1))).toEqual([ticket(2000)]);
  });
});

describe('a reading that breaks half-way', () => {
  it('publishes nothing, leaves nothing behind, and its number is not used again', async () => {
    const good = await build();
    const before = await feed.head();
    owed = new Map(Array.from({ length: 300 }, (_, at) => [at, [ticket(5000 + at)]]));
    const broken = (async function* broken() {
      yield* register();
      throw new ExportBrokenError('the ministry stopped answering');
    })();
    await expect(build({}, broken)).rejects.toThrow(ExportBrokenError);
    const [given] = (await folder.list(buildsFolder)).map(Number).filter((number) => number > good.state.build);
    expect(await feed.head()).toEqual(before);
    expect(await folder.list(spillFolder)).toEqual([]);
    expect(await feed.lookUp(person(7))).toEqual([ticket(1007)]);
    nowMs -= 10 * minuteMs; // a clock put back must not give the number again either
    const next = await build();
    expect(next.state.build).toBeGreaterThan(given ?? Infinity);
    expect(await feed.lookUp(person(7))).toEqual([ticket(5007)]);
  });
});

/** Fails at its n-th change, before or after it took place. */
function failingFolder(
  inner: FeedFolder,
  at: number,
  afterwards: boolean,
): FeedFolder & { readonly calls: () => number } {
  let calls = 0;
  const failing =
    <A extends unknown[], R>(change: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      calls += 1;
      if (calls === at && !afterwards) throw new Error('the power went');
      const result = calls > at ? Promise.reject(new Error('the power is off')) : change(...args);
      await result;
      if (calls === at) throw new Error('the power went');
      return result;
    };
  return {
    ...inner,
    replace: failing(inner.replace),
    create: failing(inner.create),
    append: failing(inner.append),
    remove: failing(inner.remove),
    calls: () => calls,
  };
}

describe('a power cut', () => {
  beforeEach(() => {
    owed = new Map(Array.from({ length: 40 }, (_, at) => [at, [ticket(1000 + at)]]));
  });

  it.each([
    ['before', false],
    ['after', true],
  ])(
    '%s any step leaves the old feed or the new one, and the next build goes on from there',
    async (_when, afterwards) => {
      await build();
      owed.set(3, [ticket(1003, 20_000)]).delete(4);
      nowMs += dayMs;
      const start = new Map(files);
      const startedMs = nowMs;
      const counted = failingFolder(memoryFolder(new Map(start)), Infinity, false);
      await build({}, register(), counted);
      expect(counted.calls()).toBeGreaterThan(7);
      const seen = new Set<string>();
      for (let step = 1; step <= counted.calls(); step += 1) {
        nowMs = startedMs;
        const left = new Map(start);
        await expect(build({}, register(), failingFolder(memoryFolder(left), step, afterwards))).rejects.toThrow(
          'power',
        );
        const after = memoryFolder(left);
        const reader = new FeedReader(after, keys);
        const answers = [await reader.lookUp(person(3)), await reader.lookUp(person(4))];
        const isNew = answers[1] === 'none';
        expect(answers).toEqual(isNew ? [[ticket(1003, 20_000)], 'none'] : [[ticket(1003)], [ticket(1004)]]);
        seen.add(isNew ? 'new' : 'old');
        await build({}, register(), after);
        expect(await reader.lookUp(person(3))).toEqual([ticket(1003, 20_000)]);
        expect(await reader.lookUp(person(4))).toBe('none');
      }
      expect(seen).toEqual(new Set(['old', 'new']));
    },
  );
});

describe('two builders on one folder', () => {
  it('never take the same number, and the slower one gives up', async () => {
    await build();
    let other: Built | null = null;
    const slow = (async function* slow() {
      other = await build();
      yield* register();
    })();
    await expect(build({}, slow)).rejects.toThrow('another gateway');
    expect((await feed.head())?.readAt).toBe(other!.state.readAt);
  });
});
