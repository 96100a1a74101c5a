import { expect, it } from 'vitest';
import { advance } from '../../../src-shared/payment/machine.ts';
import type { PaymentEvent } from '../../../src-shared/payment/record.ts';
import { problem } from '../gateway/gateway-model.ts';
import { MinistryModel } from '../world/ministry-model.ts';
import { Stage } from './stage.ts';

/** Paid at the terminal while the line to the gateway is cut: the COMMIT waits. */
async function waiting(): Promise<{ stage: Stage; pid: string }> {
  const stage = await Stage.set('terminal');
  const pid = await stage.start('T0');
  stage.kiosk.line.cut = true;
  await stage.presentCard();
  expect(stage.state(pid)).toBe('captured');
  return { stage, pid };
}

// stripe-terminal-android#747: eight orders became nineteen payments when the queue was forwarded again.
it('R01 the outbox re-sent whole by ten starts in a row', async () => {
  const { stage, pid } = await waiting();
  stage.kiosk.line.cut = false;
  for (let start = 0; start < 10; start += 1) await stage.reboot(false, 50);
  await stage.pass(60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
  expect(stage.payRequests()).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

// stripe-terminal-android#485, stripe-terminal-ios#261: nothing was forwarded until somebody restarted the app.
it('R04 the line comes back after an hour, nobody restarts, and the queue empties', async () => {
  const { stage, pid } = await waiting();
  await stage.pass(3_600_000);
  expect(stage.state(pid)).toBe('captured');
  stage.kiosk.line.cut = false;
  await stage.pass(60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.kiosk.crashes).toBe(0);
});

// odoo PR 107723: keys for "the same request" were built from too little.
it('R06 two attempts for the same basket and amount are two payments, and one counts', async () => {
  const stage = await Stage.set('terminal', [{ on: 'Payment', nth: 1, do: { verb: 'decline', condition: 'Refusal' } }]);
  const first = await stage.start('T0', 'T1');
  await stage.presentCard();
  const second = await stage.start('T0', 'T1');
  await stage.presentCard();
  await stage.pass(30_000);
  expect(second).not.toBe(first);
  expect([stage.state(first), stage.state(second)]).toEqual(['not_charged', 'posted']);
  expect([stage.credits('T0'), stage.credits('T1')]).toEqual([1, 1]);
  expect(await stage.judged()).toEqual([]);
});

// odoo#40567 and six more: seven years of duplicates, then a retry that broke on the unique key.
it('R07 COMMIT is retried after its answer was lost, and is answered the same', async () => {
  const stage = await Stage.set('terminal');
  const pid = await stage.start('T0');
  const { gateway } = stage.world;
  const tell = gateway.model.onNews;
  gateway.model.onNews = (about) => {
    tell(about);
    if (gateway.model.tables.payments.get(about)?.state === 'posted') stage.kiosk.line.cut = true;
  };
  await stage.presentCard();
  await stage.pass(20_000);
  expect(stage.state(pid)).toBe('captured');
  gateway.model.onNews = tell;
  stage.kiosk.line.cut = false;
  await stage.pass(60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

// odoo#125037, odoo PR 267799: power lost within seconds of "Paid" lost the order.
it.each([0, 1, 20, 300, 5_000])('R08 power is cut %d ms after "Paid"', async (afterMs) => {
  const stage = await Stage.set('terminal');
  const pid = await stage.start('T0');
  let receiptNo: string | undefined;
  stage.world.onDurable = (type) => {
    if (type !== 'CAPTURE_PROVED') return;
    stage.world.agenda.after(afterMs, () => {
      receiptNo = stage.kiosk.life?.book.get(pid)?.receiptNo;
      stage.kiosk.crash(true);
    });
  };
  await stage.presentCard();
  await stage.pass(10_000);
  expect(receiptNo).toBe('K001-00000001');
  await stage.kiosk.boot();
  await stage.pass(30_000);
  expect(stage.kiosk.life?.book.get(pid)).toMatchObject({ state: 'posted', receiptNo });
  expect(await stage.judged()).toEqual([]);
});

// odoo PR 284790: a paid order went back to draft.
it('R09 no event takes a paid attempt back', async () => {
  const stage = await Stage.set('terminal');
  const pid = await stage.start('T0');
  await stage.presentCard();
  await stage.pass(30_000);
  const record = stage.kiosk.life?.book.get(pid) ?? null;
  const back: PaymentEvent[] = [
    { type: 'RESERVED', leaseSeconds: 600 },
    { type: 'CANCELLED', reason: 'withdrawn' },
    { type: 'OUTCOME_UNKNOWN', reason: 'restarted' },
    { type: 'NO_CHARGE_PROVED', reason: 'declined', proof: 'gateway' },
  ];
  expect(record?.state).toBe('posted');
  for (const event of back) expect(advance(record, event)).toMatchObject({ ok: false });
});

// POSNext#50, POS-Awesome-V15#310: duplicates after a reconnect, payments lost while it flapped.
it('R10 the line flaps for an hour', async () => {
  const stage = await Stage.set('terminal');
  const pid = await stage.start('T0');
  void stage.presentCard();
  for (let flap = 0; flap < 500; flap += 1) {
    stage.kiosk.line.cut = !stage.kiosk.line.cut;
    await stage.pass(7_000);
  }
  stage.kiosk.line.cut = false;
  await stage.pass(60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

/** Never answers about one item. */
class DeafToOne extends MinistryModel {
  tries = 0;
  override post(key: string, itemId: string): ReturnType<MinistryModel['post']> {
    if (itemId !== 'T0' || this.tries >= 50) return super.post(key, itemId);
    this.tries += 1;
    return 'ministry_down';
  }
}

// erpnext#11000, and the attempt limit of OCPP 1.6: one poison item held up all others, and tries ran out.
it('R11 one item the ministry does not answer about holds up no other, and tries do not run out', async () => {
  const stage = await Stage.set('terminal', [], { Ministry: DeafToOne });
  await stage.start('T0', 'T1');
  await stage.presentCard();
  await stage.pass(30_000);
  expect([stage.credits('T0'), stage.credits('T1')]).toEqual([0, 1]);
  await stage.pass(12 * 3_600_000);
  expect(stage.credits('T0')).toBe(1);
});

// The same at the gateway: it refuses one commit for hours, by a mistake in its own books.
it('R11 one commit the gateway refuses holds up no other, over a power cut too, and is booked once when it is mended', async () => {
  const stage = await Stage.set('terminal');
  const { model } = stage.world.gateway;
  const commit = model.commit.bind(model);
  let refuses = true;
  model.commit = (kiosk, request) =>
    refuses && request.facts.items.some(({ obligationId }) => obligationId === 'T0')
      ? problem('bad_request')
      : commit(kiosk, request);
  const poison = await stage.start('T0');
  await stage.presentCard();
  await stage.pass(5 * 60_000);
  expect(stage.kiosk.life?.book.setAside.of(poison)).toMatchObject({ why: 'bad_request', tries: 5 });
  const other = await stage.start('T1');
  await stage.presentCard();
  await stage.pass(60_000);
  expect([stage.state(poison), stage.state(other)]).toEqual(['captured', 'posted']);
  stage.kiosk.crash(true);
  await stage.kiosk.boot();
  await stage.pass(12 * 3_600_000);
  expect(stage.kiosk.life?.book.setAside.count).toBe(1);
  refuses = false;
  await stage.pass(3_600_000);
  expect(stage.state(poison)).toBe('posted');
  expect([stage.credits('T0'), stage.credits('T1')]).toEqual([1, 1]);
  expect(await stage.judged()).toEqual([]);
});

// Square asks to empty the queue before an upgrade; Stripe's keys live a day.
it('R21 COMMIT comes after thirty days', async () => {
  const { stage, pid } = await waiting();
  stage.kiosk.crash(true);
  await stage.pass(30 * 24 * 3_600_000);
  stage.kiosk.line.cut = false;
  await stage.kiosk.boot();
  await stage.pass(60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
});
