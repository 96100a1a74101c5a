import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeMemoryFs } from './edge/memory-fs.ts';
import type { MemoryFs } from './edge/memory-fs.ts';
import { openJournal } from './journal.ts';
import {
  appendNumbers,
  dir,
  flipped,
  frameRow,
  joined,
  mustOpen,
  numbersIn,
  pathOf,
  portsOn,
  range,
} from './test-support.ts';

/** A folder with one file holding these bytes. */
function holding(bytes: Uint8Array): MemoryFs {
  const fs = makeMemoryFs();
  fs.poke(pathOf(1), bytes);
  return fs;
}

/** A journal of `count` records over several files. */
async function written(count: number): Promise<MemoryFs> {
  const fs = makeMemoryFs();
  const journal = await mustOpen(fs);
  await appendNumbers(journal, 1, count);
  await journal.close();
  return fs;
}

describe('a torn tail', () => {
  const parts = frameRow(4);
  const start = parts.slice(0, 3).reduce((sum, part) => sum + part.length, 0);
  const whole = joined(parts);

  for (const [what, zeros] of [
    ['a file that ends there', 0],
    ['an allocated file', 500],
  ] as const) {
    it(`at every byte of the last record is cut off and everything before it survives (${what})`, async () => {
      for (let length = start + 1; length < whole.length; length++) {
        const torn = joined([whole.subarray(0, length)], zeros);
        const fs = holding(torn);
        const journal = await mustOpen(fs);
        expect(await numbersIn(journal), `cut at ${length}`).toEqual([1, 2, 3]);
        const { cutTail } = journal;
        if (cutTail === null) throw new Error(`nothing cut at ${length}`);
        expect(cutTail).toMatchObject({
          segment: 'payment-000001.wj',
          offset: start,
          aside: `payment-000001.wj.torn-${start}`,
        });
        const aside = fs.peek(join(dir, cutTail.aside));
        expect(aside).toEqual(torn.slice(start, start + cutTail.length));
        expect(torn.slice(start + cutTail.length).every((byte) => byte === 0)).toBe(true);
        await appendNumbers(journal, 4, 8);
        await journal.close();
        const again = await mustOpen(fs);
        expect(again.cutTail).toBeNull();
        expect(await numbersIn(again)).toEqual(range(1, 8));
      }
    });
  }

  it('whose first sectors are missing while later ones are there is cut off as well', async () => {
    for (let missing = 1; missing < whole.length - start; missing++) {
      const torn = joined([whole], 200);
      torn.fill(0, start, start + missing);
      const journal = await mustOpen(holding(torn));
      expect(journal.cutTail).toMatchObject({ offset: start, length: whole.length - start });
      expect(await numbersIn(journal)).toEqual([1, 2, 3]);
    }
  });

  it('at a place torn before does not overwrite the earlier evidence', async () => {
    const fs = holding(joined([whole.subarray(0, whole.length - 3)], 500));
    await (await mustOpen(fs)).close();
    const name = `payment-000001.wj.torn-${start}`;
    const first = fs.peek(join(dir, name));
    fs.poke(pathOf(1), joined([whole.subarray(0, whole.length - 9)], 500));
    expect((await mustOpen(fs)).cutTail?.aside).toBe(`${name}-2`);
    expect(fs.peek(join(dir, name))).toEqual(first);
  });

  it('survives a second crash at any moment of the cutting', async () => {
    for (let nth = 1; ; nth++) {
      const fs = holding(joined([whole.subarray(0, whole.length - 5)], 500));
      fs.dieAt(nth);
      const opened = await openJournal(portsOn(fs));
      const done = opened.ok && opened.value.canAppend();
      fs.cutPower(() => 0.4);
      expect(await numbersIn(await mustOpen(fs)), `died at ${nth}`).toEqual([1, 2, 3]);
      expect(fs.peek(join(dir, `payment-000001.wj.torn-${start}`)).length).toBeGreaterThan(0);
      if (done) return;
    }
  });
});

describe('damage', () => {
  it('of any single byte is found at opening, named, and the files are left as they were', async () => {
    const parts = frameRow(4);
    const whole = joined(parts, 60);
    let start = 0;
    for (const [index, part] of parts.slice(0, -1).entries()) {
      for (let at = start; at < start + part.length; at++) {
        const hurt = flipped(whole, at, 1 << (at % 8));
        const fs = holding(hurt);
        const opened = await openJournal(portsOn(fs));
        expect(opened, `byte ${at}`).toMatchObject({
          ok: false,
          error: { kind: 'corrupt', file: 'payment-000001.wj', offset: start, seq: index + 1, reason: 'frame' },
        });
        expect(fs.peek(pathOf(1))).toEqual(hurt);
        expect(fs.calls('write')).toBe(0);
        expect(fs.names(dir)).toEqual(['payment-000001.wj']);
      }
      start += part.length;
    }
  });

  it('in the very last record looks like an unfinished write: it is cut, kept and reported, never silent', async () => {
    const parts = frameRow(3);
    const whole = joined(parts, 60);
    const start = whole.length - 60 - (parts[2]?.length ?? 0);
    for (let at = start; at < whole.length - 60; at++) {
      const journal = await mustOpen(holding(flipped(whole, at, 1)));
      expect(journal.cutTail).toMatchObject({ offset: start });
      expect(journal.head().seq).toBe(2);
    }
  });

  it('anywhere in the zeros behind the records is never taken for a record', async () => {
    const whole = joined(frameRow(2), 60);
    for (let at = whole.length - 60; at < whole.length; at++) {
      const journal = await mustOpen(holding(flipped(whole, at, 0x10)));
      expect(journal.cutTail).not.toBeNull();
      expect(await numbersIn(journal)).toEqual([1, 2]);
    }
  });

  it('at the end of one file, with records in the next, is corruption and not a torn tail', async () => {
    const fs = await written(12);
    const bytes = fs.peek(pathOf(2));
    const end = bytes.findLastIndex((byte) => byte !== 0);
    fs.poke(pathOf(2), flipped(bytes, end, 1));
    expect(await openJournal(portsOn(fs))).toMatchObject({
      ok: false,
      error: { kind: 'corrupt', file: 'payment-000002.wj', reason: 'frame', seq: 8 },
    });
  });

  it('by a missing, emptied or swapped file is named', async () => {
    const gone = await written(12);
    await gone.remove(pathOf(2));
    expect(await openJournal(portsOn(gone))).toMatchObject({
      ok: false,
      error: { kind: 'corrupt', file: 'payment-000002.wj', reason: 'segment', seq: 5 },
    });

    const emptied = await written(12);
    emptied.poke(pathOf(1), new Uint8Array(1024));
    expect(await openJournal(portsOn(emptied))).toMatchObject({
      ok: false,
      error: { kind: 'corrupt', file: 'payment-000002.wj', offset: 0, reason: 'sequence', seq: 1 },
    });

    const swapped = await written(12);
    const [second, third] = [swapped.peek(pathOf(2)), swapped.peek(pathOf(3))];
    swapped.poke(pathOf(2), third);
    swapped.poke(pathOf(3), second);
    expect(await openJournal(portsOn(swapped))).toMatchObject({
      ok: false,
      error: { kind: 'corrupt', file: 'payment-000002.wj', offset: 0, reason: 'sequence', seq: 5 },
    });
  });

  it('by a file taken from another journal is named: the numbers fit, the chain does not', async () => {
    const ours = await written(12);
    const theirs = makeMemoryFs();
    const journal = await openJournal({ ...portsOn(theirs), bootId: 'boot-2' });
    if (!journal.ok) throw new Error('did not open');
    await appendNumbers(journal.value, 1, 12);
    ours.poke(pathOf(2), theirs.peek(pathOf(2)));
    expect(await openJournal(portsOn(ours))).toMatchObject({
      ok: false,
      error: { kind: 'corrupt', file: 'payment-000002.wj', offset: 0, reason: 'chain', seq: 5 },
    });
  });
});
