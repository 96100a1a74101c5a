import { beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { sqlStretchCache } from './sql-stretch-cache.ts';
import { memoryStretchCache, stretchAll, stretchSome, type StretchCache } from './stretch.ts';
import { person, testKeys } from './test-support.ts';

let stretched: string[];
let running: number;
let mostRunning: number;
let cache: StretchCache;

const peppers = {
  epoch: 7,
  stretch: async (name: string) => {
    stretched.push(name);
    running += 1;
    mostRunning = Math.max(mostRunning, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return new TextEncoder().encode(name.padEnd(32, '.'));
  },
};

beforeEach(() => {
  stretched = [];
  running = 0;
  mostRunning = 0;
  cache = memoryStretchCache();
});

describe('names', () => {
  it('are stretched once in an epoch, and never more than two at a time', async () => {
    const names = Array.from({ length: 20 }, (_, at) => `name ${at}`);
    const first = await stretchAll([...names, 'name 3'], peppers, cache);
    expect(first.map((bytes) => new TextDecoder().decode(bytes).trim())).toEqual(
      [...names, 'name 3'].map((name) => name.padEnd(32, '.')),
    );
    expect([stretched.length, mostRunning]).toEqual([20, 2]);
    expect(await stretchAll([...names, 'name 3'], peppers, cache)).toEqual(first);
    expect(stretched).toHaveLength(20);
    await stretchAll(names, { ...peppers, epoch: 8 }, cache);
    expect(stretched).toHaveLength(40);
  });

  it('for later are stretched as far as there is time', async () => {
    const names = ['a', 'b', 'c', 'd'];
    expect(await stretchSome(names, 3, peppers, cache)).toBe(3);
    expect(await stretchSome(names, 3, peppers, cache)).toBe(1);
    expect(await stretchSome(names, 3, peppers, cache)).toBe(0);
  });
});

describe('in the database', () => {
  it('neither a name nor what it became is written, and another gateway cannot read it', async () => {
    const database = await openDatabase('pglite:memory');
    const keys = await testKeys();
    const sql = sqlStretchCache(database.db, keys.feedNoteMac);
    const { number } = person(1);
    const [value] = await stretchAll([number], peppers, sql);
    await sql.keep(7, new Map([[number, value ?? new Uint8Array()]])); // another gateway was as fast
    expect(await sql.find(7, [number, 'other'])).toEqual(new Map([[number, new Uint8Array(value ?? [])]]));
    expect(await sql.find(8, [number])).toEqual(new Map());
    expect(await sql.find(7, [])).toEqual(new Map());
    const [row] = await database.db.selectFrom('feed_stretched').selectAll().execute();
    const text = Buffer.from([...(row?.mark ?? []), ...(row?.covered ?? [])]).toString('latin1');
    expect(text).toHaveLength(48);
    for (const secret of [number, Buffer.from(value ?? []).toString('latin1')]) expect(text).not.toContain(secret);
    await sql.forgetBefore(8);
    expect(await sql.find(7, [number])).toEqual(new Map());
    await database.close();
  }, 60_000);
});
