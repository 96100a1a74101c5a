import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GOOD_CARD, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const statusOf = async (trackId: string): Promise<unknown> => {
  const { json } = await rig.control('state');
  return (json as { attempts: { trackId: string; status: string }[] }).attempts.find((one) => one.trackId === trackId)
    ?.status;
};
const params = (location: string): Record<string, string> => Object.fromEntries(new URL(location).searchParams);

describe('a visitor on the hosted page', () => {
  it('pays with the test card: the merchant is told CAPTURED and the browser goes where the merchant says', async () => {
    const id = await rig.open('T1');
    const end = await rig.pay(id);
    expect([end.status, end.location]).toEqual([302, `${rig.merchant.base}/receipt/abc`]);
    expect(rig.merchant.bodies).toHaveLength(1);
    const told = rig.notified(0);
    expect([...told.keys()].join()).toBe(
      'paymentid,result,auth,avr,ref,tranid,postdate,trackid,udf1,udf2,udf3,udf4,udf5,amt,authRespCode',
    );
    expect(Object.fromEntries(told)).toMatchObject({
      paymentid: id,
      result: 'CAPTURED',
      trackid: 'T1',
      amt: '1.250',
      udf1: 'ORDER1001',
      postdate: '0101',
      authRespCode: '00',
    });
    expect(await statusOf('T1')).toBe('captured');
  });

  it('is declined with any other expiry date, and the browser still goes to the merchant', async () => {
    const end = await rig.pay(await rig.open('T1'), { ...GOOD_CARD, month: '10' });
    expect(end.location).toBe(`${rig.merchant.base}/receipt/abc`);
    expect(Object.fromEntries(rig.notified(0))).toMatchObject({ result: 'NOT CAPTURED', authRespCode: '05' });
    expect((await rig.inquire('T1')).get('result')).toBe('FAILURE(NOT CAPTURED)');
  });

  it('declines with the code that was set', async () => {
    await rig.set({ outcome: 'not_captured', declineCode: '51' });
    await rig.pay(await rig.open('T1'));
    expect(rig.notified(0).get('authRespCode')).toBe('51');
  });

  it.each([
    ['host_timeout', 'HOST TIMEOUT', 'FAILURE(HOST TIMEOUT)'],
    ['denied_by_risk', 'DENIED BY RISK', 'FAILURE(DENIED BY RISK)'],
  ] as const)('meets %s', async (outcome, word, inquiryWord) => {
    await rig.set({ outcome });
    await rig.pay(await rig.open('T1'));
    expect(rig.notified(0).get('result')).toBe(word);
    expect((await rig.inquire('T1')).get('result')).toBe(inquiryWord);
  });

  it('cancels on the card page with every field empty', async () => {
    const id = await rig.open('T1');
    const end = await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'cancel', digits: '', pin: '' });
    expect(end.location).toBe(`${rig.merchant.base}/receipt/abc`);
    expect(Object.fromEntries(rig.notified(0))).toMatchObject({ result: 'CANCELED', tranid: '', auth: '' });
    expect((await rig.inquire('T1')).get('result')).toBe('FAILURE(NOT CAPTURED)');
  });

  it('cancels by the error route when that is set: clear fields, no notification', async () => {
    await rig.set({ cancelRoute: 'error' });
    const id = await rig.open('T1');
    const end = await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'cancel' });
    expect(new URL(end.location).pathname).toBe('/knet/error');
    expect(params(end.location)).toMatchObject({ trackid: 'T1', paymentid: id, Error: 'IPAY0100048', result: '' });
    expect(rig.merchant.bodies).toEqual([]);
  });

  it('is shown which fields cannot be read, and can try again', async () => {
    const id = await rig.open('T1');
    const again = await rig.post('/kpg/paymentrouter.htm', {
      PaymentID: id,
      action: 'submit',
      ...GOOD_CARD,
      pin: '12',
    });
    expect(again.status).toBe(422);
    expect(again.body).toMatch(/name="pin"[^>]*aria-invalid="true"/);
    expect(again.body).toMatch(/name="digits"[^>]*aria-invalid="false"/);
    expect((await rig.pay(id)).status).toBe(302);
  });

  it('may mistype the one-time code twice; the third time the payment is over', async () => {
    const id = await rig.open('T1');
    await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', ...GOOD_CARD });
    const guess = (): ReturnType<Rig['post']> =>
      rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', otp: 'x' });
    expect((await guess()).status).toBe(422);
    expect((await guess()).body).toContain('id="otp-form"');
    expect(params((await guess()).location).Error).toBe('IPAY0100049');
    expect(await statusOf('T1')).toBe('not_captured');
  });

  it('needs no code when codes are off', async () => {
    await rig.set({ skipOtp: true });
    const id = await rig.open('T1');
    const end = await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', ...GOOD_CARD });
    expect(end.status).toBe(302);
    expect(await statusOf('T1')).toBe('captured');
  });

  it('presses Confirm twice and is charged once', async () => {
    const id = await rig.open('T1');
    const sent = await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', ...GOOD_CARD });
    const otp = /demo-code">([0-9]+)/.exec((await rig.get(sent.location)).body)?.[1] ?? '';
    const confirm = { PaymentID: id, action: 'submit', otp };
    const ends = await Promise.all([
      rig.post('/kpg/paymentrouter.htm', confirm),
      rig.post('/kpg/paymentrouter.htm', confirm),
    ]);
    expect(rig.merchant.bodies).toHaveLength(1);
    expect(ends.map((end) => new URL(end.location).pathname).sort()).toEqual(['/knet/error', '/receipt/abc']);
  });

  it('goes back after paying and is sent to the error address with 0100055', async () => {
    const id = await rig.open('T1');
    await rig.pay(id);
    const back = await rig.get(`/kpg/paymentpage.htm?PaymentID=${id}`);
    expect(params(back.location).Error).toBe('IPAY0100055');
    expect(await statusOf('T1')).toBe('captured');
  });

  it('comes back after the page has run out: 0100042, and nothing can be paid any more', async () => {
    const id = await rig.open('T1');
    rig.clock.now += 30 * 60_000;
    const end = await rig.post('/kpg/paymentrouter.htm', { PaymentID: id, action: 'submit', ...GOOD_CARD });
    expect(params(end.location)).toMatchObject({ Error: 'IPAY0100042', trackid: 'T1', amt: '1.250' });
    expect(await statusOf('T1')).toBe('expired');
    expect((await rig.inquire('T1')).get('error_code_tag')).toBe('IPAY0100263');
  });

  it('sees the page in Arabic when asked for, right to left, with the simulator named in both languages', async () => {
    const arabic = await rig.get(`/kpg/paymentpage.htm?PaymentID=${await rig.open('T1', { langid: 'AR' })}`);
    expect(arabic.body).toContain('<html lang="ar" dir="rtl">');
    expect(arabic.body).toContain('اختر البنك');
    for (const words of [
      'K-Net simulator',
      'محاكي كي نت',
      'DEMO — no real card',
      '1.250',
      'T1',
      'id="card-form"',
      'id="cancel"',
    ]) {
      expect(arabic.body).toContain(words);
    }
    expect(arabic.body).not.toMatch(/<script|src=|href=|url\(/);
    const english = await rig.get(`/kpg/paymentpage.htm?PaymentID=${await rig.open('T2')}`);
    expect(english.body).toContain('<html lang="en" dir="ltr">');
  });
});

describe('a request the rules refuse', () => {
  it('ciphered with another key gets an error page and goes nowhere', async () => {
    const seen = await rig.get(rig.initUrl({}, 'ANOTHERDEMOKEY01'));
    expect(seen.status).toBe(400);
    expect(seen.location).toBe('');
    expect(seen.body).toContain('IPAY0100176');
  });

  it('with a wrong field goes to the error address, by GET or by POST', async () => {
    const byGet = await rig.get(rig.initUrl({ trackid: 'T1', amt: '1.2' }));
    expect(params(byGet.location)).toMatchObject({ Error: 'IPAY0100024', trackid: 'T1', result: '' });
    await rig.set({ errorRoute: 'post' });
    const byPost = await rig.get(rig.initUrl({ trackid: 'T1', amt: '1.2' }));
    expect(byPost.body).toContain(`action="${rig.merchant.base}/knet/error"`);
    expect(byPost.body).toContain('name="Error" value="IPAY0100024"');
  });

  it('with a used track id is refused for ever, also after the payment ended', async () => {
    await rig.pay(await rig.open('T1'));
    const again = await rig.get(rig.initUrl({ trackid: 'T1' }));
    expect(params(again.location).Error).toBe('IPAY0100114');
    expect((await rig.control('state')).json).toMatchObject({ counters: { opened: 1, refused: 1 } });
  });

  it('a page nobody opened, another path and another method lead nowhere', async () => {
    expect((await rig.get('/kpg/paymentpage.htm?PaymentID=1')).status).toBe(400);
    expect((await rig.get('/kpg/PaymentHTTP.htm?param=other')).status).toBe(404);
    expect((await rig.get('/kpg/tranPipe.htm?param=tranInit')).status).toBe(404);
  });
});
