import { expect, it } from 'vitest';
import { Stage } from './stage.ts';

// stripe-terminal-android#470: a time-out, then a conflict; shown as declined, and the money was taken.
it('R03 late success behind an error', async () => {
  const stage = await Stage.set('terminal', [
    { on: 'Payment', nth: 1, do: { verb: 'noReply' } },
    { on: 'TransactionStatus', nth: 1, do: { verb: 'noReply' } },
  ]);
  const pid = await stage.start('T0');
  await stage.presentCard();
  await stage.pass(121_000);
  expect(stage.state(pid)).toBe('unknown');
  await stage.pass(400_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.shown(pid)).not.toContain('not_charged');
  expect(stage.payRequests()).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

// adyen-magento2#1431: the card was shown after half a minute; paid, and no order.
it('R05 approval after our own timer', async () => {
  const stage = await Stage.set('terminal', [{ on: 'Payment', nth: 1, do: { verb: 'replyLate', afterMs: 150_000 } }]);
  const pid = await stage.start('T0');
  await stage.pass(60_000);
  await stage.presentCard();
  await stage.pass(400_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
  expect(stage.payRequests()).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

// lamassu-server#148: the machine rebooted in mid-purchase, and sent what it had sent before.
it.each(['CREATED', 'RESERVED', 'SENT', 'OUTCOME_UNKNOWN', 'CAPTURE_PROVED', 'POSTED'])(
  'R12 a restart right after %s resends nothing blindly',
  async (type) => {
    const stage = await Stage.set('terminal', [{ on: 'Payment', nth: 1, do: { verb: 'dropSocket', when: 'during' } }]);
    let dead = false;
    stage.world.onDurable = (now) => {
      if (now !== type || dead) return;
      dead = true;
      stage.kiosk.dieNow(true);
    };
    await stage.start('T0').catch(() => undefined);
    await stage.presentCard();
    await stage.pass(200_000);
    expect(dead).toBe(true);
    expect(stage.payRequests()).toBeLessThanOrEqual(1);
    expect(await stage.judged()).toEqual([]);
  },
);
