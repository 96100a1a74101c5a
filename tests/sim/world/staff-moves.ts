import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { closableAs, evidenceFor, type Closing } from '../../../src-shared/payment/closing.ts';
import { askOutcome } from '../../../src-main/staff/payments/payment-acts.ts';
import type { Chance } from '../engine/chance.ts';
import type { Kiosk, Life } from './kiosk.ts';
import { takenOf, type Taken } from './truth.ts';
import type { World } from './world.ts';

/*
 * What the staff of a kiosk do: two people who ask again, hand over, close cases and days, and start the program anew.
 */

const people = ['S201', 'S202'] as const;

/** When staff are there: while everything goes wrong, and on the day after, when the acquirer's report is out, ms. */
const firstDay = { from: 20_000, to: 590_000 } as const;
const dayAfter = { from: 60 * 60_000, to: 85 * 60_000 } as const;
/** They come again to a kiosk that is down, so often and so far apart. */
const patience = { times: 4, ms: 20_000 } as const;

type Move = (kiosk: Kiosk, life: Life, chance: Chance) => Promise<void>;

/** Puts on the agenda when staff come, what they do, and what goes wrong just then. */
export function planStaff(world: World, chance: Chance): void {
  if (!world.swarm.faults.has('staff')) return;
  const moves = [...calmMoves, ...(world.swarm.faults.has('staff_wrong') ? [closeWrong, closeWrong] : [])];
  for (const kiosk of world.kiosks) {
    for (let left = chance.between(2, 6); left > 0; left -= 1) {
      come(kiosk, chance.between(firstDay.from, firstDay.to), chance.pick(moves), chance);
    }
    for (const move of [closeDay, closeCases, closeDay]) {
      if (chance.flip(0.7)) come(kiosk, chance.between(dayAfter.from, dayAfter.to), move, chance);
    }
  }
}

/** One coming of staff, with the network cut and the program dying as it falls out. */
function come(kiosk: Kiosk, atMs: number, move: Move, chance: Chance): void {
  const { world } = kiosk;
  const { agenda } = world;
  const own = chance.fork('staff');
  const cut = own.flip(0.5) ? own.between(1_000, 90_000) : null;
  // Before the n-th call of the disk from then on; what staff do takes some of the first.
  const { faults } = world.swarm;
  const mortal = faults.has('process_crash') || faults.has('power_cut');
  const dies = mortal && own.flip(0.6) ? { calls: own.between(1, 9), power: faults.has('power_cut') } : null;
  let tries = 0;
  const begin = (): void => {
    const { life } = kiosk;
    if (!life && !kiosk.destroyed && (tries += 1) <= patience.times) return void agenda.after(patience.ms, begin);
    if (!life) return;
    if (dies) kiosk.disk.fuse(dies.calls, () => kiosk.dieNow(dies.power));
    void move(kiosk, life, own);
  };
  if (cut !== null) {
    agenda.after(atMs - 1_000, () => (kiosk.line.cut = true));
    agenda.after(atMs + cut, () => (kiosk.line.cut = false));
  }
  agenda.after(atMs, begin);
}

const askAgain: Move = async (kiosk, { acts }, chance) => {
  const open = acts.book.open();
  if (open.length === 0) return;
  const { pid } = chance.pick(open);
  const asked = await askOutcome(acts, pid);
  kiosk.world.log(`staff ask ${pid.slice(0, 4)} ${asked.ok ? asked.value.state : asked.error}`);
};

const handOverOne: Move = async (kiosk, life, chance) => {
  const unknown = life.acts.book.all().filter(({ state }) => state === 'unknown');
  if (unknown.length === 0) return;
  const { pid } = chance.pick(unknown);
  // Two fingers on one button.
  const touches = chance.flip(0.3) ? 2 : 1;
  await Promise.all(Array.from({ length: touches }, () => handOver(kiosk, life, pid)));
};

async function handOver(kiosk: Kiosk, { acts }: Life, pid: string): Promise<void> {
  const { world } = kiosk;
  const handed = await world.parts.handOver(acts, pid, 'ar');
  world.log(`staff hand over ${pid.slice(0, 4)} ${handed.ok ? handed.value.caseId : handed.error}`);
  if (!handed.ok) return;
  world.met.add('handed over by staff');
  if (!kiosk.durable.has(`${pid}:manual`)) world.violate('staff', `${handed.value.caseId} is a case of nothing`);
}

/** The cases of the kiosk, as the acquirer's report of the day after shows them. */
export const closeCases: Move = async (kiosk, life) => {
  for (const record of life.acts.book.all()) {
    const closing = seen(kiosk.world, record);
    if (closing) await close(kiosk, life, record.pid, closing);
  }
};

/** Two people who have not looked. */
const closeWrong: Move = async (kiosk, life, chance) => {
  for (const record of life.acts.book.all()) {
    const possible = closableAs(record).filter((outcome) => outcome !== 'reversed');
    if (possible.length === 0) continue;
    const outcome = chance.pick(possible);
    await close(kiosk, life, record.pid, { outcome, evidence: chance.pick(evidenceFor[outcome]), reference: '77' });
  }
};

async function close(kiosk: Kiosk, { acts }: Life, pid: string, closing: Closing): Promise<void> {
  const { world } = kiosk;
  const [one, other] = people;
  const alone = await world.parts.closeCase(acts, pid, { closing, staff: [one, one] });
  if (alone.ok) world.violate('staff', `${pid.slice(0, 8)} was closed by one person`);
  const closed = await world.parts.closeCase(acts, pid, { closing, staff: [one, other] });
  world.log(`staff close ${pid.slice(0, 4)} ${closing.outcome} ${closed.ok ? 'done' : closed.error}`);
  if (closed.ok) world.met.add(`closed by staff as ${closing.outcome}`);
}

/** What is to be seen about a case; null when it is not for people at a kiosk to close. */
function seen(world: World, record: PaymentRecord): Closing | null {
  const possible = closableAs(record);
  const taken = takenOf(world).find(({ pid }) => pid === record.pid);
  if (possible.includes('reversed')) {
    const { refundRef = '', amountFils = 0 } = record.reversal ?? {};
    const paper = taken !== undefined && taken.refundedFils >= amountFils;
    return paper ? { outcome: 'reversed', evidence: 'refund_paper', reference: refundRef } : null;
  }
  if (possible.length === 0) return null;
  if (!taken || taken.voided || wasUndone(taken)) return { outcome: 'not_charged', evidence: 'settlement_report' };
  // Another amount than the one that was agreed is settled by who has the books.
  if (taken.amountFils !== record.totalFils) return null;
  return { outcome: 'captured', evidence: 'acquirer_portal', reference: '4711' };
}

/** Taken and given back by the terminal itself: the report shows nothing of it. */
function wasUndone({ rail, amountFils, captures, refundedFils }: Taken): boolean {
  return rail === 'terminal' && refundedFils === amountFils * captures;
}

const closeDay: Move = async (kiosk, { days }) => {
  const closed = await days.close();
  kiosk.world.log(`${kiosk.code} Z ${closed.ok ? closed.value.report.no : closed.error}`);
  if (closed.ok) kiosk.world.met.add('day closed by staff');
};

const restart: Move = async (kiosk, { desk }) => {
  desk.stop();
  kiosk.crash(false);
  kiosk.world.agenda.after(3_000, () => void kiosk.boot());
};

const calmMoves: readonly Move[] = [askAgain, handOverOne, handOverOne, handOverOne, closeDay, closeDay, restart];
