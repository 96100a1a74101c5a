import { openJournal } from '../../src-main/journal/journal.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';
import { doesNotFollow } from '../../src-gateway/reconciliation/follows.ts';
import type { DayReport } from '../../src-shared/domain/day-report.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { Kiosk } from './world/kiosk.ts';
import { takenOf, type Taken } from './world/truth.ts';
import type { World } from './world/world.ts';

type Check = (world: World, taken: readonly Taken[]) => Iterable<string>;

/** Nothing is owed by a kiosk whose disk lied or that is gone; by all others everything is. */
function isTrusted(kiosk: Kiosk): boolean {
  return !kiosk.destroyed && kiosk.outOfService === null && !kiosk.world.swarm.faults.has('lying_sync');
}

function short(pid: string): string {
  return pid.slice(0, 8);
}

function recordOf(world: World, pid: string): PaymentRecord | null {
  return world.orders.get(pid)?.kiosk.life?.book.get(pid) ?? null;
}

/** Cases in which what staff at a kiosk said stands against what the gateway's books say. */
const doubts = new Set(['contradiction', 'not_settled', 'amounts_differ']);

/**
 * Did staff at a kiosk end the case of an attempt, and do the gateway's own people decide what that was worth? Until
 * they have, money and postings may differ (decision 0022); nobody may be the only one to know.
 */
function isInDoubt(world: World, pid: string): boolean {
  const { tables } = world.gateway.model;
  const found = tables.cases.filter((row) => row.pid === pid);
  if (!found.some(({ class: name }) => name === 'closed_at_kiosk')) return false;
  return found.some((row) => doubts.has(row.class)) || Boolean(tables.payments.get(pid)?.closure);
}

/** At most one capture per attempt and per reference. */
function* oneCapture(_world: World, taken: readonly Taken[]): Iterable<string> {
  const pids = new Map<string, number>();
  for (const { pid, railRef, captures } of taken) {
    pids.set(pid, (pids.get(pid) ?? 0) + captures);
    if (captures > 1) yield `${railRef} was charged ${captures} times`;
  }
  for (const [pid, times] of pids) if (times > 1) yield `${short(pid)} was charged ${times} times`;
}

/** What an attempt keeps is what it settled; no item is settled twice; nothing goes back twice. */
function* moneyKeptIsMoneyPosted(world: World, taken: readonly Taken[]): Iterable<string> {
  for (const one of taken) {
    const kept = one.voided ? 0 : one.amountFils * one.captures - one.refundedFils;
    const credited = creditedTo(world, one.pid);
    if (kept === credited || (kept > 0 && hasSuspense(world, one)) || isForMinistryMatch(world, one.pid)) continue;
    if (isInDoubt(world, one.pid)) continue;
    yield `${short(one.pid)} keeps ${kept} fils and settled ${credited}`;
  }
}

/** Restored from a backup, the gateway may know nothing of a payment, or of its refund: then people have it, or it is over. */
function hasSuspense(world: World, { pid, railRef, amountFils, refundedFils, captures }: Taken): boolean {
  if (!world.met.has('restored gateway')) return false;
  if (refundedFils === amountFils * captures) return true;
  const { entries, cases } = world.gateway.model.tables;
  return entries.has(`suspense:${railRef}`) || cases.some((row) => row.pid === pid && row.class === 'amounts_differ');
}

/**
 * Restored from a backup, the gateway may give an item to the other of two payers than it had told the ministry. The
 * match with the ministry, which is not simulated, opens a case for that.
 */
function isForMinistryMatch(world: World, pid: string): boolean {
  if (!world.met.has('restored gateway')) return false;
  const refunds = [...world.gateway.model.tables.refunds.values()];
  return refunds.some((refund) => refund.pid === pid && refund.reason === 'settled_elsewhere');
}

function creditedTo(world: World, pid: string): number {
  let sum = 0;
  for (const item of world.ministry.items.values()) {
    sum += item.amountFils * item.credits.filter((key) => key.startsWith(pid)).length;
  }
  return sum;
}

/** Every item is settled at most once, and only by money that was taken. */
function* postedOnce(world: World, taken: readonly Taken[]): Iterable<string> {
  for (const [itemId, { credits }] of world.ministry.items) {
    if (credits.length > 1) yield `${itemId} was settled ${credits.length} times`;
    for (const key of credits) {
      const settled = taken.some(({ pid, voided }) => !voided && key.startsWith(pid));
      const inDoubt = [...world.orders.keys()].some((pid) => key.startsWith(pid) && isInDoubt(world, pid));
      if (key !== 'elsewhere' && !settled && !inDoubt) {
        yield `${itemId} was settled without money`;
      }
    }
  }
}

/** Each capture has a receipt, on the kiosk and at the gateway. */
function* receiptForEach(world: World, taken: readonly Taken[]): Iterable<string> {
  for (const one of taken) {
    if (one.voided || hasSuspense(world, one) || isInDoubt(world, one.pid)) continue;
    // Taken and given back by the terminal while people had it: nobody but the acquirer ever knew.
    if (wasWordOfStaff(world, one.pid) && isAllBack(one)) continue;
    const row = world.gateway.model.tables.payments.get(one.pid);
    if (!row || row.capturedAt === null) yield `${short(one.pid)} is not known as captured at the gateway`;
    const kiosk = world.orders.get(one.pid)?.kiosk;
    if (!kiosk || !isTrusted(kiosk)) continue;
    const record = recordOf(world, one.pid);
    if (!record) yield `${short(one.pid)} is not in the kiosk's journal`;
    else if (!record.receiptNo && !record.closure) yield `${short(one.pid)} has no receipt, it is ${record.state}`;
  }
}

/**
 * NOT CHARGED is never shown when money was or later is taken, PAID never when it was not or is taken back. Where staff
 * said so, all of it has gone back by now, or the gateway's people have the case.
 */
function* shownIsTrue(world: World, taken: readonly Taken[]): Iterable<string> {
  for (const kiosk of world.kiosks) {
    if (world.swarm.faults.has('lying_sync')) continue;
    for (const [pid, states] of kiosk.shown) {
      const money = taken.find((one) => one.pid === pid && !one.voided);
      const said = (...of: readonly string[]): boolean => [...states].some((state) => of.includes(state));
      // A word that went down with its kiosk reaches nobody.
      if (kiosk.ended.has(pid) && (isInDoubt(world, pid) || !isTrusted(kiosk))) continue;
      const putRight = money && kiosk.ended.has(pid) && isAllBack(money);
      if (money && said('not_charged', 'cancelled') && !putRight)
        yield `${short(pid)} was shown as not charged, and was`;
      if (!money && said('captured', 'posted')) yield `${short(pid)} was shown as paid, and was not`;
    }
  }
}

function isAllBack({ refundedFils, amountFils, captures }: Taken): boolean {
  return refundedFils === amountFils * captures;
}

/** Kiosk and gateway agree about every receipt; what K-Net was acknowledged is in the inbox. */
function* booksAgree(world: World): Iterable<string> {
  const { tables } = world.gateway.model;
  for (const kiosk of world.kiosks) {
    if (!isTrusted(kiosk)) continue;
    for (const record of kiosk.records()) {
      if (!record.receiptNo) continue;
      const row = tables.payments.get(record.pid);
      const forgotten = world.met.has('restored gateway') && record.proof !== undefined;
      if (
        row?.receiptNo !== record.receiptNo &&
        !forgotten &&
        record.state !== 'manual' &&
        !isInDoubt(world, record.pid)
      ) {
        yield `${record.receiptNo} is not at the gateway: ${row?.receiptNo ?? row?.state ?? 'unknown'}`;
      }
    }
  }
  if (world.met.has('restored gateway')) return;
  for (const { pid, word, amountFils } of world.play.acknowledged) {
    const kept = tables.inbox.some((row) => row.pid === pid && row.word === word && row.amountFils === amountFils);
    if (!kept) yield `an acknowledged result of ${short(pid)} is not in the inbox`;
  }
}

/** Will a kiosk still bring its receipt number? Not one that is gone, nor one that had brought it before a restore. */
function isOwedReceipt(world: World, pid: string): boolean {
  const kiosk = world.orders.get(pid)?.kiosk;
  return kiosk !== undefined && isTrusted(kiosk) && recordOf(world, pid)?.proof === undefined;
}

/** Nothing stays open without a case. */
function* nothingLeftOpen(world: World): Iterable<string> {
  const { tables } = world.gateway.model;
  const open = new Set(['reserved', 'intent', 'open', 'notified', 'captured', 'refund_due']);
  for (const row of tables.payments.values()) {
    const orphan = row.state === 'captured' && !isOwedReceipt(world, row.pid);
    if (open.has(row.state) && !orphan && tables.caseOf(row.pid) === null)
      yield `${short(row.pid)} is ${row.state} at the gateway`;
  }
  for (const { state, pid, itemId } of tables.postings)
    if (state === 'pending') yield `${short(pid)} ${itemId} is not posted`;
  for (const kiosk of world.kiosks) {
    if (!isTrusted(kiosk)) continue;
    for (const record of kiosk.life?.book.open() ?? []) {
      const known = tables.payments.get(record.pid);
      // What a restored gateway has forgotten after its COMMIT the kiosk does not bring again: it stays on every Z.
      if (world.met.has('restored gateway') && (!known || record.proof !== undefined)) continue;
      if (tables.caseOf(record.pid) === null)
        yield `${short(record.pid)} is ${record.state} at ${kiosk.code}, ${known?.state ?? 'nothing'} at the gateway`;
    }
  }
}

/** The match with the acquirer finds nothing, unless somebody who knew is gone. */
function* nothingToRepair(world: World): Iterable<string> {
  if (world.met.has('restored gateway') || world.swarm.faults.has('lying_sync')) return;
  for (const pid of world.gateway.repaired) {
    const kiosk = world.orders.get(pid)?.kiosk;
    if (!kiosk || kiosk.destroyed || kiosk.outOfService !== null) continue;
    if (world.forgetful.has(pid) || wasWordOfStaff(world, pid)) continue;
    // Somebody sent what contradicts K-Net: people and the settlement decide.
    if (world.gateway.model.tables.cases.some((row) => row.pid === pid && row.class === 'contradiction')) continue;
    yield `${short(pid)} was known to the acquirer alone`;
  }
}

/** What staff said is not known; that it was wrong the acquirer alone can show. */
function wasWordOfStaff(world: World, pid: string): boolean {
  return world.orders.get(pid)?.kiosk.ended.has(pid) === true;
}

/** The books balance, and kiosk, gateway and acquirer name the same amount. */
function* sumsAgree(world: World, taken: readonly Taken[]): Iterable<string> {
  const { tables } = world.gateway.model;
  if (tables.trialBalance() !== 0) yield `the trial balance is ${tables.trialBalance()}`;
  // A disk that lost which numbers were used may ask the terminal about somebody else's payment.
  if (world.swarm.faults.has('lying_sync')) return;
  for (const row of tables.payments.values()) {
    if (row.capturedAt === null || isInDoubt(world, row.pid)) continue;
    const truth = taken.find(({ pid, voided }) => pid === row.pid && !voided);
    const said = recordOf(world, row.pid)?.capture?.amountFils;
    const ours = row.capture?.amountFils;
    if (truth?.amountFils !== ours) yield `${short(row.pid)}: acquirer ${truth?.amountFils ?? 0}, gateway ${ours ?? 0}`;
    // A report of the gateway names no amount: a kiosk that learns from people what was taken writes down what was agreed.
    const fromPeople = tables.cases.some((found) => found.pid === row.pid && found.class === 'amounts_differ');
    if (said !== undefined && said !== ours && !fromPeople)
      yield `${short(row.pid)}: kiosk ${said}, gateway ${ours ?? 0}`;
  }
}

/** Receipt numbers of a kiosk are gapless and unique. */
function* numbersGapless(world: World): Iterable<string> {
  for (const kiosk of world.kiosks) {
    const numbers = kiosk
      .records()
      .flatMap(({ receiptNo }) => receiptNo ?? [])
      .toSorted();
    for (const [index, receiptNo] of numbers.entries()) {
      const due = `${kiosk.code}-${String(index + 1).padStart(8, '0')}`;
      if (receiptNo !== due) yield `${receiptNo} stands where ${due} should`;
    }
  }
}

/** Where items are held, nobody pays for one that somebody else is paying. */
function* leasesSpareRefunds(world: World): Iterable<string> {
  if (world.swarm.faults.has('no_lease') || world.met.has('restored gateway')) return;
  for (const { pid, reason } of world.gateway.model.tables.refunds.values()) {
    if (reason === 'settled_elsewhere') yield `${short(pid)} paid for what another attempt was paying`;
  }
}

/** Closed days are gapless, each follows from the one before, and the gateway has them all. */
function* daysFollow(world: World): Iterable<string> {
  for (const kiosk of world.kiosks) {
    if (!isTrusted(kiosk)) continue;
    let before: DayReport | null = null;
    for (const report of kiosk.closedDays) {
      const due: number = (before?.no ?? 0) + 1;
      if (report.no !== due) yield `Z ${report.no} of ${kiosk.code} stands where ${due} should`;
      for (const wrong of doesNotFollow(before, report)) yield `Z ${report.no} of ${kiosk.code} ${wrong}`;
      before = report;
    }
    const owed = kiosk.life?.days.undelivered ?? 0;
    if (owed > 0) yield `${owed} Z of ${kiosk.code} are not at the gateway`;
  }
}

/** After heal and settlement. */
const finalChecks: Readonly<Record<string, Check>> = {
  I1: oneCapture,
  I2: moneyKeptIsMoneyPosted,
  I3: postedOnce,
  I4: receiptForEach,
  I5: shownIsTrue,
  I6: booksAgree,
  I7: nothingLeftOpen,
  I8: nothingToRepair,
  I9: sumsAgree,
  I10: numbersGapless,
  Z: daysFollow,
  bound: leasesSpareRefunds,
};

/** All invariants, at the end of a run. */
export async function checkAll(world: World): Promise<void> {
  const taken = takenOf(world);
  for (const kiosk of world.kiosks) await kiosk.readClosedDays();
  for (const [name, check] of Object.entries(finalChecks)) {
    for (const what of check(world, taken)) world.violate(name, what);
  }
  for (const kiosk of world.kiosks) await checkJournal(kiosk);
}

/** Those that hold at every moment and cost little. */
export function checkNow(world: World): void {
  for (const [itemId, { credits }] of world.ministry.items) {
    if (credits.length > 1) world.violate('I3', `${itemId} was settled ${credits.length} times`);
  }
  if (world.gateway.model.tables.trialBalance() !== 0) world.violate('I9', 'the trial balance is not 0');
}

/** The journal opens again, whole, and ends where the program thinks it does. */
async function checkJournal(kiosk: Kiosk): Promise<void> {
  const { life, world } = kiosk;
  if (kiosk.destroyed || world.swarm.faults.has('lying_sync')) return;
  if (!life) return world.violate('I6', `${kiosk.code} did not come back: ${kiosk.outOfService ?? 'off'}`);
  const head = life.journal.head();
  const clock = { monotonicMs: () => 0, wallMs: () => 0 };
  const sizes = { segmentBytes: 6 * 1024, reserveBytes: 0 };
  kiosk.disk.mend();
  kiosk.disk.restart();
  const ports = {
    dir: '/data',
    name: 'payment',
    fs: kiosk.disk,
    sha256: nodeSha256,
    clock,
    bootId: 'judge',
    settings: sizes,
  };
  const opened = await openJournal(ports);
  if (!opened.ok) return world.violate('I6', `${kiosk.code} journal: ${JSON.stringify(opened.error)}`);
  const found = opened.value.head();
  if (found.seq !== head.seq || found.hash !== head.hash) {
    world.violate('I6', `${kiosk.code} journal ends at ${found.seq}, not at ${head.seq}`);
  }
}
