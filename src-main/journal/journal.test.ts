import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { genesis } from '../../src-shared/contract/journal.ts';
import { makeMemoryFs } from './edge/memory-fs.ts';
import { openJournal } from './journal.ts';
import { appendNumbers, dir, flipped, mustOpen, numbersIn, pathOf, portsOn, range } from './test-support.ts';

describe('a journal', () => {
  it('gives back what was appended, with its times, after it is opened again', async () => {
    const fs = makeMemoryFs();
    const first = await mustOpen(fs);
    expect(first.head()).toEqual(genesis);
    const acknowledged = await first.append([{ type: 'created', pid: 'ab' }, { receipt: 7 }]);
    expect(acknowledged).toEqual({ ok: true, value: { ...first.head(), wall: expect.any(Number) } });
    await first.close();

    const second = await mustOpen(fs);
    expect(second.head()).toEqual(first.head());
    expect(second.cutTail).toBeNull();
    const entries = [];
    for await (const entry of second.entries()) entries.push(entry);
    expect(entries).toHaveLength(1);
    expect(entries[0]).toMatchObject({
      seq: 1,
      events: [{ type: 'created', pid: 'ab' }, { receipt: 7 }],
      bootId: 'boot-1',
      prev: genesis.hash,
      hash: first.head().hash,
    });
    expect(Number.isInteger(entries[0]?.monoMs)).toBe(true);
  });

  it('continues one chain across its files', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    await appendNumbers(journal, 1, 30);
    expect(fs.names(dir).length).toBeGreaterThan(5);
    expect(await numbersIn(journal)).toEqual(range(1, 30));
    await journal.close();
    const again = await mustOpen(fs);
    await appendNumbers(again, 31, 40);
    expect(await numbersIn(again)).toEqual(range(1, 40));
  });

  it('records concurrent appends in the order of the calls, one write and one sync at a time', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    const before = fs.calls('datasync');
    const answers = await Promise.all(range(1, 50).map((n) => journal.append([{ n }])));
    expect(answers.map((answer) => answer.ok && answer.value.seq)).toEqual(range(1, 50));
    expect(await numbersIn(journal)).toEqual(range(1, 50));
    expect(fs.calls('datasync') - before).toBe(50);
  });

  it('has synced each record before it acknowledges it', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    for (let n = 1; n <= 10; n++) {
      const before = fs.calls('datasync');
      await journal.append([{ n }]);
      expect(fs.calls('datasync')).toBe(before + 1);
    }
  });

  it('records the values as they were at the call', async () => {
    const journal = await mustOpen(makeMemoryFs());
    const event = { n: 1 };
    const appended = journal.append([event]);
    event.n = 99;
    await appended;
    expect(await numbersIn(journal)).toEqual([1]);
  });

  it('replays what was acknowledged at the call while more is appended', async () => {
    const journal = await mustOpen(makeMemoryFs());
    await appendNumbers(journal, 1, 5);
    const replay = journal.entries()[Symbol.asyncIterator]();
    expect((await replay.next()).value).toMatchObject({ seq: 1 });
    await appendNumbers(journal, 6, 12);
    const rest: unknown[] = [];
    for (let step = await replay.next(); step.done !== true; step = await replay.next()) rest.push(step.value.seq);
    expect(rest).toEqual(range(2, 5));
  });

  it('refuses a record over the limit and goes on', async () => {
    const journal = await mustOpen(makeMemoryFs());
    expect(await journal.append(['x'.repeat(1000)])).toEqual({ ok: false, error: 'too_large' });
    await appendNumbers(journal, 1, 2);
  });

  it('refuses a record over 1 MiB where files are larger than that', async () => {
    const journal = await mustOpen(makeMemoryFs(), { segmentBytes: 3_000_000, reserveBytes: 1000 });
    expect(await journal.append(['x'.repeat(1024 * 1024)])).toEqual({ ok: false, error: 'too_large' });
    expect((await journal.append(['x'.repeat(1_000_000)])).ok).toBe(true);
  });

  it('rejects what JSON cannot hold, and is not harmed by it', async () => {
    const journal = await mustOpen(makeMemoryFs());
    await expect(journal.append([Number.NaN])).rejects.toThrow(TypeError);
    await appendNumbers(journal, 1, 1);
  });

  it('refuses a start it could not read again, and closes when the clock tells no time', async () => {
    for (const bootId of ['', 'x'.repeat(65)])
      await expect(openJournal({ ...portsOn(makeMemoryFs()), bootId })).rejects.toThrow();
    const fs = makeMemoryFs();
    let now = 1;
    const opened = await openJournal({ ...portsOn(fs), clock: { monotonicMs: () => now, wallMs: () => now } });
    if (!opened.ok) throw new Error('did not open');
    await appendNumbers(opened.value, 1, 1);
    now = Number.NaN;
    await expect(opened.value.append([{ n: 2 }])).rejects.toThrow();
    expect(opened.value.canAppend()).toBe(false);
    expect(await numbersIn(await mustOpen(fs))).toEqual([1]);
  });

  it('takes nothing after it is closed, but finishes what was under way', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    const underWay = [journal.append([{ n: 1 }]), journal.append([{ n: 2 }])];
    const closed = journal.close();
    const late = journal.append([{ n: 3 }]);
    await closed;
    expect((await Promise.all(underWay)).every((answer) => answer.ok)).toBe(true);
    expect(await late).toEqual({ ok: false, error: 'poisoned' });
    expect(journal.canAppend()).toBe(false);
    expect(await numbersIn(await mustOpen(fs))).toEqual([1, 2]);
  });

  it('shares a folder with other journals and other files', async () => {
    const fs = makeMemoryFs();
    fs.poke(join(dir, 'notes.txt'), new Uint8Array([1]));
    const payment = await mustOpen(fs);
    const audit = await openJournal({ ...portsOn(fs), name: 'audit' });
    if (!audit.ok) throw new Error('audit did not open');
    await appendNumbers(payment, 1, 3);
    await appendNumbers(audit.value, 1, 2);
    expect(await numbersIn(payment)).toEqual([1, 2, 3]);
    expect(await numbersIn(audit.value)).toEqual([1, 2]);
  });

  it('refuses a name that could leave its folder', async () => {
    await expect(openJournal({ ...portsOn(makeMemoryFs()), name: '../x' })).rejects.toThrow(RangeError);
  });
});

describe('the reserve of space', () => {
  it('is allocated at opening: later records need no new space until it is used up', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    const size = fs.peek(pathOf(1)).length;
    expect(size).toBe(1024);
    await appendNumbers(journal, 1, 2);
    expect(fs.peek(pathOf(1)).length).toBe(size);
  });

  it('refuses payments before the journal is full, and lets the started one be finished', async () => {
    const fs = makeMemoryFs();
    fs.setSpace(1024 * 3);
    const journal = await mustOpen(fs);
    let n = 0;
    while (journal.canAppend()) {
      await appendNumbers(journal, ++n, n);
      await journal.refillReserve();
    }
    // 512 bytes are on hand at least until the append that went below it.
    await appendNumbers(journal, n + 1, n + 1);
    let answer = await journal.append([{ n: n + 2 }]);
    for (n += 2; answer.ok; n++) answer = await journal.append([{ n: n + 1 }]);
    expect(answer).toEqual({ ok: false, error: 'no_space' });
    expect(journal.canAppend()).toBe(false);
    expect(fs.names(dir).filter((name) => name.endsWith('.new'))).toEqual([]);

    fs.setSpace(1024 * 10);
    expect(await journal.refillReserve()).toBe(true);
    await appendNumbers(journal, n, n + 5);
    expect(await numbersIn(journal)).toEqual(range(1, n + 5));
  });

  it('is missing on a full disk: the journal opens, is readable, and says no', async () => {
    const fs = makeMemoryFs();
    fs.setSpace(100);
    const journal = await mustOpen(fs);
    expect(journal.canAppend()).toBe(false);
    expect(await journal.append([{ n: 1 }])).toEqual({ ok: false, error: 'no_space' });
    expect(await numbersIn(journal)).toEqual([]);
    fs.setSpace(5000);
    expect(await journal.refillReserve()).toBe(true);
    await appendNumbers(journal, 1, 3);
  });

  it('can be larger than one file', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs, { segmentBytes: 1024, reserveBytes: 2500 });
    expect(journal.canAppend()).toBe(true);
    expect(fs.names(dir)).toHaveLength(3);
    await journal.close();
    const again = await mustOpen(fs, { segmentBytes: 1024, reserveBytes: 2500 });
    expect(fs.names(dir)).toHaveLength(3);
    await appendNumbers(again, 1, 20);
    expect(await numbersIn(again)).toEqual(range(1, 20));
  });

  it('is filled again by itself while payments go on', async () => {
    const journal = await mustOpen(makeMemoryFs());
    for (let n = 1; n <= 40; n++) {
      await appendNumbers(journal, n, n);
      expect(await journal.refillReserve()).toBe(true);
    }
  });
});

describe('a failing disk', () => {
  for (const operation of ['write', 'datasync'] as const) {
    it(`poisons the journal when a ${operation} fails: nothing is recorded any more`, async () => {
      const fs = makeMemoryFs();
      const journal = await mustOpen(fs);
      await appendNumbers(journal, 1, 2);
      fs.failAt(operation, 1, 'EIO');
      const answers = await Promise.all([journal.append([{ n: 3 }]), journal.append([{ n: 3 }])]);
      expect(answers).toEqual([
        { ok: false, error: 'poisoned' },
        { ok: false, error: 'poisoned' },
      ]);
      const calls = fs.calls('write') + fs.calls('datasync');
      expect(await journal.append([{ n: 3 }])).toEqual({ ok: false, error: 'poisoned' });
      expect(fs.calls('write') + fs.calls('datasync')).toBe(calls);
      expect(journal.canAppend()).toBe(false);
      expect(await journal.refillReserve()).toBe(false);
      expect(journal.head().seq).toBe(2);
      expect(await numbersIn(journal)).toEqual([1, 2]);

      fs.restart();
      const again = await mustOpen(fs);
      expect([2, 3]).toContain(again.head().seq);
      await appendNumbers(again, again.head().seq + 1, 6);
      expect(await numbersIn(again)).toEqual(range(1, 6));
    });
  }

  it('poisons the journal when a new file cannot be made for another reason than space', async () => {
    for (const operation of ['open', 'write', 'sync', 'rename', 'syncDir'] as const) {
      const fs = makeMemoryFs();
      const journal = await mustOpen(fs, { segmentBytes: 1024, reserveBytes: 1 });
      await appendNumbers(journal, 1, 4);
      // The fifth record needs a new file: its first write is to that file.
      fs.failAt(operation, 1, 'EIO');
      expect(await journal.append([{ n: 5 }]), operation).toEqual({ ok: false, error: 'poisoned' });
      expect(journal.canAppend()).toBe(false);
      fs.restart();
      const again = await mustOpen(fs);
      expect(await numbersIn(again)).toEqual([1, 2, 3, 4]);
      await appendNumbers(again, 5, 9);
    }
  });

  it('closes the journal when a file made ahead of need brings a bug to light', async () => {
    const fs = makeMemoryFs();
    const broken = { ...fs };
    const opened = await openJournal({ ...portsOn(fs), fs: broken });
    if (!opened.ok) throw new Error('did not open');
    broken.open = () => Promise.reject(new TypeError('a bug'));
    await appendNumbers(opened.value, 1, 3); // goes below the reserve, and a file is made in the background
    await new Promise((resolve) => setImmediate(resolve));
    expect(await opened.value.append([{ n: 4 }])).toEqual({ ok: false, error: 'poisoned' });
    expect(await numbersIn(await mustOpen(fs))).toEqual([1, 2, 3]);
  });

  it('makes durable at opening a record whose sync had failed, before anything is built on it', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    await appendNumbers(journal, 1, 2);
    fs.failAt('datasync', 1, 'EIO');
    await journal.append([{ n: 3 }]);
    // The system still shows the record, though the disk never got it and no later sync would bring it there.
    fs.restart();
    const again = await mustOpen(fs);
    expect(again.head().seq).toBe(3);
    await appendNumbers(again, 4, 4);
    fs.cutPower(() => 0);
    expect(await numbersIn(await mustOpen(fs))).toEqual([1, 2, 3, 4]);
  });

  it('is reported at opening, whichever operation fails, and opening again succeeds', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    await appendNumbers(journal, 1, 9);
    for (const operation of ['makeDir', 'list', 'read', 'open', 'write', 'sync', 'syncDir'] as const) {
      fs.restart();
      fs.failAt(operation, 1, 'EIO');
      expect(await openJournal(portsOn(fs))).toMatchObject({
        ok: false,
        error: { kind: 'io', code: 'EIO', operation },
      });
      fs.restart();
      expect((await mustOpen(fs)).head()).toEqual(journal.head());
    }
  });

  it('that changes its mind after opening is not replayed as if nothing were missing', async () => {
    const fs = makeMemoryFs();
    const journal = await mustOpen(fs);
    await appendNumbers(journal, 1, 3);
    const bytes = fs.peek(pathOf(1));
    fs.poke(pathOf(1), new Uint8Array(1024));
    await expect(numbersIn(journal)).rejects.toThrow('holds 0 of 3');
    fs.poke(pathOf(1), flipped(bytes, 40, 1));
    await expect(numbersIn(journal)).rejects.toThrow('holds 0 of 3');

    const stranger = makeMemoryFs();
    const other = await openJournal({ ...portsOn(stranger), bootId: 'boot-2' });
    if (!other.ok) throw new Error('did not open');
    await appendNumbers(other.value, 1, 3);
    fs.poke(pathOf(1), stranger.peek(pathOf(1)));
    await expect(numbersIn(journal)).rejects.toThrow('record 3 is not the one');
  });
});
