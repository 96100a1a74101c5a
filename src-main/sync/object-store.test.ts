import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { seededRandom } from '../journal/test-support.ts';
import type { ObjectSource, SourceFailure } from './feed-source.ts';
import { ObjectStore } from './object-store.ts';
import { makeMemoryFeedFs, type MemoryFeedFs } from './test-support.ts';

const dir = '/data/feed';
const content = new Uint8Array(1000).map((_, at) => at * 7);
const name = createHash('sha256').update(content).digest('hex');

let fs: MemoryFeedFs;
let log: string[];
/** From where the source was asked. */
let asked: number[];
beforeEach(() => {
  fs = makeMemoryFeedFs();
  log = [];
  asked = [];
});

const store = (): ObjectStore => new ObjectStore({ dir, fs, log: (event) => void log.push(event) });

/** Sends pieces of 100 bytes and drops the line before the byte `until`. */
function source(until = Infinity, bytes = content): ObjectSource {
  return {
    object: async (_name, from, take): Promise<Result<void, SourceFailure>> => {
      asked.push(from);
      if (from > 0 && from >= bytes.length) return err('range_refused');
      for (let at = from; at < bytes.length; at += 100) {
        if (at >= until) return err('network_down');
        if (!(await take(at, bytes.subarray(at, at + 100)))) return err('stopped');
      }
      return ok(undefined);
    },
  };
}

const isWhole = async (): Promise<boolean> => {
  const read = await store().read(name);
  return read.ok && Buffer.compare(read.value, content) === 0;
};

describe('a file on its way', () => {
  it('has its name only when it is whole, and is not fetched again', async () => {
    expect(await store().fetch(name, 1000, source(500))).toEqual(err('network_down'));
    expect(await store().has(name)).toBe(false);
    expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
    expect(await isWhole()).toBe(true);
    expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
    expect(asked).toEqual([0, 500]);
    expect(fs.names(dir)).toEqual([name]);
  });

  it('is gone on with from any byte', async () => {
    for (let have = 0; have <= 1000; have += 37) {
      fs = makeMemoryFeedFs();
      fs.poke(`${dir}/${name}.part`, content.subarray(0, have));
      asked = [];
      expect(await store().fetch(name, 1000, source())).toEqual(have === 1000 ? err('range_refused') : ok(undefined));
      expect(asked).toEqual([have]);
    }
  });

  it('that a source without ranges sends from its start is taken all the same', async () => {
    fs.poke(`${dir}/${name}.part`, content.subarray(0, 450));
    const whole: ObjectSource = { object: (each, _from, take) => source().object(each, 0, take) };
    expect(await store().fetch(name, 1000, whole)).toEqual(ok(undefined));
    expect(await isWhole()).toBe(true);
  });

  it('that turns out to be another one goes away, and the next try begins anew', async () => {
    const other = content.map((byte) => byte ^ 1);
    expect(await store().fetch(name, 1000, source(Infinity, other))).toEqual(err('damaged'));
    expect(fs.names(dir)).toEqual([]);
    expect(log).toEqual(['feed-file-damaged']);
    expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
  });

  it('that is larger than was said is not taken to its end', async () => {
    expect(await store().fetch(name, 999, source())).toEqual(err('too_large'));
    expect(fs.names(dir)).toEqual([]);
  });

  it('finds no room on the disk: what was there stays', async () => {
    fs.setSpace(450);
    expect(await store().fetch(name, 1000, source())).toEqual(err('disk_full'));
    fs.setSpace(10_000);
    expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
    expect(await isWhole()).toBe(true);
  });

  it.each(['read', 'open', 'write', 'sync', 'close', 'rename', 'syncDir'] as const)(
    'meets a disk that refuses to %s: not there, or whole; and whole the next time',
    async (operation) => {
      for (let nth = 1; nth <= 3; nth += 1) {
        fs = makeMemoryFeedFs();
        fs.failAt(operation, nth, 'EIO');
        await store().fetch(name, 1000, source());
        if (await store().has(name)) expect(await isWhole()).toBe(true);
        fs.restart();
        const again = await store().fetch(name, 1000, source());
        // A file that was complete already cannot be gone on with; the try after it begins anew.
        if (!again.ok) expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
        expect(await isWhole()).toBe(true);
      }
    },
  );

  it('is cut off by a power cut anywhere: never a wrong file under the name', async () => {
    for (let step = 1; step <= 20; step += 1) {
      for (let seed = 1; seed <= 5; seed += 1) {
        fs = makeMemoryFeedFs();
        fs.dieAt(step);
        await store().fetch(name, 1000, source());
        fs.cutPower(seededRandom(100 * step + seed));
        if (await store().has(name)) expect(await isWhole()).toBe(true);
        for (let tries = 0; tries < 3 && !(await store().has(name)); tries += 1)
          await store().fetch(name, 1000, source());
        expect(await isWhole()).toBe(true);
      }
    }
  });
});

describe('a file that is kept', () => {
  beforeEach(() => fs.poke(`${dir}/${name}`, content));

  it('and rots is set aside when it is read, and fetched again', async () => {
    fs.poke(`${dir}/${name}`, content.with(500, 1));
    expect(await store().read(name)).toEqual(err('damaged'));
    expect(fs.names(dir)).toEqual([`${name}.damaged`]);
    expect(await store().fetch(name, 1000, source())).toEqual(ok(undefined));
    expect(await isWhole()).toBe(true);
  });

  it('goes when nobody needs it any more, with what was half fetched or set aside; other files stay', async () => {
    const other = 'ab'.repeat(32);
    for (const file of [other, `${other}.part`, `${name}.damaged`, 'notes.txt']) fs.poke(`${dir}/${file}`, content);
    expect(await store().keepOnly(new Set([name]))).toEqual(ok(undefined));
    expect(fs.names(dir).toSorted()).toEqual([name, 'notes.txt'].toSorted());
  });
});
