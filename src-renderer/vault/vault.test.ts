import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { fromBase64, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { answerCall, vaultHandlers } from './answer-call.ts';
import { openControlDatabase, type ControlDatabase } from './control-database.ts';
import { delta, MemoryFiles, ObjectStore, place, segment, snapshot, type Records } from './test-support-feed.ts';
import { Vault } from './vault.ts';

let indexedDB: IDBFactory;
let files: MemoryFiles;
let feed: ObjectStore;
let db: ControlDatabase;
let vault: Vault;
let calls: number;

/** A vault as it is after a start on the disk there is. */
async function start(subtle = crypto.subtle): Promise<void> {
  files.release();
  db = await openControlDatabase({ indexedDB, IDBKeyRange });
  // Chance that a test can repeat.
  let seed = 1;
  const rng = {
    bytes: (length: number) => Uint8Array.from({ length }, () => (seed = (seed * 16_807) % 2_147_483_647)),
  };
  vault = await Vault.open({ db, files, fetchObject: feed.fetch, subtle, rng });
  calls = 0;
}
const restart = async (): Promise<void> => {
  db.close();
  await start();
};
beforeEach(async () => {
  indexedDB = new IDBFactory();
  files = new MemoryFiles();
  feed = new ObjectStore();
  await start();
});
afterEach(() => {
  db.close();
});

/** Over the contract, as main does. */
async function call<V extends VaultVerb>(verb: V, body: VaultRequest<V>): Promise<unknown> {
  const reply = await answerCall({ id: (calls += 1), verb, body }, vaultHandlers(vault));
  return reply?.ok ? reply.body : reply?.error;
}

const key = (generation: number): string => toBase64Url(new Uint8Array(32).fill(generation));
const person = (number: number): string => place(number * 0x0100_0000);
/** Four people in four buckets of two segments. */
const four: Records = { [person(1)]: 'one', [person(0x11)]: 'two', [person(0x12)]: 'three', [person(0xff)]: 'four' };

type Snapshot = ReturnType<typeof snapshot>;
const begin = (generation: number, { manifest, manifestName }: Snapshot) =>
  call('begin', { generation, manifest, manifestName, bucketKey: key(generation) });
async function ingestAll({ manifest }: Snapshot): Promise<void> {
  for (const number of manifest.segments.keys())
    expect(await call('ingest', { segment: number })).toEqual({ taken: true });
}
const marker = (generation: number, { manifest, manifestName }: Snapshot, seq = manifest.seq) => {
  const { epoch, build, segments } = manifest;
  const records = segments.reduce((sum, each) => sum + each.records, 0);
  return { generation, manifest: manifestName, epoch, build, seq, buckets: 16, records };
};

/** A whole copy; says what it was made from. */
async function install(generation: number, records: Records, seq = 10, epoch = 1): Promise<Snapshot> {
  const made = snapshot(feed, { build: 100 + generation, seq, epoch, records });
  await begin(generation, made);
  await ingestAll(made);
  expect(await call('activate', {})).toEqual({ active: expect.objectContaining({ generation }) });
  return made;
}

const use = (generation: number, bucketKey = key(generation)) => call('use', { generation, bucketKey });

/** Every other piece is proved or sealed later than those after it. */
function sealingUnevenly(): SubtleCrypto {
  let pieces = 0;
  const later = async (): Promise<void> => {
    if ((pieces += 1) % 2 === 1) await pause(5);
  };
  const digest: SubtleCrypto['digest'] = async (...all) => (await later(), crypto.subtle.digest(...all));
  const encrypt: SubtleCrypto['encrypt'] = async (...all) => (await later(), crypto.subtle.encrypt(...all));
  return new Proxy(crypto.subtle, {
    get: (subtle, name: keyof SubtleCrypto) =>
      name === 'encrypt' ? encrypt : name === 'digest' ? digest : subtle[name].bind(subtle),
  });
}
const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

/** What the vault says of a place: the record's text, or that it says nothing else. */
async function told(index: string): Promise<string> {
  const reply = (await call('lookUp', { index })) as VaultReply<'lookUp'>; // its own schema checks it in VaultClient
  if (reply.found !== 'record') return reply.found;
  const sealed = fromBase64(reply.sealed);
  return sealed.ok ? new TextDecoder().decode(sealed.value) : 'not base64';
}
const active = async () => ((await call('status', {})) as VaultReply<'status'>).active;
const storage = async () => ((await call('status', {})) as VaultReply<'status'>).storage;

describe('the vault', () => {
  it('that is empty has no copy and cannot say anything', async () => {
    expect(await call('status', {})).toEqual({ active: null, building: null, storage: 'new' });
    expect(await told(person(1))).toBe('cannot_say');
    expect(await use(1)).toEqual({ usable: false });
  });

  it('answers from a whole copy: the record, or that nothing is recorded', async () => {
    const made = await install(1, four);
    expect(await call('status', {})).toEqual({ active: marker(1, made), building: null, storage: 'kept' });
    const [sealed, at] = ['b25l', { kind: 'snapshot', build: 101, seq: 10 }];
    expect(await call('lookUp', { index: person(1) })).toEqual({ found: 'record', sealed, ...at });
    for (const [index, text] of Object.entries(four)) expect(await told(index)).toBe(text);
    for (const stranger of [0, 2, 0x13, 0xfe]) expect(await told(person(stranger))).toBe('nothing');
    expect(await call('lookUp', { index: person(2) })).toEqual({ found: 'nothing', seq: 10 });
  });

  it('is the same copy when its segments come several at a time, one of them damaged at first', async () => {
    db.close();
    await start(sealingUnevenly());
    const made = snapshot(feed, { build: 1, seq: 1, records: four });
    await begin(1, made);
    const damaged = made.manifest.segments[2]?.name ?? '';
    const whole = feed.files.get(damaged)!;
    feed.files.set(damaged, whole.toReversed());
    const all: Promise<unknown>[] = [];
    for (const segment of [3, 2, 0, 1]) {
      all.push(call('ingest', { segment }));
      await pause(1); // the memory of the one before would be free, if it were given back too early
    }
    expect(await Promise.all(all)).toEqual([3, 2, 0, 1].map((segment) => ({ taken: segment !== 2 })));
    feed.files.set(damaged, whole);
    expect(await call('ingest', { segment: 2 })).toEqual({ taken: true });
    expect(await call('activate', {})).toEqual({ active: marker(1, made) });
    for (const [index, text] of Object.entries(four)) expect(await told(index)).toBe(text);
    for (const stranger of [0, 2, 0x13, 0xfe]) expect(await told(person(stranger))).toBe('nothing');
  });

  it('answers from buckets that were encrypted in several goes, wherever one ends', async () => {
    const long = Object.fromEntries([0, 1, 0x10, 0x11].map((number) => [person(number), `${number} `.repeat(40_000)]));
    await install(1, long);
    for (const [index, text] of Object.entries(long)) expect(await told(index)).toBe(text);
    await restart();
    expect(await use(1)).toEqual({ usable: true });
    for (const [index, text] of Object.entries(long)) expect(await told(index)).toBe(text);
  });

  it('says "nothing" of everybody when the snapshot has nobody', async () => {
    await install(1, {});
    expect(await told(person(1))).toBe('nothing');
  });

  it('keeps its copy over a restart, and answers again once it has the key', async () => {
    const made = await install(1, four);
    await restart();
    expect(await call('status', {})).toEqual({ active: marker(1, made), building: null, storage: 'kept' });
    expect(await told(person(1))).toBe('cannot_say');
    expect(await use(1)).toEqual({ usable: true });
    expect(await told(person(1))).toBe('one');
    expect(await told(person(2))).toBe('nothing');
  });

  it('answers from the old copy until the new one is whole, then from the new one, and drops the old', async () => {
    await install(1, four);
    const next = snapshot(feed, { build: 200, seq: 20, records: { [person(1)]: 'newer' } });
    expect(await begin(2, next)).toEqual({ done: 0 });
    await ingestAll(next);
    expect(await call('status', {})).toMatchObject({
      active: { generation: 1 },
      building: { generation: 2, manifest: next.manifestName, segments: 4, done: 4 },
    });
    expect(await told(person(1))).toBe('one');
    expect(await call('activate', {})).toEqual({ active: marker(2, next) });
    expect(await told(person(1))).toBe('newer');
    expect(await told(person(0xff))).toBe('nothing');
    expect(await files.names()).toEqual(['generation-2']);
    expect(await db.generations.toCollection().primaryKeys()).toEqual([2]);
  });

  it('goes on after a restart with the segments that were on the disk for certain', async () => {
    const made = snapshot(feed, { build: 1, seq: 1, records: four });
    await begin(1, made);
    await call('ingest', { segment: 0 });
    await call('ingest', { segment: 3 });
    await db.generations.update(1, { done: [0, 3] }); // as after every sixteenth
    await restart();
    expect(await call('status', {})).toMatchObject({ active: null, building: { generation: 1, segments: 4, done: 2 } });
    expect(await call('ingest', { segment: 1 })).toBe('refused');
    expect(await begin(1, made)).toEqual({ done: 2 });
    feed.asked.length = 0;
    await ingestAll(made);
    expect(feed.asked).toEqual([1, 2].map((number) => made.manifest.segments[number]?.name));
    expect(await call('activate', {})).toEqual({ active: marker(1, made) });
    for (const [index, text] of Object.entries(four)) expect(await told(index)).toBe(text);
  });

  it('begins from the first segment when the key is not the one of before', async () => {
    const made = snapshot(feed, { build: 1, seq: 1, records: four });
    await begin(1, made);
    await call('ingest', { segment: 0 });
    await db.generations.update(1, { done: [0] });
    await restart();
    expect(await call('begin', { generation: 1, ...made, bucketKey: key(77) })).toEqual({ done: 0 });
  });

  it('throws an unfinished copy away when the next one begins', async () => {
    await begin(1, snapshot(feed, { build: 1, seq: 1, records: four }));
    await call('ingest', { segment: 0 });
    await install(2, { [person(3)]: 'other' });
    expect(await files.names()).toEqual(['generation-2']);
    expect(await told(person(1))).toBe('nothing');
  });

  it('never goes back to an older generation, nor begins the active one again, nor mixes two manifests', async () => {
    const made = await install(5, four);
    for (const generation of [4, 5]) expect(await begin(generation, made)).toBe('refused');
    await begin(6, made);
    expect(await begin(6, snapshot(feed, { build: 300, seq: 1, records: {} }))).toBe('refused');
    expect(await told(person(1))).toBe('one');
  });

  it('does not activate a copy with a segment missing, nor when nothing was begun', async () => {
    expect(await call('activate', {})).toBe('refused');
    await begin(1, snapshot(feed, { build: 1, seq: 1, records: four }));
    for (const number of [0, 1, 2]) await call('ingest', { segment: number });
    expect(await call('activate', {})).toBe('refused');
    expect(await told(person(0x20))).toBe('cannot_say');
  });

  it('forgets everything when it is wiped', async () => {
    const made = await install(1, four);
    await begin(2, made);
    expect(await call('wipe', {})).toEqual({});
    expect(await active()).toBeNull();
    expect(await told(person(1))).toBe('cannot_say');
    expect(await files.names()).toEqual([]);
    for (const table of db.tables) expect(await table.count()).toBe(0);
    await install(3, four);
    expect(await told(person(1))).toBe('one');
  });

  it('keeps nothing that can be read without the key: no place, no record, no key', async () => {
    await install(7, { [person(1)]: 'Salmiya 12345' });
    await call('addDelta', delta(feed, { build: 9, seq: 11, records: { [person(2)]: 'Hawalli 67890' } }));
    const chunks = await db.chunks.toArray();
    const bytes = chunks.map(({ sealed }) => sealed);
    const rows = [chunks, await db.markers.toArray(), await db.generations.toArray()];
    const disk = Buffer.concat([...files.disk.values(), ...bytes, Buffer.from(JSON.stringify(rows))]).toString(
      'latin1',
    );
    expect(bytes).toHaveLength(1);
    const places = [1, 2].flatMap((number) => [person(number), Buffer.from(person(number), 'hex').toString('latin1')]);
    const texts = ['Salmiya', '12345', 'Hawalli', '67890', key(7), Buffer.alloc(32, 7).toString('latin1'), 'c0ffee'];
    for (const text of [...places, ...texts]) expect(disk).not.toContain(text);
  });
});

describe('a segment that', () => {
  const made = () => snapshot(feed, { build: 1, seq: 1, records: four });

  it('main does not have is not taken in', async () => {
    const { manifest, ...rest } = made();
    await begin(1, { manifest, ...rest });
    feed.files.delete(manifest.segments[2]?.name ?? '');
    expect(await call('ingest', { segment: 2 })).toEqual({ taken: false });
    expect(await call('ingest', { segment: 9 })).toEqual({ taken: false });
  });

  it('was changed or cut on the way is not taken in', async () => {
    const { manifest, ...rest } = made();
    await begin(1, { manifest, ...rest });
    const name = manifest.segments[0]?.name ?? '';
    const whole = feed.files.get(name)!;
    feed.files.set(
      name,
      whole.map((byte, at) => (at === 70 ? byte ^ 1 : byte)),
    );
    expect(await call('ingest', { segment: 0 })).toEqual({ taken: false });
    feed.files.set(name, whole.slice(0, -1));
    expect(await call('ingest', { segment: 0 })).toEqual({ taken: false });
    feed.files.set(name, whole);
    expect(await call('ingest', { segment: 0 })).toEqual({ taken: true });
  });

  const header = { kind: 'snapshot', bucketBits: 4, epoch: 1, build: 1, seq: 1, firstBucket: 0, before: null } as const;
  const others: [string, Parameters<typeof segment>[0]][] = [
    ['another build', { ...header, build: 2, records: 0 }],
    ['another epoch', { ...header, epoch: 2, records: 0 }],
    ['other buckets', { ...header, firstBucket: 4, records: 0 }],
    ['a delta', { ...header, kind: 'delta', records: 0 }],
    ['more records than there are', { ...header, records: 3 }],
  ];
  it.each(others)('is named in the manifest but says it is %s is not taken in', async (_what, says) => {
    const whole = made();
    const bytes = segment(says, [[], [], [], []]);
    const [first, ...rest] = whole.manifest.segments;
    const lying = { ...first!, name: feed.put(bytes), bytes: bytes.length, records: says.records };
    await begin(1, { ...whole, manifest: { ...whole.manifest, segments: [lying, ...rest] } });
    expect(await call('ingest', { segment: 0 })).toEqual({ taken: false });
  });
});

describe('a delta', () => {
  const add = (seq: number, records: Records, epoch = 1) =>
    call('addDelta', delta(feed, { build: 1000 + seq, seq, epoch, records }));
  const taken = { taken: true };

  it('is laid over the snapshot: changed, new and gone', async () => {
    await install(1, four);
    expect(await add(11, { [person(1)]: 'changed', [person(7)]: 'new', [person(0xff)]: '' })).toEqual(taken);
    expect(await call('lookUp', { index: person(1) })).toMatchObject({ kind: 'delta', build: 1011, seq: 11 });
    expect(await told(person(1))).toBe('changed');
    expect(await told(person(7))).toBe('new');
    expect(await told(person(0xff))).toBe('nothing');
    expect(await told(person(0x11))).toBe('two');
    expect(await active()).toMatchObject({ generation: 1, seq: 11 });
  });

  it('that is newer wins, also after a restart', async () => {
    await install(1, four);
    await add(11, { [person(1)]: 'eleven', [person(2)]: 'eleven' });
    await add(12, { [person(1)]: 'twelve' });
    await restart();
    expect(await use(1)).toEqual({ usable: true });
    expect(await told(person(1))).toBe('twelve');
    expect(await told(person(2))).toBe('eleven');
    expect(await active()).toMatchObject({ seq: 12 });
  });

  it('without records moves the copy on', async () => {
    await install(1, four);
    expect(await add(11, {})).toEqual(taken);
    await restart();
    expect(await use(1)).toEqual({ usable: true });
    expect(await call('lookUp', { index: person(2) })).toEqual({ found: 'nothing', seq: 11 });
  });

  it('that comes twice changes nothing; one too early, too late or of another epoch is refused', async () => {
    expect(await add(11, {})).toBe('refused');
    await install(1, four);
    for (let time = 0; time < 2; time += 1) expect(await add(11, { [person(1)]: 'changed' })).toEqual(taken);
    expect(await add(13, {})).toBe('refused');
    expect(await add(10, {})).toBe('refused');
    expect(await add(12, {}, 2)).toBe('refused');
    expect(await told(person(1))).toBe('changed');
  });

  it('that is missing, changed, or not the one it was said to be is not taken in', async () => {
    await install(1, four);
    const request = delta(feed, { build: 7, seq: 11, records: { [person(1)]: 'changed' } });
    const bytes = feed.files.get(request.name)!;
    feed.files.delete(request.name);
    expect(await call('addDelta', request)).toEqual({ taken: false });
    feed.files.set(
      request.name,
      bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
    );
    expect(await call('addDelta', request)).toEqual({ taken: false });
    feed.files.set(request.name, bytes);
    expect(await call('addDelta', { ...request, build: 8 })).toEqual({ taken: false });
    expect(await active()).toMatchObject({ seq: 10 });
    expect(await call('addDelta', request)).toEqual(taken);
  });

  it('whose records are not in order is not taken in: they would not be found', async () => {
    await install(1, four);
    const header = { kind: 'delta', bucketBits: 0, epoch: 1, build: 7, seq: 11, firstBucket: 0, before: null } as const;
    const record = (number: number) => ({
      index: Uint8Array.of(number, 0, 0, 0, 0, 0, 0, 0),
      sealed: Uint8Array.of(1),
    });
    const name = feed.put(segment({ ...header, records: 2 }, [[record(2), record(1)]]));
    expect(await call('addDelta', { name, epoch: 1, build: 7, seq: 11 })).toEqual({ taken: false });
  });

  it('of many people is cut into chunks that IndexedDB keeps together, and everybody is found', async () => {
    await install(1, {});
    const people = Array.from({ length: 3000 }, (_, at) => place(at * 1_400_000));
    await add(11, Object.fromEntries(people.map((index) => [index, `owes ${index}`.padEnd(60)])));
    const chunks = await db.chunks.toArray();
    expect(chunks.length).toBeGreaterThan(3);
    for (const { sealed } of chunks) expect(sealed.length).toBeLessThan(60_000);
    for (const index of people.filter((_, at) => at % 100 < 2))
      expect(await told(index)).toBe(`owes ${index}`.padEnd(60));
    expect(await told(place(700_000))).toBe('nothing');
  });

  it('among many is found after they were merged: the newest of everybody, and where it is from', async () => {
    await install(1, four);
    for (let seq = 11; seq <= 80; seq += 1)
      await add(seq, { [person(1)]: `at ${seq}`, [person(seq)]: seq === 30 ? '' : 'x' });
    expect(await db.chunks.count()).toBeLessThan(10);
    const check = async (): Promise<void> => {
      expect(await call('lookUp', { index: person(1) })).toMatchObject({ kind: 'delta', build: 1080, seq: 80 });
      expect(await call('lookUp', { index: person(20) })).toMatchObject({ kind: 'delta', build: 1020 });
      expect(await told(person(30))).toBe('nothing');
      expect(await told(person(0xff))).toBe('four');
    };
    await check();
    await restart();
    expect(await use(1)).toEqual({ usable: true });
    await check();
  });

  it('newer than the next snapshot is carried over: answers never go back in time', async () => {
    await install(1, four, 10);
    await add(11, { [person(1)]: 'at 11', [person(2)]: 'at 11' });
    await add(12, { [person(1)]: 'at 12' });
    await install(2, { [person(2)]: 'in the snapshot of 11' }, 11);
    const check = async (): Promise<void> => {
      expect(await told(person(1))).toBe('at 12');
      expect(await told(person(2))).toBe('in the snapshot of 11');
      expect(await told(person(0xff))).toBe('nothing');
      expect(await active()).toMatchObject({ generation: 2, seq: 12 });
    };
    await check();
    expect(await add(13, { [person(2)]: 'at 13' })).toEqual(taken);
    expect(await told(person(2))).toBe('at 13');
    await restart();
    expect(await use(2)).toEqual({ usable: true });
    expect(await told(person(1))).toBe('at 12');
    expect(await told(person(2))).toBe('at 13');
  });

  it('of the epoch before is left behind: its places mean other people now', async () => {
    await install(1, four, 10);
    await add(11, { [person(1)]: 'old epoch' });
    await install(2, {}, 10, 2);
    expect(await told(person(1))).toBe('nothing');
    expect(await active()).toMatchObject({ epoch: 2, seq: 10 });
    expect(await db.chunks.count()).toBe(0);
  });

  it('that comes, is merged, or gives way to a snapshot in the middle of look-ups confuses none of them', async () => {
    await install(1, four);
    let wrong = '';
    let isOver = false;
    const asking = (async (): Promise<void> => {
      while (!isOver) {
        const answer = await told(person(1));
        if (!/^(one|at \d+)$/.test(answer)) wrong = answer;
        if ((await told(person(3))) !== 'nothing') wrong = 'somebody';
      }
    })();
    try {
      for (let seq = 11; seq <= 90; seq += 1) await add(seq, { [person(1)]: `at ${seq}` });
      await install(2, { [person(1)]: 'at 50' }, 50);
    } finally {
      isOver = true;
    }
    await asking;
    expect(wrong).toBe('');
    expect(await told(person(1))).toBe('at 90');
  });
});

describe('a copy is not believed', () => {
  const file = (): Uint8Array<ArrayBuffer> => files.disk.get('generation-1') ?? new Uint8Array();
  const cannotSay = async (): Promise<void> => {
    for (const number of [1, 2, 0xff]) expect(await told(person(number))).toBe('cannot_say');
    expect(await active()).toBeNull();
  };
  /** The way back, whatever happened. */
  const isMadeAgain = async (): Promise<void> => {
    await install(2, four);
    expect(await told(person(1))).toBe('one');
    expect(await told(person(2))).toBe('nothing');
    expect(await storage()).toBe('kept');
  };

  it('when IndexedDB was wiped', async () => {
    await install(1, four);
    db.close();
    indexedDB = new IDBFactory();
    await start();
    expect(await storage()).toBe('lost');
    expect(await use(1)).toEqual({ usable: false });
    await cannotSay();
    expect(await files.names()).toEqual([]);
    await isMadeAgain();
  });

  it('when IndexedDB is deleted under the open page', async () => {
    await install(1, four);
    await new Promise((resolve) => (indexedDB.deleteDatabase('control').onsuccess = resolve));
    await cannotSay();
    expect(await storage()).toBe('lost');
  });

  it('when its row, or its marker, is gone', async () => {
    await install(1, four);
    await db.generations.clear();
    await restart();
    await cannotSay();
    expect(await storage()).toBe('lost');
    await isMadeAgain();
    await db.markers.clear();
    expect(await active()).toBeNull();
    expect(await told(person(1))).toBe('cannot_say');
  });

  it('when its file is missing', async () => {
    await install(1, four);
    files.disk.delete('generation-1');
    await restart();
    expect(await storage()).toBe('lost');
    await cannotSay();
    await isMadeAgain();
  });

  it('when its file is short', async () => {
    await install(1, four);
    files.disk.set('generation-1', file().slice(0, -1));
    await restart();
    expect(await storage()).toBe('lost');
    await cannotSay();
  });

  it('when the file gets short under the open page', async () => {
    await install(1, four);
    files.disk.set('generation-1', file().slice(0, 40));
    await cannotSay();
    expect(await storage()).toBe('lost');
  });

  it('when a bucket is damaged: nobody knows who else is', async () => {
    await install(1, four);
    file()[file().length - 1]! ^= 1; // in the last bucket
    expect(await told(person(1))).toBe('one');
    expect(await told(person(0xfe))).toBe('cannot_say');
    expect(await storage()).toBe('lost');
    await cannotSay();
    await isMadeAgain();
  });

  it('when a directory is damaged', async () => {
    await install(1, four);
    file()[3]! ^= 1;
    await restart();
    expect(await use(1)).toEqual({ usable: false });
    expect(await told(person(1))).toBe('cannot_say');
  });

  it('when two buckets were swapped', async () => {
    // Two buckets of one segment, equally long, behind a directory of four entries of 20 bytes and its tag.
    await install(1, { [person(0)]: 'one', [person(0x10)]: 'two' });
    const length = 8 + 1 + 'one'.length; // of a record: index, how long, sealed
    const bytes = file();
    const first = bytes.slice(96, 96 + length);
    bytes.set(bytes.slice(96 + length, 96 + 2 * length), 96);
    bytes.set(first, 96 + length);
    expect(await told(person(0))).toBe('cannot_say');
  });

  it('with another key than its own', async () => {
    await install(1, four);
    await restart();
    expect(await use(1, key(9))).toEqual({ usable: false });
    expect(await told(person(2))).toBe('cannot_say');
    expect(await use(1)).toEqual({ usable: true });
  });

  it('when main is further than its marker', async () => {
    await install(1, four);
    await restart();
    expect(await use(2)).toEqual({ usable: false });
    expect(await told(person(2))).toBe('cannot_say');
  });

  it.each([
    ['missing', () => db.chunks.delete([1, 11, 0])],
    ['missing at the end', () => db.chunks.delete([1, 12, 0])],
    ['damaged', () => db.chunks.toCollection().modify((row) => void (row.sealed[20]! ^= 1))],
    ['another one', () => db.chunks.toCollection().modify({ firstSeq: 11 })],
    ['short by a chunk', () => db.chunks.toCollection().modify({ chunks: 2 })],
  ])('when a delta laid over it is %s', async (_what, damage) => {
    await install(1, four);
    for (const seq of [11, 12])
      await call('addDelta', delta(feed, { build: seq, seq, records: { [person(2)]: `at ${seq}` } }));
    await damage();
    await restart();
    expect(await use(1)).toEqual({ usable: false });
    expect(await told(person(2))).toBe('cannot_say');
    expect(await told(person(3))).toBe('cannot_say');
    await isMadeAgain();
  });

  it('when a delta goes missing under the open page', async () => {
    await install(1, four);
    await call('addDelta', delta(feed, { build: 7, seq: 11, records: { [person(2)]: 'new' } }));
    await db.chunks.clear();
    expect(await told(person(2))).toBe('cannot_say');
    await cannotSay();
  });

  it('when it does not read back: it never becomes the active one, and is begun again', async () => {
    const made = snapshot(feed, { build: 1, seq: 1, records: four });
    await begin(1, made);
    await ingestAll(made);
    file()[file().length - 1]! ^= 1;
    expect(await call('activate', {})).toEqual({ active: null });
    expect(await told(person(1))).toBe('cannot_say');
    expect(await begin(1, made)).toEqual({ done: 0 });
    await ingestAll(made);
    expect(await call('activate', {})).toEqual({ active: marker(1, made) });
  });
});

describe('opening the database', () => {
  it('makes it anew when it does not open, because everything in it can be made again', async () => {
    await install(1, four);
    db.close();
    let damaged = true;
    const disk = new Proxy(indexedDB, {
      get: (target, name) => {
        if (name === 'deleteDatabase') damaged = false;
        if (name === 'open' && damaged) throw new DOMException('Internal error opening backing store', 'UnknownError');
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    indexedDB = disk;
    await start();
    expect(await storage()).toBe('lost');
    expect(await told(person(2))).toBe('cannot_say');
  });
});
