import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { CommitReply } from '../../src-shared/contract/gateway-http.ts';
import type { Reversal } from '../../src-shared/payment/record.ts';
import type { PaymentRail, RailNews, Told } from './rails/rail.ts';
import { order, paymentRoom, settle } from './test-support.ts';

/** A terminal that says what the test tells it to. */
class ScriptedRail implements PaymentRail {
  readonly name = 'terminal';
  sent = 0;
  news: RailNews = { kind: 'nothing' };
  releasable: Told = ok(null);
  released = 0;
  answerPay: (news: RailNews) => void = () => undefined;

  available = () => true;
  prepare = async () =>
    ok({ type: 'SENT' as const, railRef: 'POI1/1', terminal: { saleId: 'K001', poiId: 'POI1', serviceId: '1' } });
  send = () => {
    this.sent += 1;
    return new Promise<RailNews>((resolve) => (this.answerPay = resolve));
  };
  ask = async () => this.news;
  cancel = async () => this.news;
  release = async () => {
    this.released += 1;
    return this.releasable;
  };
  reverse = async () => ({ kind: 'reversed' as const, refundProof: 'POI1/9' });
  reportReversed = async (): Promise<Told> => ok(null);
  view = () => ({ pageUrl: null, underWay: false, confirming: false, cardLeft: false });
  askAgainMs = () => 15_000;
}

async function atTheTerminal() {
  const rail = new ScriptedRail();
  const room = await paymentRoom(undefined, [rail]);
  const outcome = await room.desk.start({ ...order, rail: 'terminal' });
  if (outcome.result !== 'started') throw new Error(outcome.result);
  await settle();
  return { ...room, rail, pid: outcome.pid };
}

async function onThePhone() {
  const room = await paymentRoom();
  const outcome = await room.desk.start(order);
  if (outcome.result !== 'started') throw new Error(outcome.result);
  await settle();
  return { ...room, pid: outcome.pid };
}

const approved: RailNews = { kind: 'captured', capture: { amountFils: order.totalFils, card: { approvalCode: '1' } } };

function goesBack(pid: string, amount: number): Reversal {
  return { refundRef: `R${pid}`, reason: 'settled_elsewhere', itemIds: ['a'], amountFils: fils(amount) };
}

function reply(result: CommitReply['result'], reversal: Reversal): CommitReply {
  return { result, proof: 'WAFA1.s.g', postings: [{ obligationId: 'a', posting: 'refused' }], reversal };
}

describe('a payment at the terminal', () => {
  it('that is approved is committed and posted', async () => {
    const { rail, desk, time, pid } = await atTheTerminal();
    rail.answerPay(approved);
    await time.pass(1_000);
    expect(desk.view(pid)?.state).toBe('posted');
    expect(rail.sent).toBe(1);
  });

  it('whose visitor left is asked about, and a late approval is honoured', async () => {
    const { rail, desk, time, pid } = await atTheTerminal();
    await desk.leave(pid);
    expect(desk.view(pid)).toMatchObject({ state: 'unknown', unknownReason: 'visitor_left' });
    await time.pass(60_000);
    rail.answerPay(approved);
    await time.pass(1_000);
    expect(desk.view(pid)?.state).toBe('posted');
    expect(rail.sent).toBe(1);
  });

  it('that approved another amount goes back at once: it is never shown as paid, and the gateway is told why', async () => {
    const { rail, desk, book, gateway, time, pid } = await atTheTerminal();
    const shown: (string | undefined)[] = [];
    const commit = gateway.commit.bind(gateway);
    let told: unknown;
    gateway.commit = async (...given: unknown[]) => {
      shown.push(desk.view(pid)?.state);
      told = given[1];
      return commit();
    };
    rail.answerPay({ kind: 'captured', capture: { amountFils: fils(14_000) }, goesBack: 'wrong_amount' });
    await time.pass(3_000);
    expect(shown).toEqual(['reversal_due']);
    expect(told).toMatchObject({ capture: { amountFils: 14_000 }, reversal: { reason: 'wrong_amount' } });
    expect(book.get(pid)).toMatchObject({ state: 'closed', refundProof: 'POI1/9', receiptNo: 'K001-00000001' });
  });

  it('that was refused gives the items back, for as long as it takes the gateway to hear it', async () => {
    const { rail, book, time, pid } = await atTheTerminal();
    rail.releasable = err({ kind: 'network_down' });
    rail.answerPay({ kind: 'not_charged', reason: 'declined', proof: 'terminal_answer' });
    await time.pass(60_000);
    expect(book.get(pid)).toMatchObject({ state: 'not_charged', noChargeProof: 'terminal_answer' });
    expect(rail.released).toBeGreaterThan(2);
    rail.releasable = ok(null);
    await time.pass(40_000);
    expect(book.get(pid)?.released).toBe(true);
    expect(book.open()).toEqual([]);
  });
});

describe('a commit of the terminal', () => {
  it('that conflicts with an open attempt at the gateway is refused: nobody there will find out more', async () => {
    const { rail, book, gateway, time, pid } = await atTheTerminal();
    gateway.is('open');
    gateway.against = { kind: 'problem', code: 'conflict', message: '' };
    rail.answerPay(approved);
    await time.pass(120_000);
    expect(book.setAside.of(pid)).toMatchObject({ why: 'conflict', tries: 5 });
  });
});

describe('a restart before the kiosk knows its name', () => {
  it('leaves a capture where it is safe, and books it once the name is there', async () => {
    const before = await atTheTerminal();
    before.desk.stop();
    const rail = new ScriptedRail();
    rail.news = approved;
    let name: string | null = null;
    const after = await paymentRoom(before.fs, [rail], () => name);
    await after.desk.recover();
    await after.time.pass(5_000);
    expect(after.book.get(before.pid)?.state).toBe('unknown');
    name = 'K001';
    await after.time.pass(40_000);
    expect(after.book.get(before.pid)).toMatchObject({ state: 'posted', receiptNo: 'K001-00000001' });
    expect(rail.sent).toBe(0);
  });
});

describe('a course', () => {
  it('in which a round goes wrong is not the end of it', async () => {
    const { rail, desk, time, pid } = await atTheTerminal();
    rail.ask = () => Promise.reject(new Error('a bug'));
    await desk.leave(pid);
    await time.pass(5_000);
    rail.ask = async () => approved;
    await time.pass(60_000);
    expect(desk.view(pid)?.state).toBe('posted');
  });

  it('whose payment could not even be sent is asked about', async () => {
    const rail = new ScriptedRail();
    rail.send = () => Promise.reject(new Error('a second payment'));
    rail.news = { kind: 'not_charged', reason: 'terminal_unavailable', proof: 'terminal_never_had_it' };
    const { desk, time } = await paymentRoom(undefined, [rail]);
    const outcome = await desk.start({ ...order, rail: 'terminal' });
    if (outcome.result !== 'started') throw new Error(outcome.result);
    await time.pass(5_000);
    expect(desk.view(outcome.pid)?.state).toBe('not_charged');
  });
});

describe('tickets somebody else has paid a moment before', () => {
  it('send the whole amount back, and the visitor is told until it is there', async () => {
    const { desk, book, gateway, time, pid } = await onThePhone();
    gateway.commit = async () => ok(reply('duplicate', goesBack(pid, 15_000)));
    gateway.is('captured');
    await time.pass(2_000);
    expect(desk.view(pid)).toMatchObject({ state: 'reversal_due', refund: { amountFils: 15_000, whole: true } });
    expect(book.get(pid)?.proof).toBe('WAFA1.s.g');
    gateway.also = { refundProof: 'K-Net 77' };
    gateway.is('refunded');
    await time.pass(10_000);
    expect(book.get(pid)).toMatchObject({ state: 'closed', refundProof: 'K-Net 77' });
  });

  it('are told again after a power cut, from where the journal stood', async () => {
    const before = await onThePhone();
    before.gateway.commit = async () => ok(reply('duplicate', goesBack(before.pid, 15_000)));
    before.gateway.is('captured');
    await before.time.pass(2_000);
    before.desk.stop();
    const after = await paymentRoom(before.fs);
    after.gateway.is('refunded');
    await after.desk.recover();
    await after.time.pass(3_000);
    expect(after.book.get(before.pid)?.state).toBe('closed');
    expect(after.gateway.calls).not.toContain('commit');
  });
});

describe('a gateway restored from a backup', () => {
  it('that has forgotten what goes back hears the commit again', async () => {
    const { book, gateway, time, pid } = await onThePhone();
    gateway.commit = async () => ok(reply('duplicate', goesBack(pid, 15_000)));
    gateway.is('captured');
    await time.pass(2_000);
    expect(book.get(pid)?.state).toBe('reversal_due');
    let again = 0;
    gateway.commit = async () => {
      again += 1;
      gateway.is('refunded');
      return ok(reply('duplicate', goesBack(pid, 15_000)));
    };
    gateway.is('open');
    await time.pass(30_000);
    expect(again).toBe(1);
    expect(book.get(pid)?.state).toBe('closed');
  });
});

describe('a payment that people have', () => {
  it('follows their decision, with the evidence and both names in the journal', async () => {
    const { desk, book, gateway, time, pid } = await onThePhone();
    gateway.also = { caseId: '17' };
    gateway.is('manual');
    await time.pass(3_000);
    expect(desk.view(pid)).toMatchObject({ state: 'manual', caseId: '17' });
    const closure = { caseId: '17', evidence: 'settlement line 7', staff: ['S1', 'S2'] as [string, string] };
    gateway.also = { closure };
    gateway.is('not_charged');
    await time.pass(6 * 60_000);
    expect(book.get(pid)).toMatchObject({ state: 'not_charged', closure });
    expect(book.open()).toEqual([]);
  });

  it('and have closed as not charged is not brought back by a commit', async () => {
    const { desk, book, gateway, time, pid } = await onThePhone();
    gateway.is('captured');
    let commits = 0;
    gateway.commit = async () => {
      commits += 1;
      return err({ kind: 'problem', code: 'conflict', message: '' });
    };
    gateway.also = { caseId: '9' };
    await time.pass(1_500);
    gateway.is('manual');
    await time.pass(40_000);
    expect(desk.view(pid)?.state).toBe('manual');
    const before = commits;
    const closure = { caseId: '9', evidence: 'no line', staff: ['S1', 'S2'] as [string, string] };
    gateway.also = { closure };
    gateway.is('not_charged');
    await time.pass(120_000);
    expect(book.get(pid)).toMatchObject({ state: 'not_charged', closure });
    expect(commits).toBe(before);
  });

  it('and have decided for a capture that had its answer already goes back all the same', async () => {
    const { book, gateway, time, pid } = await onThePhone();
    gateway.is('captured');
    gateway.commit = async () => err({ kind: 'problem', code: 'conflict', message: '' });
    gateway.also = { caseId: '9' };
    await time.pass(1_500);
    gateway.is('manual');
    await time.pass(40_000);
    gateway.commit = async () => ok(reply('duplicate', goesBack(pid, 15_000)));
    const closure = { caseId: '9', evidence: 'line 4', staff: ['S1', 'S2'] as [string, string] };
    gateway.also = { closure };
    gateway.is('refund_due');
    await time.pass(6 * 60_000);
    gateway.is('refunded');
    await time.pass(60_000);
    expect(book.get(pid)).toMatchObject({ state: 'closed', proof: 'WAFA1.s.g' });
  });

  it('for its refund only is receipted before they have it, so that the payer holds a number', async () => {
    const { desk, book, gateway, time, pid } = await onThePhone();
    gateway.commit = async () => ok(reply('duplicate', goesBack(pid, 15_000)));
    gateway.also = { caseId: '17', reversal: goesBack(pid, 15_000) };
    gateway.is('manual');
    await time.pass(10_000);
    expect(desk.view(pid)).toMatchObject({
      state: 'manual',
      caseId: '17',
      refund: { amountFils: 15_000, whole: true },
    });
    expect(book.get(pid)).toMatchObject({ receiptNo: 'K001-00000001', proof: 'WAFA1.s.g' });
  });

  it('because the gateway has something against the capture gets its case number, and the commit goes on', async () => {
    const { desk, book, gateway, time, pid } = await onThePhone();
    gateway.is('captured');
    gateway.commit = async () => err({ kind: 'problem', code: 'conflict', message: '' });
    await time.pass(1_500);
    expect(desk.view(pid)?.state).toBe('captured');
    gateway.also = { caseId: '9' };
    gateway.is('manual');
    await time.pass(40_000);
    expect(desk.view(pid)).toMatchObject({ state: 'manual', caseId: '9' });
    gateway.commit = async () => ok({ ...reply('posted', goesBack(pid, 1)), reversal: undefined });
    await time.pass(40_000);
    expect(book.get(pid)).toMatchObject({ state: 'manual', proof: 'WAFA1.s.g' });
  });
});
