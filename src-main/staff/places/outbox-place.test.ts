import { describe, expect, it } from 'vitest';
import type { OwedRow } from '../../../src-shared/contract/staff/outbox.ts';
import { outboxViewSchema } from '../../../src-shared/contract/staff/outbox.ts';
import { DayBook } from '../../end-of-day/day-book.ts';
import { DayCloser } from '../../end-of-day/day-closer.ts';
import type { GatewayFailure } from '../../gateway/failure.ts';
import { StepTimes } from '../../payment/step-times.ts';
import { order, paymentRoom, settle } from '../../payment/test-support.ts';
import { err, ok } from '../../../src-shared/result.ts';
import { person } from '../test-support.ts';
import { outboxPlace } from './outbox-place.ts';

const minute = 60_000;
const refused: GatewayFailure = { kind: 'problem', code: 'conflict', message: '' };
const away: GatewayFailure = { kind: 'network_down' };

/** A kiosk that has taken a payment whose commit the gateway answers with this, and the page of it. */
async function page(against: GatewayFailure | null) {
  const [times, dayBook] = [new StepTimes(), new DayBook()];
  const room = await paymentRoom(undefined, [], () => 'K001', [times, dayBook]);
  const world: { days: GatewayFailure | null } = { days: null };
  const days = new DayCloser({
    ...{ book: room.book, days: dayBook, clock: room.time, timers: room.time, log: () => undefined },
    closer: () => ({ kioskCode: 'K001', sign: () => new Uint8Array(64) }),
    auditHead: () => null,
    gateway: { dayReport: async ({ report }) => (world.days ? err(world.days) : ok({ no: report.no })) },
    terminalTotals: async () => null,
    software: '1',
    settingsHash: '0'.repeat(64),
    closeAt: null,
    busy: () => false,
    rng: { bytes: (length) => new Uint8Array(length) },
  });
  room.gateway.against = against;
  const started = await room.desk.start(order);
  if (started.result !== 'started') throw new Error(started.result);
  await settle();
  room.gateway.is('captured');
  await room.time.pass(1_000);
  const { place, handlers } = outboxPlace({ ...room, payments: room.desk, days, times, timers: room.time });
  const by = await person('S201', 'supervisor', '123456');
  const rows = (): OwedRow[] => outboxViewSchema.parse(place.view()).rows;
  return { ...room, pid: started.pid, world, days, rows, handlers, by };
}

describe('the page of what the gateway is owed', () => {
  it('is empty on a kiosk whose gateway knows everything', async () => {
    expect((await page(null)).rows()).toEqual([]);
  });

  it('says of a payment what, since when, how often and that nobody answered', async () => {
    const { rows, pid } = await page(away);
    const [row] = rows();
    expect(row).toMatchObject({ id: { pid }, what: 'commit', name: 'K001-00000001', amountFils: 15_000 });
    expect(row).toMatchObject({ trouble: 'no_answer', asideSince: null });
    expect(row?.tries).toBeGreaterThan(0);
    expect(row?.since).toMatch(/^2026-11-22T/);
  });

  it('has what is set aside before what waits, however much older that is', async () => {
    const { rows, days, world, time } = await page(away);
    world.days = refused;
    await days.close();
    for (let tried = 0; tried < 5; tried += 1) await days.deliverNow();
    await time.pass(minute);
    expect(rows().map(({ what, trouble }) => [what, trouble])).toEqual([
      ['day', 'conflict'],
      ['commit', 'no_answer'],
    ]);
  });
});

describe('trying again', () => {
  it('tells whether the gateway refused it again, did not answer, or took it', async () => {
    const { pid, handlers, by, gateway, time, rows } = await page(refused);
    await time.pass(5 * minute);
    expect(rows()[0]?.asideSince).not.toBeNull();
    expect(await handlers.retryOwed({ pid }, by)).toEqual(err('owed_refused'));
    gateway.against = away;
    expect(await handlers.retryOwed({ pid }, by)).toEqual(err('owed_no_answer'));
    gateway.against = null;
    expect(await handlers.retryOwed({ pid }, by)).toEqual(ok('owed_taken'));
    expect(await handlers.retryOwed({ pid }, by)).toEqual(ok('owed_taken'));
    expect(rows()).toEqual([]);
  });

  it('sends a closed day as well', async () => {
    const { handlers, by, days, world } = await page(null);
    world.days = refused;
    await days.close();
    expect(await handlers.retryOwed({ no: 1 }, by)).toEqual(err('owed_refused'));
    world.days = null;
    expect(await handlers.retryOwed({ no: 1 }, by)).toEqual(ok('owed_taken'));
  });

  it('of everything leaves what is still not taken', async () => {
    const { handlers, by, days, world, gateway, rows } = await page(away);
    await days.close();
    world.days = refused;
    gateway.against = null;
    expect(await handlers.retryAllOwed({}, by)).toEqual(ok('owed_all_tried'));
    expect(rows().map(({ what }) => what)).toEqual(['day']);
    world.days = null;
    expect(await handlers.retryAllOwed({}, by)).toEqual(ok('owed_all_taken'));
  });

  it('keeps nobody waiting for an answer that does not come', async () => {
    const { handlers, by, pid, gateway, time } = await page(away);
    gateway.commit = () => new Promise(() => undefined);
    const tried = handlers.retryOwed({ pid }, by);
    await time.pass(40_000);
    expect(await tried).toEqual(err('owed_no_answer'));
  });
});
