import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { afterRestore } from './after-restore.ts';
import { commit } from './commit.ts';
import { openPage } from './open.ts';
import { basket, commitOf, confirmAfterMs, kiosk, pageLifeMs, pidOf, ticket, World } from './test-world.ts';
import { withdraw } from './withdraw.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

let database: Database;
let world: World;
beforeAll(async () => {
  database = await openDatabase(process.env.GATEWAY_TEST_DATABASE ?? 'pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
});

const a = pidOf('a');
const b = pidOf('b');
const committed = (revoked = false) =>
  commit(world.deps, { code: kiosk, revoked }, a, commitOf(basket(a, [ticket('T1')])));
const classes = async () =>
  (await database.db.selectFrom('case_file').select('class').orderBy('id').execute()).map((row) => row.class);

/** K-Net has the money, the kiosk has its receipt, and the gateway was set back to an earlier moment. */
async function bringBack(): Promise<void> {
  world.knet.records.set(a, 'captured');
  expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
  await world.pass(confirmAfterMs + 60_000);
}

describe('before a restored gateway starts', () => {
  it('every page nobody seemed to have used may have been paid: it is not withdrawn, K-Net is asked', async () => {
    await world.reserve(a);
    await openPage(world.deps, kiosk, a);
    world.knet.records.set(a, 'captured');
    expect(await afterRestore(world.deps)).toEqual({ askedAbout: 1, withPeople: 0 });
    expect(await afterRestore(world.deps)).toEqual({ askedAbout: 0, withPeople: 0 });
    expect(await withdraw(world.deps, kiosk, a)).toMatchObject({ value: { state: 'open' } });
    await world.pass(confirmAfterMs + 60_000);
    expect(await world.state(a)).toBe('captured');
  });

  it('a refund that may have been sent since the backup is left to people', async () => {
    await world.reserve(a);
    const captured = { state: 'refund_due', captured_at: new Date(world.now) } as const;
    await database.db.updateTable('payment').set(captured).where('pid', '=', a).execute();
    await database.db
      .insertInto('refund')
      .values({
        refund_ref: `R${a}`,
        pid: a,
        item_ids: JSON.stringify(['T1']),
        amount_fils: fils(5000),
        state: 'sent',
        reason: 'settled_elsewhere',
        created_at: new Date(world.now),
      })
      .execute();
    expect(await afterRestore(world.deps)).toMatchObject({ withPeople: 1 });
    expect(await classes()).toEqual(['refund_unknown']);
  });
});

describe('a gateway that was restored from a backup', () => {
  it('and has forgotten a payment asks K-Net before it believes the kiosk, and holds the item meanwhile', async () => {
    world.knet.records.set(a, 'captured');
    expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
    expect(await world.state(a)).toBe('open');
    expect(await world.reserve(b)).toMatchObject({ value: { result: 'changed', changes: [{ why: 'being_paid' }] } });
    expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
    await world.pass(confirmAfterMs + 60_000);
    expect(await world.state(a)).toBe('captured');
    const answered = await committed();
    expect(answered).toMatchObject({ value: { result: 'posted', proof: expect.stringMatching(/^WAFA1\./) } });
    expect(await committed()).toEqual(answered);
    expect(await classes()).toEqual([]);
    expect(await world.trialBalance()).toBe(0);
  });

  it('and has never heard of a payment K-Net does not know either books nothing', async () => {
    expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
    await world.pass(pageLifeMs + 10 * 60_000);
    expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
    expect(await database.db.selectFrom('entry').selectAll().execute()).toEqual([]);
  });

  it.each([
    ['reserved', () => world.reserve(a)],
    [
      'with its page open',
      async () => {
        await world.reserve(a);
        await openPage(world.deps, kiosk, a);
      },
    ],
    [
      'ended by time',
      async () => {
        await world.reserve(a);
        await world.pass(11 * 60_000);
        expect(await world.state(a)).toBe('not_charged');
      },
    ],
  ])('to when the attempt was %s finds the payment and books it', async (_what, backTo) => {
    await backTo();
    await bringBack();
    expect(await committed()).toMatchObject({ value: { result: 'posted' } });
    expect(await classes()).toEqual([]);
  });

  it('after the visitor was told "not charged" gives the money back', async () => {
    await world.reserve(a);
    await withdraw(world.deps, kiosk, a);
    await bringBack();
    expect(await committed()).toMatchObject({
      value: { result: 'duplicate', reversal: { reason: 'told_not_charged', amountFils: 5000 } },
    });
    expect(await classes()).toEqual(['captured_after_not_charged', 'refund_due']);
    expect(await world.trialBalance()).toBe(0);
  });

  it('gives a receipt to people when K-Net says that nothing was charged, and asks it no more', async () => {
    await world.untilPressed(a);
    world.knet.records.set(a, 'declined');
    await world.notify(world.knet.notification(a, 'NOT CAPTURED'));
    await world.pass(60_000);
    expect(await world.state(a)).toBe('not_charged');
    expect(await committed()).toMatchObject({ error: { error: 'conflict' } });
    await world.pass(60_000);
    expect(await world.state(a)).toBe('manual');
    expect(await classes()).toEqual(['contradiction']);
    const asked = world.knet.questions;
    await committed();
    await world.pass(10 * 60_000);
    expect(world.knet.questions).toBe(asked);
  });
});

describe('a capture on the hosted page that a revoked kiosk brings', () => {
  it('is believed because K-Net proved it, and people hear of the kiosk', async () => {
    await world.untilPressed(a);
    await world.payByCard(a);
    await world.pass(confirmAfterMs + 10_000);
    expect(await committed(true)).toMatchObject({ value: { result: 'posted' } });
    await world.work();
    expect(world.ministry.settled).toHaveLength(1);
    expect(await classes()).toEqual(['revoked_kiosk']);
  });
});
