import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from './settings.ts';
import { type Rig, startRig } from './test-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

describe('the control API', () => {
  it('changes only what it is given and keeps it after a refused change', async () => {
    await rig.set({ outcome: 'captured' });
    for (const bad of [{ outcome: 'maybe' }, { delayMs: -1 }, { unknown: 1 }, { skipOtp: 'yes' }, []]) {
      expect((await rig.control('settings', bad)).status).toBe(400);
    }
    const { json } = await rig.control('state');
    expect(json).toMatchObject({
      settings: { ...DEFAULT_SETTINGS, outcome: 'captured', voidWindowMs: 400, delayMs: 60, callbackDelayMs: 60 },
    });
  });

  it('shows a page as expired once its time is up, though nobody looked at it', async () => {
    await rig.open('T1');
    rig.clock.now += 30 * 60_000 - 1;
    expect((await rig.control('state')).json).toMatchObject({ attempts: [{ status: 'page' }] });
    rig.clock.now += 1;
    expect((await rig.control('state')).json).toMatchObject({ attempts: [{ status: 'expired' }] });
  });

  it('reset brings back settings, counters and an empty book', async () => {
    await rig.set({ mode: 'silent' });
    await rig.pay(await rig.open('T1'));
    await rig.control('reset', {});
    const { json } = await rig.control('state');
    expect(json).toMatchObject({ settings: { mode: 'normal' }, counters: { opened: 0 }, attempts: [] });
    await rig.open('T1');
  });

  it('keeps card digits, PIN, one-time code and credentials out of what it shows', async () => {
    await rig.pay(await rig.open('T1'), {
      bank: 'KNET1',
      digits: '9876543210',
      month: '09',
      year: '2025',
      pin: '7391',
    });
    const shown = JSON.stringify((await rig.control('state')).json);
    for (const secret of ['9876543210', '7391', 'DemoPass01', 'KIOSKDEMOKEY0001']) expect(shown).not.toContain(secret);
  });

  it('lists captured and refunded money as settlement, and leaves voided payments out', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.inquire('T1', { action: '2', amt: '0.250' });
    rig.merchant.reply = { body: '' };
    await rig.pay(await rig.open('T2'));
    const lines = (await rig.get('/sim/settlement.csv')).body.split('\r\n');
    expect(lines[0]).toBe('type,at,trackid,paymentid,tranid,ref,auth,postdate,amount');
    expect(lines[1]).toMatch(/^PURCHASE,2026-01-01T09:00:00\.000Z,T1,.*,1\.250$/);
    expect(lines[2]).toMatch(/^REFUND,2026-01-01T09:00:00\.000Z,T1,.*,0\.250$/);
    expect(lines.slice(3)).toEqual(['']);
  });
});

describe('the settlement of a day', () => {
  it('has what was charged and what became undone of it, in the columns of the card terminal', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.inquire('T1', { action: '2', amt: '0.250' });
    rig.merchant.reply = { body: '' };
    await rig.pay(await rig.open('T2'));
    await rig.open('T3');
    const lines = (await rig.get('/sim/settlement?day=2026-01-01')).body.split('\r\n');
    expect(lines[0]).toBe('rail,poi_id,service_id,pid,transaction_id,approval_code,amount_kwd,kind,at');
    expect(
      lines.slice(1, -1).map((line) => line.split(',').filter((_, at) => [0, 1, 2, 3, 6, 7].includes(at))),
    ).toEqual([
      ['knet', '', '', 'T1', '1.250', 'charged'],
      ['knet', '', '', 'T1', '0.250', 'refunded'],
      ['knet', '', '', 'T2', '1.250', 'charged'],
      ['knet', '', '', 'T2', '1.250', 'voided'],
    ]);
    expect(lines[1]).toMatch(/^knet,,,T1,\d+,\d+,1\.250,charged,2026-01-01T12:00:00\.000\+03:00$/);
  });

  it('is a day in Kuwait', async () => {
    rig.clock.now = Date.UTC(2026, 0, 1, 21, 30);
    await rig.pay(await rig.open('T1'));
    const linesOf = async (day: string) =>
      (await rig.get(`/sim/settlement?day=${day}`)).body.split('\r\n').filter(Boolean).length - 1;
    expect([await linesOf('2026-01-01'), await linesOf('2026-01-02')]).toEqual([0, 1]);
    expect((await rig.get('/sim/settlement?day=tomorrow')).status).toBe(400);
  });
});

describe('a callback out of turn', () => {
  it('replays the very bytes of the last regular one and hands back what the merchant said', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.control('callback', { trackId: 'T1', kind: 'wrong_amount' });
    const { json } = await rig.control('callback', { trackId: 'T1', kind: 'replay' });
    expect(json).toEqual({ redirect: `${rig.merchant.base}/receipt/abc` });
    expect(rig.merchant.bodies[2]).toBe(rig.merchant.bodies[0]);
  });

  it('never changes the money, however badly the merchant answers', async () => {
    await rig.pay(await rig.open('T1'));
    rig.merchant.reply = { status: 400, body: '' };
    expect((await rig.control('callback', { trackId: 'T1', kind: 'replay' })).json).toEqual({
      problem: 'status is not 200',
    });
    expect((await rig.inquire('T1')).get('result')).toBe('SUCCESS');
  });

  it('claims what is not true', async () => {
    await rig.open('T1');
    const order = async (kind: string): Promise<string> => {
      await rig.control('callback', { trackId: 'T1', kind });
      return rig.merchant.bodies.at(-1) ?? '';
    };
    const sent = (): URLSearchParams => rig.notified(rig.merchant.bodies.length - 1);
    await order('captured');
    expect([sent().get('result'), sent().get('amt')]).toEqual(['CAPTURED', '1.250']);
    await order('wrong_amount');
    expect([sent().get('result'), sent().get('amt')]).toEqual(['CAPTURED', '2.250']);
    await order('flipped');
    expect(sent().get('amt')).toBeNull();
    await order('wrong_key');
    expect(sent().get('result')).toBeNull();
    expect(await order('clear')).toMatch(/^paymentid=[0-9]+&result=CAPTURED&/);
    expect(await order('error')).toContain('Error=IPAY0100048');
    expect((await rig.inquire('T1')).get('error_code_tag')).toBe('IPAY0100263');
  });

  it('for an unknown track id, or a replay of nothing, is not sent', async () => {
    await rig.open('T1');
    expect((await rig.control('callback', { trackId: 'T9', kind: 'captured' })).status).toBe(404);
    expect((await rig.control('callback', { trackId: 'T1', kind: 'replay' })).status).toBe(404);
    expect(rig.merchant.bodies).toEqual([]);
  });
});
