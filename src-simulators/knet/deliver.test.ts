import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ReplyPlan, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

interface Known {
  readonly status: string;
  readonly voidedBecause: string | null;
  readonly notifications: { problem: string | null }[];
}
const known = async (): Promise<Known> => {
  const { json } = await rig.control('state');
  const [attempt] = (json as { attempts: Known[] }).attempts;
  if (attempt === undefined) throw new Error('no attempt');
  return attempt;
};
const until = async (holds: () => boolean): Promise<void> => {
  for (let tries = 0; !holds(); tries += 1) {
    if (tries > 200) throw new Error('it never came');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

describe('the reply to a notification', () => {
  const wrong: readonly [string, (base: string) => ReplyPlan, string][] = [
    ['comes too late', (base) => ({ body: `REDIRECT=${base}/r`, afterMs: 600 }), 'late'],
    ['is empty', () => ({ body: '' }), 'not exactly one REDIRECT line'],
    ['is wrapped in HTML', (base) => ({ body: `<html><body>REDIRECT=${base}/r</body></html>` }), 'html'],
    ['calls itself HTML', (base) => ({ headers: { 'content-type': 'text/html' }, body: `REDIRECT=${base}/r` }), 'html'],
    [
      'is an HTTP redirect',
      (base) => ({ status: 302, headers: { location: `${base}/r` }, body: '' }),
      'http redirect instead of a line',
    ],
    ['starts with a byte order mark', (base) => ({ body: `\uFEFFREDIRECT=${base}/r` }), 'byte order mark'],
    ['has something before the line', (base) => ({ body: `\nREDIRECT=${base}/r` }), 'not exactly one REDIRECT line'],
    ['has two lines', (base) => ({ body: `REDIRECT=${base}/r\nREDIRECT=${base}/r` }), 'not exactly one REDIRECT line'],
    ['is a refusal', (base) => ({ status: 400, body: `REDIRECT=${base}/r` }), 'status is not 200'],
    ['names a relative address', () => ({ body: 'REDIRECT=/receipt' }), 'redirect address is not absolute https'],
    [
      'names a plain http address elsewhere',
      () => ({ body: 'REDIRECT=http://pay.example.com/r' }),
      'redirect address is not absolute https',
    ],
  ];

  it.each(wrong)('that %s voids the payment, and the visitor is told', async (_name, reply, problem) => {
    rig.merchant.reply = reply(rig.merchant.base);
    const end = await rig.pay(await rig.open('T1'));
    expect([end.status, end.location]).toEqual([502, '']);
    expect(end.body).toContain(problem);
    expect(await known()).toMatchObject({ status: 'voided', voidedBecause: problem });
    expect((await rig.inquire('T1')).get('result')).toBe('VOIDED');
  });

  it('that ends with a line break is good', async () => {
    rig.merchant.reply = { body: `REDIRECT=https://pay.example.com/receipt/x\r\n` };
    expect((await rig.pay(await rig.open('T1'))).location).toBe('https://pay.example.com/receipt/x');
  });

  it('does not void what was never captured', async () => {
    await rig.set({ outcome: 'not_captured' });
    rig.merchant.reply = { body: '' };
    expect((await rig.pay(await rig.open('T1'))).status).toBe(502);
    expect(await known()).toMatchObject({ status: 'not_captured', voidedBecause: null });
  });

  it('never comes when TLS fails, nobody listens, or the address is not on this machine', async () => {
    const plainListener = createServer((socket) => socket.on('error', () => undefined).end('not tls'));
    plainListener.listen(0, '127.0.0.1');
    await once(plainListener, 'listening');
    const address = plainListener.address();
    const tlsUrl =
      typeof address === 'object' && address !== null ? `https://127.0.0.1:${address.port}/knet/notify` : '';
    await rig.pay(await rig.open('TLS', { responseURL: tlsUrl }));
    await rig.pay(await rig.open('DEAD', { responseURL: 'http://127.0.0.1:9/knet/notify' }));
    await rig.pay(await rig.open('AWAY', { responseURL: 'https://pay.example.com/knet/notify' }));
    plainListener.close();
    const { json } = await rig.control('state');
    expect((json as { attempts: Known[] }).attempts.map((one) => [one.status, one.voidedBecause])).toEqual([
      ['voided', 'unreachable'],
      ['voided', 'unreachable'],
      ['voided', 'not on this machine'],
    ]);
  });
});

describe('the shape of a notification', () => {
  it('is a form with the sealed field in the middle, or nothing but hexadecimal, in either letter case', async () => {
    await rig.set({ hexCase: 'upper' });
    await rig.pay(await rig.open('T1'));
    await rig.set({ bodyShape: 'hex', hexCase: 'lower' });
    await rig.pay(await rig.open('T2'));
    await rig.set({ hexCase: 'upper' });
    await rig.pay(await rig.open('T3'));
    expect(rig.merchant.bodies[0]).toMatch(/^paymentid=[0-9]{18}&trandata=[0-9A-F]+&tranportalId=100001$/);
    expect(rig.merchant.bodies[1]).toMatch(/^[0-9a-f]+$/);
    expect(rig.merchant.bodies[2]).toMatch(/^[0-9A-F]+$/);
    expect([0, 1, 2].map((index) => rig.notified(index).get('trackid'))).toEqual(['T1', 'T2', 'T3']);
  });

  it('with a forged amount cannot be read as the true amount, while the inquiry tells the truth', async () => {
    await rig.set({ forgeAmount: true });
    await rig.pay(await rig.open('T1'));
    expect(rig.notified(0).get('amt')).not.toBe('1.250');
    expect((await rig.inquire('T1')).get('amt')).toBe('1.250');
  });
});

describe('faults of the delivery', () => {
  it('silent: the money is taken, nobody is told, the browser stays blank, the inquiry says SUCCESS', async () => {
    await rig.set({ mode: 'silent' });
    const end = await rig.pay(await rig.open('T1'));
    expect([end.status, end.body]).toEqual([200, '']);
    expect(rig.merchant.bodies).toEqual([]);
    expect((await rig.inquire('T1')).get('result')).toBe('SUCCESS');
  });

  it('slow: every answer of the protocol takes its time, the control answers at once', async () => {
    await rig.set({ mode: 'slow', delayMs: 150 });
    const before = performance.now();
    await rig.control('state');
    expect(performance.now() - before).toBeLessThan(100);
    await rig.get(rig.initUrl({ trackid: 'T1' }));
    expect(performance.now() - before).toBeGreaterThanOrEqual(149);
  });

  it('never: no callback, and the visitor is told to look at the kiosk', async () => {
    await rig.set({ callback: 'never' });
    const end = await rig.pay(await rig.open('T1'));
    expect(end.body).toContain('look at the kiosk');
    expect(rig.merchant.bodies).toEqual([]);
    expect((await known()).status).toBe('captured');
  });

  it('twice: the same bytes come two times at once', async () => {
    await rig.set({ callback: 'twice' });
    await rig.pay(await rig.open('T1'));
    expect(rig.merchant.bodies).toHaveLength(2);
    expect(rig.merchant.bodies[0]).toBe(rig.merchant.bodies[1]);
    expect((await known()).notifications).toHaveLength(2);
  });

  it('late: the callback comes after the visitor has gone, and a bad reply still voids', async () => {
    await rig.set({ callback: 'late', callbackDelayMs: 60 });
    rig.merchant.reply = { status: 400, body: '' };
    await rig.pay(await rig.open('T1'));
    expect([rig.merchant.bodies.length, (await known()).status]).toEqual([0, 'captured']);
    await until(() => rig.merchant.bodies.length === 1);
    for (let tries = 0; tries < 100 && (await known()).status === 'captured'; tries += 1);
    expect((await known()).status).toBe('voided');
  });

  it('early: the merchant is told before the page has answered', async () => {
    await rig.set({ callback: 'early' });
    const seen = await rig.get(rig.initUrl({ trackid: 'T1' }));
    expect(rig.notified(0).get('result')).toBe('CAPTURED');
    expect(seen.location).toBe(`${rig.merchant.base}/receipt/abc`);
  });
});

describe('delivery by the browser', () => {
  it('gives the visitor a form with one button, and nothing is voided', async () => {
    await rig.set({ delivery: 'browser' });
    const end = await rig.pay(await rig.open('T1'));
    expect(end.body).toContain(`<form id="continue-form" method="post" action="${rig.merchant.base}/knet/notify">`);
    expect(end.body).toMatch(/name="trandata" value="[0-9a-f]+"/);
    expect(rig.merchant.bodies).toEqual([]);
    expect((await known()).status).toBe('captured');
  });

  it('or sends the browser on by GET', async () => {
    await rig.set({ delivery: 'browser', browserRoute: 'get' });
    const end = await rig.pay(await rig.open('T1'));
    expect(end.location).toMatch(
      new RegExp(`^${rig.merchant.base}/knet/notify\\?paymentid=[0-9]{18}&trandata=[0-9a-f]+&`),
    );
  });
});
