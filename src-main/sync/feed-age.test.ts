import { beforeEach, describe, expect, it, vi } from 'vitest';
import { standingOf } from './standing.ts';
import { dayMs, FeedKiosk, ticket } from './test-support.ts';

// Weeks pass here, five minutes at a time.
vi.setConfig({ testTimeout: 60_000 });

const hourMs = 3_600_000;
const yearMs = 365 * dayMs;

describe.each([
  [0, 'whole'],
  [dayMs, 'whole'],
  [7 * dayMs, 'whole'],
  [7 * dayMs + 1, 'outline'],
  [30 * dayMs, 'outline'],
  [30 * dayMs + 1, 'locked'],
] as const)('a copy %i ms old', (ageMs, standing) => {
  it(`is ${standing}`, () => {
    expect(standingOf({ ageMs, hasIndexPepper: true, hasRowPepper: true })).toBe(standing);
  });

  it('says no more than its peppers let it', () => {
    expect(standingOf({ ageMs, hasIndexPepper: true, hasRowPepper: false })).toBe(
      standing === 'whole' ? 'outline' : standing,
    );
    expect(standingOf({ ageMs, hasIndexPepper: false, hasRowPepper: true })).toBe('locked');
  });
});

let kiosk: FeedKiosk;
beforeEach(async () => {
  kiosk = new FeedKiosk();
  kiosk.gateway.register.set(1, [ticket(1)]);
  kiosk.gateway.publish();
  await kiosk.run();
  kiosk.gateway.down = true;
});

const said = async (): Promise<string> => `${await kiosk.says(1)} | ${await kiosk.says(2)}`;
const whole = 'traffic-1:5000 | none';
const outline = 'some | none at all';
const locked = 'cannot say | cannot say';

/** Which peppers are still on the disk. */
function kept(): string {
  const { epochs } = JSON.parse(new TextDecoder().decode(kiosk.fs.peek('/data/feed-peppers.json'))) as {
    epochs: { rowKey: string | null }[];
  };
  if (epochs.length === 0) return 'none';
  return epochs.every(({ rowKey }) => rowKey === null) ? 'index only' : 'both';
}

async function restart(offMs = 0): Promise<void> {
  kiosk.kill();
  kiosk.time.restart(offMs);
  await kiosk.run();
}

describe('a kiosk without a line', () => {
  it('says less after a week and nothing after a month, and can say no more then: the peppers are gone', async () => {
    await kiosk.time.pass(6.9 * dayMs);
    expect([await said(), kept()]).toEqual([whole, 'both']);
    await kiosk.time.pass(0.2 * dayMs);
    expect([await said(), kept()]).toEqual([outline, 'index only']);
    await kiosk.time.pass(22.8 * dayMs);
    expect([await said(), kept()]).toEqual([outline, 'index only']);
    await kiosk.time.pass(0.3 * dayMs);
    expect([await said(), kept()]).toEqual([locked, 'none']);
    expect(kiosk.logged('feed-peppers-erased')).toEqual([{ which: 'rows' }, { which: 'all' }]);
  });

  it('is as it was when the line is back: nothing but peppers and a head is fetched', async () => {
    await kiosk.time.pass(31 * dayMs);
    expect(await said()).toBe(locked);
    kiosk.gateway.down = false;
    kiosk.gateway.signAgain();
    kiosk.gateway.asked.length = 0;
    await kiosk.time.pass(600_000);
    expect([await said(), kept()]).toEqual([whole, 'both']);
    expect(kiosk.gateway.asked).toEqual([]);
  });

  it('counts the weeks it stood in a store room', async () => {
    await restart(8 * dayMs);
    expect([await said(), kept()]).toEqual([outline, 'both']);
    await kiosk.time.pass(1.2 * hourMs);
    expect(kept()).toBe('index only');
  });

  it('that finds the line within an hour after the store room has lost nothing', async () => {
    await restart(40 * dayMs);
    expect([await said(), kept()]).toEqual([locked, 'both']);
    kiosk.gateway.down = false;
    kiosk.gateway.signAgain();
    await kiosk.time.pass(hourMs);
    expect([await said(), kept()]).toEqual([whole, 'both']);
    expect(kiosk.logged('feed-peppers-erased')).toEqual([]);
  });

  it('does not believe a head that is played again to be news', async () => {
    await kiosk.time.pass(20 * dayMs);
    kiosk.gateway.down = false;
    kiosk.gateway.peppers = async () => ({ ok: false, error: { kind: 'network_down' } });
    await kiosk.time.pass(12 * dayMs);
    expect([await said(), kept()]).toEqual([locked, 'none']);
  });
});

describe('a clock that is wrong by years', () => {
  it('ahead: the copy is locked and nothing is erased until it has been so for an hour; put right, it opens', async () => {
    kiosk.time.wrongMs = 5 * yearMs;
    await restart();
    expect([await said(), kept()]).toEqual([locked, 'both']);
    await kiosk.time.pass(0.8 * hourMs);
    kiosk.time.wrongMs = 0;
    expect([await said(), kept()]).toEqual([whole, 'both']);
    await kiosk.time.pass(2 * hourMs);
    expect([await said(), kept()]).toEqual([whole, 'both']);
  });

  it('ahead all along, corrected by the gateway’s signed answers, also after a restart without a line', async () => {
    kiosk.gateway.down = false;
    kiosk.time.wrongMs = 5 * yearMs;
    kiosk.provedMs = kiosk.time.trueMs() + 120_000;
    await restart();
    expect([await said(), kept()]).toEqual([whole, 'both']);
    kiosk.gateway.down = true;
    kiosk.provedMs = null;
    await restart(dayMs);
    await kiosk.time.pass(2 * hourMs);
    expect([await said(), kept()]).toEqual([whole, 'both']);
  });

  it('behind: time is counted from the head on, and it opens nothing that was locked', async () => {
    kiosk.time.wrongMs = -5 * yearMs;
    await restart();
    expect(await said()).toBe(whole);
    await kiosk.time.pass(7.2 * dayMs);
    expect([await said(), kept()]).toEqual([outline, 'index only']);
    await restart();
    await kiosk.time.pass(23 * dayMs);
    expect([await said(), kept()]).toEqual([locked, 'none']);
    await restart();
    expect([await said(), kept()]).toEqual([locked, 'none']);
  });

  it('on the gateway’s side, put right later: the number decides, not the time', async () => {
    kiosk.gateway.down = false;
    const head = kiosk.gateway.signAgain();
    const ahead = { readAt: '2031-01-01T00:00:00+03:00', signedAt: '2031-01-01T00:00:00+03:00' };
    kiosk.gateway.signHead({ ...head, ...ahead });
    await kiosk.time.pass(120_000);
    kiosk.gateway.register.set(2, [ticket(2)]);
    kiosk.gateway.publish();
    await kiosk.time.pass(120_000);
    expect(await said()).toBe('traffic-1:5000 | traffic-2:5000');
    expect(kiosk.logged('feed-head-refused')).toEqual([]);
  });
});
