import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kuwaitDay, kuwaitIso } from '../src-shared/domain/time.ts';
import { openDatabase } from '../src-gateway/db/database.ts';
import { inTransaction } from '../src-gateway/db/transaction.ts';
import { arm } from '../src-gateway/payment/arm.ts';
import { openCase } from '../src-gateway/payment/cases.ts';
import { lockPayment, step } from '../src-gateway/payment/payment-row.ts';
import { reserve } from '../src-gateway/payment/reserve.ts';
import { basket, kiosk, pidOf, ticket, World } from '../src-gateway/payment/test-world.ts';
import { csv, dayMs, line } from '../src-gateway/reconciliation/test-support.ts';

/* `npm run reconcile` and `npm run cases` as programs of their own, on a database that the gateway has left. */

let root = '';
let url = '';
const begun = Date.now() - 5 * dayMs;
const captured = pidOf('a');
const unresolved = pidOf('b');

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'wafa-end-of-day-'));
  url = `pglite:${join(root, 'db')}`;
  const database = await openDatabase(url);
  const world = new World(database);
  world.now = begun;
  for (const [pid, id] of [
    [captured, 'T1'],
    [unresolved, 'T2'],
  ] as const) {
    world.ministry.tickets = [ticket(id)];
    await reserve(world.deps, kiosk, basket(pid, world.ministry.tickets, { rail: 'terminal' }));
    await arm(world.deps, kiosk, pid);
  }
  await inTransaction(database.db, async (trx) => {
    const payment = await lockPayment(trx, unresolved);
    await step(trx, payment!, 'manual', begun);
    await openCase(trx, world.deps.log, { pid: unresolved, class: 'unresolved', evidence: {}, now: begun });
  });
  await database.close();
}, 60_000);
afterAll(() => rm(root, { recursive: true }));

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly said: string;
}

function run(script: 'cases' | 'reconcile', args: readonly string[], database = url): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...process.env, GATEWAY_DATABASE: database, MINISTRY_URL: '' };
    execFile(process.execPath, [join(import.meta.dirname, `${script}.ts`), ...args], { env }, (error, out, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, said });
    });
  });
}

async function file(name: string, text: string): Promise<string> {
  const path = join(root, name);
  await writeFile(path, text);
  return path;
}

describe('npm run reconcile', { timeout: 60_000 }, () => {
  it('takes a settlement file in, books what only the acquirer knew, and does nothing when it comes again', async () => {
    const settlement = await file('day.csv', csv([line({ pid: captured, at: kuwaitIso(begun + 60_000) })]));
    const first = await run('reconcile', ['--settlement', settlement]);
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('1 lines, 1 of them new') });
    expect(first.out).toContain(`b  captured  ${captured}`);
    const again = await run('reconcile', ['--settlement', settlement]);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('1 lines, 0 of them new') });
    expect(again.out).toContain('Everything agrees.');
    expect(again.out).toContain('Not compared with the ministry:');
  });

  it('takes nothing of a file with a broken line, and names the line', async () => {
    const broken = await file('broken.csv', `${csv([line({ at: kuwaitIso(begun) })])}terminal,broken\n`);
    const refused = await run('reconcile', ['--settlement', broken, '--day', kuwaitDay(begun)]);
    expect(refused).toMatchObject({ code: 1, out: '', said: expect.stringContaining('line 3: has 2 columns') });
  });

  it('refuses with a sentence what cannot work', async () => {
    const day = await file('empty.csv', csv([]));
    const wrong: readonly (readonly [args: readonly string[], database: string, code: number, says: string])[] = [
      [['--settlement', day, '--day', '22.11.2026'], url, 2, 'such as'],
      [['--settlement', join(root, 'nowhere')], url, 2, 'cannot be read'],
      [['--day', '2026-11-22'], url, 2, 'Usage'],
      [['--what'], url, 2, 'Usage'],
      [[], '', 2, 'GATEWAY_DATABASE is not set'],
      [[], 'pglite:memory', 2, 'no other program can reach'],
      [[], 'file:nowhere', 1, 'postgres://'],
    ];
    for (const [args, database, code, says] of wrong) {
      expect(await run('reconcile', args, database)).toMatchObject({
        code,
        out: '',
        said: expect.stringContaining(says),
      });
    }
  });
});

describe('npm run cases', { timeout: 60_000 }, () => {
  it('lists, shows and closes a case by two people, and moves the payment', async () => {
    const listed = await run('cases', ['list']);
    expect(listed.out).toMatch(new RegExp(`^\\d+  unresolved  ${unresolved}  opened `));
    const number = listed.out.split(' ')[0]!;
    const people = ['--by', 'Amal', '--and', 'Badr', '--reason', 'no charge in the portal'];
    const open = await run('cases', ['close', number, ...people]);
    expect(open).toMatchObject({ code: 1, out: '', said: expect.stringContaining('Nothing was changed.') });
    const closed = await run('cases', ['close', number, ...people, '--outcome', 'not_charged']);
    expect(closed).toMatchObject({ code: 0, out: expect.stringContaining('The payment is not_charged') });
    const shown = await run('cases', ['show', number]);
    expect(shown.out).toContain('closed by Amal and Badr: no charge in the portal');
    expect(shown.out).toContain(`payment ${unresolved}, terminal at K001, not_charged`);
  });

  it('refuses with a sentence what cannot work', async () => {
    const wrong: readonly (readonly [args: readonly string[], code: number, says: string])[] = [
      [[], 2, 'Usage'],
      [['show', 'x'], 2, 'number'],
      [['list', '--by', 'Amal'], 2, 'Usage'],
      [['close', '1', '--by', 'Amal', '--and', 'amal', '--reason', 'x'], 2, 'the same person'],
    ];
    for (const [args, code, says] of wrong) {
      expect(await run('cases', args)).toMatchObject({ code, out: '', said: expect.stringContaining(says) });
    }
  });
});
