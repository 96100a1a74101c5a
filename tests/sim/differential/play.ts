import type { Database } from '../../../src-gateway/db/database.ts';
import { Chance } from '../engine/chance.ts';
import { Both, type Ask } from './both.ts';

const commands = 18;

/** Plays one seeded row of commands against both; what differed, and after which command. */
export async function playDifferential(database: Database, seed: number): Promise<string[]> {
  const chance = new Chance(seed);
  const both = new Both(database, chance.pick(['manual', 'api'] as const), chance.pick(['counter', 'kiosk'] as const));
  await both.real.emptyDatabase();
  const asks: Ask[] = [];
  for (let number = 1; number <= 3; number += 1) {
    const first = chance.between(0, 2);
    const ids = chance.flip(0.5) ? [`T${first}`] : [`T${first}`, `T${first + 1}`];
    asks.push(both.asking(number, chance.pick(['phone', 'screen', 'terminal'] as const), ids));
  }
  const told: string[] = [];
  for (let step = 0; step < commands; step += 1) {
    const ask = chance.pick(asks.slice(0, 1 + Math.floor((step * asks.length) / commands)));
    const name = chance.pick(Object.keys(moves));
    told.push(`${name} ${ask.pid.slice(0, 2)}`);
    await moves[name]?.(both, ask, chance);
    if (both.differences.length > 0) break;
  }
  await both.compareRows();
  return both.differences.map((one) => `seed ${seed}: ${one} (after ${told.slice(-6).join(', ')})`);
}

type Move = (both: Both, ask: Ask, chance: Chance) => Promise<void>;

/** What the visitor of an attempt does next, as far as it goes: rows of random commands hardly ever come so far. */
const onward: Move = async (both, ask, chance) => {
  await both.reserve(ask);
  if (ask.request.rail === 'terminal') return both.arm(ask);
  await both.open(ask);
  await both.press(ask);
  if (chance.flip(0.7)) both.real.knet.records.set(ask.pid, chance.pick(['captured', 'captured', 'declined'] as const));
  if (chance.flip(0.7)) await both.callback(ask, 'CAPTURED', false, false);
};

const moves: Readonly<Record<string, Move>> = {
  onward,
  onwardAgain: onward,
  reserve: (both, ask) => both.reserve(ask),
  open: (both, ask) => both.open(ask),
  press: (both, ask) => both.press(ask),
  arm: (both, ask) => both.arm(ask),
  commit: (both, ask) => both.commit(ask, 'plain'),
  commitAgain: (both, ask) => both.commit(ask, 'plain'),
  commitOdd: (both, ask, chance) => both.commit(ask, chance.pick(['wrong_amount', 'reversal'] as const)),
  noCharge: (both, ask) => both.noCharge(ask),
  reversed: (both, ask) => both.reversed(ask),
  word: (both, ask, chance) => both.word(ask, chance.pick(['captured', 'not_charged', 'reversed'] as const)),
  withdraw: (both, ask) => both.withdraw(ask),
  report: (both, ask) => both.report(ask),
  postings: (both, ask) => both.postings(ask),
  callback: (both, ask, chance) =>
    both.callback(
      ask,
      chance.pick(['CAPTURED', 'CAPTURED', 'NOT CAPTURED', 'CANCELED', 'HOST TIMEOUT', 'VOIDED', 'odd']),
      chance.flip(0.1),
      chance.flip(0.2),
    ),
  record: async ({ real }, { pid }, chance) => {
    const record = chance.pick(['captured', 'captured', 'declined', 'voided', 'suspect', null] as const);
    if (record === null) real.knet.records.delete(pid);
    else real.knet.records.set(pid, record);
  },
  silence: async ({ real }) => void (real.knet.silent = !real.knet.silent),
  ministry: async ({ real }) => void (real.ministry.down = !real.ministry.down),
  refuse: async ({ real }, { request }, chance) =>
    void real.ministry.refuses.add(chance.pick(request.items).obligationId),
  soon: (both) => both.pass(10_000, 2),
  window: (both) => both.pass(100_000, 3),
  windowAgain: (both) => both.pass(100_000, 3),
  later: (both) => both.pass(11 * 60_000, 3),
  pageOver: (both) => both.pass(40 * 60_000, 4),
  restart: (both) => both.restart(),
};
