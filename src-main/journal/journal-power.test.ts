import { describe, expect, it } from 'vitest';
import { ok } from '../../src-shared/result.ts';
import type { Result } from '../../src-shared/result.ts';
import { makeMemoryFs } from './edge/memory-fs.ts';
import type { MemoryFs } from './edge/memory-fs.ts';
import type { FsFailure, JournalFile } from './file-system.ts';
import { openJournal } from './journal.ts';
import { appendNumbers, dir, mustOpen, numbersIn, portsOn, range, seededRandom } from './test-support.ts';

const recordsPerLife = 14;
const seedsPerBoundary = 6;

/**
 * The same file system; a file that failed a write or a sync throws at the next one. The system may have dropped
 * what it could not write, and would call a second sync a success.
 */
function unforgiving(fs: MemoryFs): MemoryFs {
  return {
    ...fs,
    open: async (path, mode) => {
      const opened = await fs.open(path, mode);
      if (!opened.ok) return opened;
      let failed = false;
      const once = async (run: () => Promise<Result<void, FsFailure>>) => {
        if (failed) throw new Error(`${path} was used again after it had failed`);
        const done = await run();
        failed = !done.ok;
        return done;
      };
      const { write, datasync, sync, close } = opened.value;
      const file: JournalFile = {
        write: (offset, bytes) => once(() => write(offset, bytes)),
        datasync: () => once(datasync),
        sync: () => once(sync),
        close,
      };
      return ok(file);
    },
  };
}

/** Opens and appends until the journal or its program stops; the number of the last acknowledged record. */
async function live(fs: MemoryFs, acknowledged: number): Promise<number> {
  const opened = await openJournal(portsOn(fs));
  if (!opened.ok) return acknowledged;
  let last = acknowledged;
  for (let count = 0; count < recordsPerLife; count++) {
    const answer = await opened.value.append([{ n: opened.value.head().seq + 1 }]);
    if (!answer.ok) return last;
    last = answer.value.seq;
  }
  await opened.value.close();
  return last;
}

/** After the crash: every acknowledged record is there, at most one more, and the journal works. */
async function expectNothingLost(fs: MemoryFs, acknowledged: number, story: string): Promise<number> {
  const journal = await mustOpen(fs);
  const numbers = await numbersIn(journal);
  expect(numbers, story).toEqual(range(1, numbers.length));
  expect([acknowledged, acknowledged + 1], story).toContain(numbers.length);
  await appendNumbers(journal, numbers.length + 1, numbers.length + 2);
  expect(await numbersIn(journal), story).toEqual(range(1, numbers.length + 2));
  await journal.close();
  return numbers.length + 2;
}

describe('a power cut', () => {
  it('at every call of the file system loses no acknowledged record', async () => {
    let boundaries = 0;
    let torn = 0;
    for (let finished = false; !finished; boundaries++) {
      for (let seed = 1; seed <= seedsPerBoundary; seed++) {
        const fs = makeMemoryFs();
        fs.dieAt(boundaries + 1);
        const acknowledged = await live(fs, 0);
        finished = acknowledged === recordsPerLife && fs.calls() < boundaries;
        fs.cutPower(seededRandom(boundaries * 1000 + seed));
        const story = `died at call ${boundaries + 1}, seed ${seed}`;
        await expectNothingLost(fs, acknowledged, story);
        if (fs.names(dir).some((name) => name.includes('.torn-'))) torn++;
      }
    }
    // The sweep went through making files, not only through records, and did meet torn tails.
    expect(boundaries).toBeGreaterThan(50);
    expect(torn).toBeGreaterThan(10);
  });

  it('after a program was killed at any call and started anew loses nothing the new one acknowledged', async () => {
    let finished = false;
    for (let nth = 1; !finished; nth++) {
      const fs = makeMemoryFs();
      fs.dieAt(nth);
      finished = (await live(fs, 0)) === recordsPerLife;
      fs.restart();
      const journal = await mustOpen(fs);
      const next = journal.head().seq + 1;
      await appendNumbers(journal, next, next);
      fs.cutPower(() => 0);
      expect(await numbersIn(await mustOpen(fs)), `killed at call ${nth}`).toEqual(range(1, next));
    }
  });

  it('or a killed program, again and again, in opening as well as in appending, loses nothing', async () => {
    for (let seed = 1; seed <= 150; seed++) {
      const random = seededRandom(seed);
      const fs = makeMemoryFs();
      let acknowledged = 0;
      for (let life = 1; life <= 6; life++) {
        fs.dieAt(1 + Math.floor(random() * 60));
        acknowledged = await live(fs, acknowledged);
        if (random() < 0.5) fs.restart();
        else fs.cutPower(random);
        const opened = await openJournal(portsOn(fs));
        if (!opened.ok) throw new Error(`seed ${seed}, life ${life}: ${JSON.stringify(opened.error)}`);
        const { seq } = opened.value.head();
        expect(seq, `seed ${seed}, life ${life}`).toBeGreaterThanOrEqual(acknowledged);
        // What an opened journal shows has been acted on: from here on it must not be lost either.
        acknowledged = seq;
        fs.cutPower(random);
      }
      await expectNothingLost(fs, acknowledged, `seed ${seed}`);
    }
  });

  it('without syncs would lose records: the test bench itself is tested', async () => {
    let lost = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const fs = makeMemoryFs();
      const unsynced: MemoryFs = {
        ...fs,
        open: async (path, mode) => {
          const opened = await fs.open(path, mode);
          if (!opened.ok) return opened;
          return {
            ok: true,
            value: { ...opened.value, datasync: () => Promise.resolve({ ok: true, value: undefined }) },
          };
        },
      };
      const acknowledged = await live(unsynced, 0);
      fs.cutPower(seededRandom(seed));
      const opened = await openJournal(portsOn(fs));
      if (!opened.ok || opened.value.head().seq < acknowledged) lost++;
    }
    expect(lost).toBeGreaterThan(25);
  });

  it('while a file was used before its folder was synced would lose records: the test bench sees that too', async () => {
    let lost = 0;
    for (let seed = 1; seed <= 50; seed++) {
      const fs = makeMemoryFs();
      const unsynced: MemoryFs = { ...fs, syncDir: () => Promise.resolve({ ok: true, value: undefined }) };
      const acknowledged = await live(unsynced, 0);
      fs.cutPower(seededRandom(seed));
      const opened = await openJournal(portsOn(fs));
      if (!opened.ok || opened.value.head().seq < acknowledged) lost++;
    }
    expect(lost).toBeGreaterThan(10);
  });
});

describe('a fault at any one call', () => {
  for (const code of ['EIO', 'ENOSPC']) {
    it(`(${code}) loses no acknowledged record, acknowledges no lost one, and no failed file is tried again`, async () => {
      for (const operation of ['open', 'write', 'datasync', 'sync', 'rename', 'syncDir', 'close', 'remove'] as const) {
        let reached = true;
        for (let nth = 1; reached; nth++) {
          const fs = makeMemoryFs();
          fs.failAt(operation, nth, code);
          const acknowledged = await live(unforgiving(fs), 0);
          reached = fs.calls(operation) >= nth;
          fs.cutPower(seededRandom(nth));
          await expectNothingLost(fs, acknowledged, `${operation} ${nth} ${code}`);
        }
      }
    });
  }
});
