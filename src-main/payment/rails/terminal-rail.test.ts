import { describe, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import type { TerminalReference } from '../../../src-shared/domain/receipt.ts';
import type { PaymentEvent, PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { ReversalReason } from '../../../src-shared/payment/states.ts';
import { ok } from '../../../src-shared/result.ts';
import type {
  ReversalOutcome,
  TerminalDriver,
  TerminalOutcome,
  TerminalStatus,
} from '../../devices/terminal/driver.ts';
import { HandTime } from '../../devices/terminal/test-support.ts';
import { TerminalRail, type ReversalMode } from './terminal-rail.ts';
import { fold, pid, reserved, sending, ToldGateway, totalFils } from './test-support-terminal.ts';

/** A driver that answers what the test tells it to. */
class ToldDriver implements TerminalDriver {
  state: TerminalStatus = 'ready';
  says: TerminalOutcome = { kind: 'unknown' };
  reversal: ReversalOutcome = { kind: 'unknown' };
  never = false;
  durable = true;
  readonly reversed: TerminalReference[] = [];
  #next = 0;

  status = () => this.state;
  start = () => undefined;
  stop = () => undefined;
  totals = async () => null;
  abort = async () => undefined;
  pay = async () => this.says;
  outcome = async () => this.says;
  neverHadIt = () => this.never;

  async nextReference(): Promise<TerminalReference | null> {
    this.#next += 1;
    return this.durable ? { saleId: 'K001', poiId: 'POI1', serviceId: String(this.#next) } : null;
  }

  async reverse(reference: TerminalReference): Promise<ReversalOutcome> {
    this.reversed.push(reference);
    return this.reversal;
  }
}

function rig(reversal?: ReversalMode) {
  const driver = new ToldDriver();
  const gateway = new ToldGateway();
  const time = new HandTime();
  const open = { unknown: false };
  const rail = new TerminalRail({
    ...{ driver, gateway: gateway.port, clock: time, openUnknown: () => open.unknown },
    ...(reversal ? { reversal } : {}),
  });
  return { driver, gateway, time, open, rail };
}

const card = { transactionId: 'T1', transactionTime: 't' };

/** An attempt whose money goes back, and the gateway knows it. */
async function goingBack(
  { rail, gateway }: Pick<ReturnType<typeof rig>, 'rail' | 'gateway'>,
  amountFils = totalFils,
): Promise<PaymentRecord> {
  gateway.report = { ...gateway.report, state: 'refund_due' };
  const reason: ReversalReason = 'settled_elsewhere';
  const proved: PaymentEvent = {
    ...{ type: 'CAPTURE_PROVED', capture: { amountFils: totalFils, card } },
    ...{ receiptNo: 'K001-00000001', issuedAt: '2026-11-24T10:00:00.000+03:00' },
  };
  const due: PaymentEvent = {
    ...{ type: 'REVERSAL_DUE', reversal: { refundRef: `R${pid}`, reason, itemIds: ['a'], amountFils } },
  };
  return fold(await sending(rail), proved, due);
}

describe('before the money', () => {
  it('takes cards only when the terminal is ready and no other outcome is unknown', () => {
    const { driver, open, rail } = rig();
    expect(rail.available()).toBe(true);
    open.unknown = true;
    expect(rail.available()).toBe(false);
    open.unknown = false;
    for (const state of ['busy', 'card_left', 'not_acceptable', 'unreachable', 'starting'] as const) {
      driver.state = state;
      expect(rail.available()).toBe(false);
    }
  });

  it('arms the gateway, then names the message', async () => {
    const { rail, gateway } = rig();
    expect(await rail.prepare(reserved())).toEqual({
      ok: true,
      value: { type: 'SENT', railRef: 'POI1/1', terminal: { saleId: 'K001', poiId: 'POI1', serviceId: '1' } },
    });
    expect(gateway.calls).toEqual([{ call: 'arm' }]);
  });

  it('without the gateway, a lease long enough or a durable number nothing is sent', async () => {
    const { rail, gateway, driver } = rig();
    driver.durable = false;
    expect(await rail.prepare(reserved())).toEqual({ ok: false, error: 'journal_closed' });
    gateway.leaseSeconds = 199;
    expect(await rail.prepare(reserved())).toEqual({ ok: false, error: 'payments_closed' });
    gateway.reachable = false;
    expect(await rail.prepare(reserved())).toEqual({ ok: false, error: 'network_down' });
  });
});

describe('asking what became of it', () => {
  it('a terminal that was taken while the gateway was asked gets no second payment', async () => {
    const { driver, rail } = rig();
    const next = driver.nextReference.bind(driver);
    driver.nextReference = async () => {
      driver.state = 'busy';
      return next();
    };
    expect(await rail.prepare(reserved())).toEqual({ ok: false, error: 'payments_closed' });
  });

  it('a payment stopped before it reached the terminal was withdrawn, not refused', async () => {
    const { rail, driver } = rig();
    const record = await sending(rail);
    await rail.cancel(record);
    driver.says = { kind: 'not_found' };
    driver.never = true;
    expect(await rail.ask(record)).toMatchObject({ kind: 'not_charged', reason: 'withdrawn' });
  });

  it('not found is proof only when the driver says so', async () => {
    const { rail, driver } = rig();
    const record = await sending(rail);
    driver.says = { kind: 'not_found' };
    expect(await rail.ask(record)).toEqual({ kind: 'nothing' });
    driver.never = true;
    expect(await rail.ask(record)).toMatchObject({ kind: 'not_charged', proof: 'terminal_never_had_it' });
    driver.says = { kind: 'unknown' };
    expect(await rail.ask(record)).toEqual({ kind: 'nothing' });
  });

  it.each([
    ['captured', { kind: 'captured', capture: { amountFils: totalFils } }],
    ['posted', { kind: 'captured', capture: { amountFils: totalFils } }],
    ['refund_due', { kind: 'captured', capture: { amountFils: totalFils } }],
    ['not_charged', { kind: 'not_charged', reason: 'declined', proof: 'settlement' }],
    ['manual', { kind: 'staff', caseId: 'CASE-1' }],
    ['open', { kind: 'nothing' }],
    ['reserved', { kind: 'nothing' }],
  ] as const)('settlement at the gateway says %s', async (state, news) => {
    const { rail, gateway } = rig();
    const record = await sending(rail);
    gateway.report = { ...gateway.report, state, caseId: 'CASE-1' };
    expect(await rail.ask(record)).toEqual(news);
  });

  it('the terminal is gone: no answer, unless the gateway knows', async () => {
    const { rail, gateway, driver } = rig();
    const record = await sending(rail);
    driver.state = 'unreachable';
    expect(await rail.ask(record)).toEqual({ kind: 'no_answer' });
    gateway.reachable = false;
    expect(await rail.ask(record)).toEqual({ kind: 'no_answer' });
    gateway.reachable = true;
    gateway.report = { ...gateway.report, state: 'posted' };
    expect(await rail.ask(record)).toMatchObject({ kind: 'captured' });
  });

  it('a gateway that has forgotten the arming proves nothing: only settlement does', async () => {
    const { gateway, rail } = rig();
    const record = await sending(rail);
    gateway.report = { ...gateway.report, state: 'not_charged', notPaidReason: 'not_reserved' };
    expect(await rail.ask(record)).toEqual({ kind: 'nothing' });
    gateway.report = { ...gateway.report, notPaidReason: 'bank_unreachable' };
    expect(await rail.ask(record)).toMatchObject({ kind: 'not_charged', proof: 'settlement' });
  });

  it('a payment that is still running is left alone', async () => {
    const { rail, gateway, driver } = rig();
    const record = await sending(rail);
    driver.says = { kind: 'running' };
    gateway.report = { ...gateway.report, state: 'not_charged' };
    expect(await rail.ask(record)).toEqual({ kind: 'nothing' });
  });

  it('is asked at once, at 15 s, at 60 s, then every five minutes', async () => {
    const { rail, time } = rig();
    const record = await sending(rail);
    await time.pass(5_000);
    const askedAt: number[] = [];
    for (let asked = 0; asked < 5; asked += 1) {
      askedAt.push(time.monotonicMs() - 5_000);
      await rail.ask(record);
      await time.pass(2_000);
      await time.pass(rail.askAgainMs(record));
    }
    expect(askedAt).toEqual([0, 15_000, 60_000, 362_000, 664_000]);
  });
});

describe('nothing was charged', () => {
  it('the gateway is told why and by what proof, until it has heard', async () => {
    const { rail, gateway } = rig();
    const record = fold(await sending(rail), {
      ...{ type: 'NO_CHARGE_PROVED', reason: 'wrong_pin', proof: 'terminal_answer' },
    });
    gateway.reachable = false;
    expect((await rail.release(record)).ok).toBe(false);
    gateway.reachable = true;
    expect((await rail.release(record)).ok).toBe(true);
    expect(gateway.calls.at(-1)).toEqual({
      ...{ call: 'no-charge', body: { reason: 'wrong_pin', proof: 'terminal_answer' } },
    });
  });

  it('an attempt that never got to the terminal was never sent', async () => {
    const { rail, gateway } = rig();
    expect(await rail.release(fold(reserved(), { type: 'CANCELLED', reason: 'restarted' }))).toEqual(ok(null));
    expect(gateway.calls).toEqual([{ call: 'no-charge', body: { reason: 'restarted', proof: 'never_sent' } }]);
  });
});

describe('money that goes back', () => {
  /** Calls `reverse` as the desk does: what was noted is in the record of the next call. */
  async function reverseTwice({ rail }: ReturnType<typeof rig>, record: PaymentRecord, durable = true) {
    let now = record;
    const once = () =>
      rail.reverse(now, async (sent) => {
        if (durable) now = fold(now, sent);
        return durable;
      });
    return [await once(), await once()];
  }

  it('counter is the default: the terminal is never asked, people do it', async () => {
    const scene = rig();
    const record = await goingBack(scene);
    expect(await reverseTwice(scene, record)).toEqual([{ kind: 'waiting' }, { kind: 'waiting' }]);
    scene.gateway.report = { ...scene.gateway.report, state: 'manual', caseId: 'CASE-1' };
    expect(await reverseTwice(scene, record)).toContainEqual({ kind: 'staff', caseId: 'CASE-1' });
    expect(scene.driver.reversed).toEqual([]);
  });

  it('once, and done: reversed with its proof', async () => {
    const scene = rig('once');
    scene.driver.reversal = { kind: 'reversed', proof: 'POI1/2/T2' };
    const [first] = await reverseTwice(scene, await goingBack(scene));
    expect(first).toEqual({ kind: 'reversed', refundProof: 'POI1/2/T2' });
    expect(scene.driver.reversed[0]).toMatchObject({ serviceId: '2' });
  });

  it.each(['unknown', 'refused'] as const)('once, and %s: never asked again, people do it', async (kind) => {
    const scene = rig('once');
    scene.driver.reversal = { kind };
    const waiting = { kind: 'waiting' };
    expect(await reverseTwice(scene, await goingBack(scene))).toEqual([waiting, waiting]);
    expect(scene.driver.reversed).toHaveLength(1);
  });

  it('once, and the program restarted after it was sent: people do it', async () => {
    const scene = rig('once');
    const terminal = { saleId: 'K001', poiId: 'POI1', serviceId: '7' };
    const record = fold(await goingBack(scene), { type: 'REVERSAL_SENT', terminal });
    expect((await reverseTwice(scene, record)).map(({ kind }) => kind)).toEqual(['waiting', 'waiting']);
    expect(scene.driver.reversed).toEqual([]);
  });

  it('auto, and no answer: asked again under the same name', async () => {
    const scene = rig('auto');
    expect(await reverseTwice(scene, await goingBack(scene))).toEqual([{ kind: 'no_answer' }, { kind: 'no_answer' }]);
    expect(scene.driver.reversed.map(({ serviceId }) => serviceId)).toEqual(['2', '2']);
  });

  it('auto, and refused: not asked again', async () => {
    const scene = rig('auto');
    scene.driver.reversal = { kind: 'refused' };
    await reverseTwice(scene, await goingBack(scene));
    expect(scene.driver.reversed).toHaveLength(1);
  });

  it.each(['auto', 'once'] as const)('%s: a part is for people', async (mode) => {
    const scene = rig(mode);
    await reverseTwice(scene, await goingBack(scene, fils(5_000)));
    expect(scene.driver.reversed).toEqual([]);
  });

  it('what could not be noted is not sent, and a terminal that is away is waited for', async () => {
    const scene = rig('once');
    const record = await goingBack(scene);
    expect(await reverseTwice(scene, record, false)).toEqual([{ kind: 'waiting' }, { kind: 'waiting' }]);
    scene.driver.state = 'unreachable';
    expect(await reverseTwice(scene, record)).toEqual([{ kind: 'waiting' }, { kind: 'waiting' }]);
    expect(scene.driver.reversed).toEqual([]);
  });

  it.each(['auto', 'once'] as const)('%s: what people have or have done is never done again', async (mode) => {
    const scene = rig(mode);
    scene.driver.reversal = { kind: 'reversed', proof: 'POI1/2/T2' };
    const record = await goingBack(scene);
    scene.driver.state = 'unreachable';
    await reverseTwice(scene, record);
    scene.driver.state = 'ready';
    for (const state of ['manual', 'posted', 'refunded'] as const) {
      scene.gateway.report = { ...scene.gateway.report, state, refundProof: 'portal 5' };
      await reverseTwice(scene, record);
    }
    scene.gateway.reachable = false;
    await reverseTwice(scene, record);
    expect(scene.driver.reversed).toEqual([]);
  });

  it.each(['auto', 'once'] as const)('%s: another terminal is never asked to give it back', async (mode) => {
    const scene = rig(mode);
    const record = await goingBack(scene);
    scene.driver.nextReference = async () => ({ saleId: 'K001', poiId: 'POI2', serviceId: '9' });
    expect(await reverseTwice(scene, record)).toEqual([{ kind: 'waiting' }, { kind: 'waiting' }]);
    expect(scene.driver.reversed).toEqual([]);
  });

  it('what was given back by others closes without telling the gateway what it told us', async () => {
    const { rail, gateway } = rig();
    const byOthers = fold(await goingBack({ rail, gateway }), { type: 'REVERSED', refundProof: 'portal 5 portal 6' });
    const closure = { caseId: '7', evidence: 'portal 5', staff: ['S1', 'S2'] as [string, string] };
    const neverOwed = fold(
      await sending(rail),
      { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' },
      { type: 'HANDED_TO_STAFF', caseId: '7' },
      { type: 'REVERSED', refundProof: 'portal 5', closure },
    );
    gateway.calls.length = 0;
    expect((await rail.reportReversed(byOthers)).ok).toBe(true);
    expect((await rail.reportReversed(neverOwed)).ok).toBe(true);
    expect(gateway.calls).toEqual([]);
  });

  it('the gateway is told of a reversal until it has heard', async () => {
    const { rail, gateway } = rig();
    const terminal = { saleId: 'K001', poiId: 'POI1', serviceId: '2' };
    const record = fold(
      await goingBack({ rail, gateway }),
      { type: 'REVERSAL_SENT', terminal },
      { type: 'REVERSED', refundProof: 'POI1/2/T2' },
    );
    gateway.reachable = false;
    expect((await rail.reportReversed(record)).ok).toBe(false);
    gateway.reachable = true;
    expect((await rail.reportReversed(record)).ok).toBe(true);
    expect(gateway.calls.at(-1)?.body).toEqual({ refundRef: `R${pid}`, refundProof: 'POI1/2/T2' });
  });
});

it('the visitor’s screen learns of a card left, and may always offer to stop', () => {
  const { rail, driver } = rig();
  const view = { pageUrl: null, underWay: false, confirming: false, cardLeft: false };
  expect(rail.view()).toEqual(view);
  driver.state = 'card_left';
  expect(rail.view()).toEqual({ ...view, cardLeft: true });
});
