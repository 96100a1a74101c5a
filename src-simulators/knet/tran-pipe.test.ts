import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseAnswer, postXml, requestXml, type Rig, startRig } from './test-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig();
});
afterEach(async () => {
  await rig.close();
});

const question = (change: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  id: '100001',
  password: 'DemoPass01',
  action: '8',
  amt: '1.250',
  transid: 'T1',
  trackid: 'T1',
  udf5: 'TrackID',
  ...change,
});

describe('an inquiry', () => {
  it('answers sibling elements without a root, with payid and the word TrackID in udf5', async () => {
    const id = await rig.open('T1');
    await rig.pay(id);
    const { body } = await postXml(rig.base, requestXml(question()));
    expect(body).toMatch(/^<result>SUCCESS<\/result>\n<auth>[0-9]{6}<\/auth>\n<ref>[0-9]{12}<\/ref>/);
    const told = rig.notified(0);
    const answer = parseAnswer(body);
    expect(Object.fromEntries(answer)).toMatchObject({
      payid: id,
      trackid: 'T1',
      udf1: 'ORDER1001',
      udf5: 'TrackID',
      amt: '1.250',
    });
    expect([answer.get('auth'), answer.get('ref'), answer.get('tranid')]).toEqual([
      told.get('auth'),
      told.get('ref'),
      told.get('tranid'),
    ]);
  });

  it('knows nothing while the visitor is on the page or on the code page, then says captured', async () => {
    const id = await rig.open('T1');
    const missing = { result: '!ERROR!-IPAY0100263-Transaction not found', error_code_tag: 'IPAY0100263' };
    expect(Object.fromEntries(await rig.inquire('T1'))).toMatchObject(missing);
    await rig.post('/kpg/paymentrouter.htm', {
      PaymentID: id,
      action: 'submit',
      bank: 'KNET1',
      digits: '0000000001',
      month: '09',
      year: '2025',
      pin: '1',
    });
    expect(Object.fromEntries(await rig.inquire('T1'))).toMatchObject(missing);
    await rig.pay(id);
    expect((await rig.inquire('T1')).get('result')).toBe('SUCCESS');
    expect(Object.fromEntries(await rig.inquire('T2'))).toMatchObject(missing);
  });

  it('says SUSPECT for another amount than the one that was paid', async () => {
    await rig.pay(await rig.open('T1'));
    expect((await rig.inquire('T1', { amt: '1.251' })).get('result')).toBe('FAILURE(SUSPECT)');
  });

  it.each([
    [{ id: '100002' }, 'IPAY0100006'],
    [{ password: 'x' }, 'IPAY0100015'],
    [{ action: '4' }, 'IPAY0100020'],
    [{ udf5: 'PaymentID' }, 'IPAY0100068'],
    [{ transid: 'T2' }, 'IPAY0100063'],
    [{ amt: '1,250.000' }, 'IPAY0100062'],
  ])('with %j is refused with %s', async (change, code) => {
    await rig.pay(await rig.open('T1'));
    expect((await rig.inquire('T1', change)).get('error_code_tag')).toBe(code);
  });

  it('is read bare, in <request>, in <hash><request>, and with transId', async () => {
    await rig.pay(await rig.open('T1'));
    const wrapped = requestXml(question());
    const { transid: _transid, ...rest } = question();
    for (const xml of [
      `<?xml version="1.0" encoding="UTF-8"?>\n${wrapped}`,
      `<hash>\n ${wrapped}\n</hash>`,
      wrapped.slice('<request>'.length, -'</request>'.length),
      requestXml({ ...rest, transId: 'T1' }),
    ]) {
      expect(parseAnswer((await postXml(rig.base, xml)).body).get('result')).toBe('SUCCESS');
    }
  });

  it.each([
    '',
    'hello',
    '<request></request>',
    '<!DOCTYPE a><request><id>1</id></request>',
    '<request><id>1</id><id>2</id></request>',
  ])('that is malformed (%s) is refused', async (xml) => {
    expect(parseAnswer((await postXml(rig.base, xml)).body).get('error_code_tag')).toBe('IPAY0100013');
  });

  it('can be dressed with null texts or an odd wrapper', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.set({ inquiryShape: 'nulls' });
    expect((await rig.inquire('T1')).get('udf3')).toBe('null');
    await rig.set({ inquiryShape: 'wrapped' });
    expect((await postXml(rig.base, requestXml(question()))).body).toMatch(
      /^<\?xml[^>]*\?>\n<response><result>SUCCESS.*<\/response>$/s,
    );
  });

  it('can be dead, slow, speak an unknown word or know nothing', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.set({ inquiry: 'dead' });
    await expect(rig.inquire('T1')).rejects.toThrow();
    await rig.set({ inquiry: 'unknown_word' });
    expect((await rig.inquire('T1')).get('result')).toBe('AUTH ERROR');
    await rig.set({ inquiry: 'not_found' });
    expect((await rig.inquire('T1')).get('error_code_tag')).toBe('IPAY0100263');
    await rig.set({ inquiry: 'slow', delayMs: 120 });
    const before = performance.now();
    expect((await rig.inquire('T1')).get('result')).toBe('SUCCESS');
    expect(performance.now() - before).toBeGreaterThanOrEqual(119);
  });
});

describe('a refund', () => {
  it('is done once; a repeat is refused and the payment still counts as captured', async () => {
    await rig.pay(await rig.open('T1'));
    const first = await rig.inquire('T1', { action: '2' });
    expect(Object.fromEntries(first)).toMatchObject({ result: 'CAPTURED', trackid: 'T1', amt: '1.250' });
    expect((await rig.inquire('T1', { action: '2' })).get('error_code_tag')).toBe('IPAY0100137');
    expect((await rig.inquire('T1')).get('result')).toBe('SUCCESS');
    expect((await rig.control('state')).json).toMatchObject({ counters: { refundRequests: 2, refundsDone: 1 } });
  });

  it('may be a part, but not more than was paid', async () => {
    await rig.pay(await rig.open('T1'));
    expect((await rig.inquire('T1', { action: '2', amt: '1.251' })).get('error_code_tag')).toBe('IPAY0100199');
    expect((await rig.inquire('T1', { action: '2', amt: '0.250' })).get('amt')).toBe('0.250');
  });

  it('of something not captured gives nothing back', async () => {
    await rig.set({ outcome: 'not_captured' });
    await rig.pay(await rig.open('T1'));
    expect((await rig.inquire('T1', { action: '2' })).get('result')).toBe('NOT CAPTURED');
    expect((await rig.inquire('T2', { action: '2' })).get('error_code_tag')).toBe('IPAY0100263');
    expect((await rig.control('state')).json).toMatchObject({ counters: { refundsDone: 0 } });
  });

  it('can be done and stay unanswered, or be switched off for the terminal', async () => {
    await rig.pay(await rig.open('T1'));
    await rig.set({ refund: 'refused' });
    expect((await rig.inquire('T1', { action: '2' })).get('error_code_tag')).toBe('IPAY0100033');
    await rig.set({ refund: 'unanswered' });
    await expect(rig.inquire('T1', { action: '2' })).rejects.toThrow();
    await rig.set({ refund: 'normal' });
    expect((await rig.inquire('T1', { action: '2' })).get('error_code_tag')).toBe('IPAY0100137');
  });
});
