import { expect, it } from 'vitest';
import { orderOf } from '../world/visit.ts';
import { Stage } from './stage.ts';

// hyperswitch#2905: the answer of create was lost, and without the processor's id nobody could ask.
it('R14 the gateway dies as the page is opened, and asks by our own reference', async () => {
  const stage = await Stage.set('phone');
  const pid = await stage.start('T0');
  await stage.payOnPhone(pid);
  stage.world.gateway.restart(false, 30_000);
  await stage.pass(400_000);
  expect(stage.state(pid)).toBe('posted');
  expect(await stage.judged()).toEqual([]);
});

// iZaL/knet-payment-php#1, asciisd/knet#14: the callback never arrived; paid, and the row stayed open.
it('R18 no callback ever comes, and the sweeper alone finds the payment within fifteen minutes', async () => {
  const stage = await Stage.set('screen');
  const pid = await stage.start('T0');
  await stage.payOnPhone(pid);
  await stage.pass(15 * 60_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.credits('T0')).toBe(1);
  expect(await stage.judged()).toEqual([]);
});

// goSellSDK-iOS#21, ps_checkout PR 1546, laravel-mollie#142: closed after paying, results twice, paid again.
it('R19 the visitor leaves after paying, results come three times, and a second try is refused', async () => {
  const stage = await Stage.set('phone');
  const pid = await stage.start('T0');
  await stage.payOnPhone(pid);
  void stage.kiosk.life?.desk.leave(pid);
  stage.bringResult(pid);
  stage.bringResult(pid);
  await stage.pass(2_000);
  stage.bringResult(pid);
  const { desk } = stage.kiosk.life ?? {};
  let second = '';
  void desk?.start(orderOf(stage.world, ['T0'])).then(({ result }) => (second = result));
  await stage.pass(1_000);
  expect(second).toBe('changed');
  await stage.pass(300_000);
  expect(stage.state(pid)).toBe('posted');
  expect(stage.shown(pid)).not.toContain('not_charged');
  expect(stage.credits('T0')).toBe(1);
  expect(await stage.judged()).toEqual([]);
});
