import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { exampleConfig } from './example.ts';
import { inquire, readInquiryAnswer } from './inquiry.ts';
import { knetProvider } from './provider.ts';
import { refund } from './refund.ts';
import type { TranPipePort, TransportFault } from './tran-pipe-port.ts';

const question = { trackId: 'a1b2', amount: fils(1250) };
const paid =
  '<result>SUCCESS</result><auth>123456</auth><ref>600</ref><tranid>200</tranid><postdate>0101</postdate><trackid>a1b2</trackid><payid>100</payid><udf5>TrackID</udf5><amt>1.25</amt>';

function port(reply: Result<string, TransportFault>): TranPipePort & { readonly sent: string[] } {
  const sent: string[] = [];
  return {
    sent,
    post: (body) => {
      sent.push(body);
      return Promise.resolve(reply);
    },
  };
}

describe('the answer to an inquiry', () => {
  it.each(['SUCCESS', 'CAPTURED'])('%s with our amount is captured, with the reference for the receipt', (word) => {
    expect(readInquiryAnswer(paid.replace('SUCCESS', word), question)).toEqual({
      says: 'captured',
      amount: 'ours',
      reference: {
        result: word,
        paymentId: '100',
        transactionId: '200',
        reference: '600',
        authCode: '123456',
        postDate: '0101',
      },
    });
  });

  it.each([
    ['<amt>9.250</amt>', 'other'],
    ['<amt>null</amt>', 'absent'],
    ['', 'absent'],
    ['<amt>1,250</amt>', 'other'],
  ])('with amount %j is captured, but with amount %s', (amt, amount) => {
    expect(readInquiryAnswer(paid.replace('<amt>1.25</amt>', amt), question)).toMatchObject({
      says: 'captured',
      amount,
    });
  });

  it.each(['FAILURE(NOT CAPTURED)', 'NOT CAPTURED', 'FAILURE(DENIED BY RISK)', 'CANCELED'])(
    '%s is a failure',
    (word) => {
      const text = `<result>${word}</result><trackid>a1b2</trackid><auth>000000</auth><authRespCode>51</authRespCode><amt>1.250</amt>`;
      expect(readInquiryAnswer(text, question)).toMatchObject({ says: 'failure', authRespCode: '51' });
    },
  );

  it('VOIDED is voided', () => {
    expect(readInquiryAnswer('<result>VOIDED</result>', question)).toMatchObject({ says: 'voided' });
  });

  it.each([
    '<result>!ERROR!-IPAY0100263-Transaction Not Found.</result>',
    '<result>!ERROR!-IPAY0100263-x</result><error_code_tag>IPAY0100263</error_code_tag><error_service_tag>null</error_service_tag>',
    '<error_code_tag>IPAY0100263</error_code_tag><error_text>not found</error_text>',
    '<response><result>null</result><error_code_tag>IPAY0100263</error_code_tag></response>',
  ])('not found is said to be not found: %s', (text) => {
    expect(readInquiryAnswer(text, question)).toEqual({ says: 'not_found' });
  });

  it.each([
    ['FAILURE(SUSPECT)', { why: 'word', code: null }],
    ['FAILURE(HOST TIMEOUT)', { why: 'word', code: null }],
    ['HOST TIMEOUT', { why: 'word', code: null }],
    ['PERHAPS', { why: 'word', code: null }],
    ['', { why: 'word', code: null }],
    ['!ERROR!-IPAY0100062-amount', { why: 'error_code', code: 'IPAY0100062' }],
    ['!ERROR!-IPAY0100158-x', { why: 'error_code', code: 'IPAY0100158' }],
    ['!ERROR!-IPAY0100048-cancelled', { why: 'error_code', code: 'IPAY0100048' }],
    ['!ERROR!-IPAY9999999-x', { why: 'error_code', code: 'IPAY9999999' }],
  ])('%j says nothing', (word, doubt) => {
    expect(readInquiryAnswer(`<result>${word}</result><auth>123456</auth><amt>1.250</amt>`, question)).toEqual({
      says: 'unknown',
      ...doubt,
    });
  });

  it.each([
    ['about another track id', paid.replace('a1b2', 'zzzz'), 'foreign'],
    ['a failure of another amount', '<result>NOT CAPTURED</result><amt>9.000</amt>', 'foreign'],
    ['captured and an error in one', `${paid}<error_code_tag>IPAY0100263</error_code_tag>`, 'contradictory'],
    ['failed and an error in one', '<result>NOT CAPTURED</result><error_code_tag>X</error_code_tag>', 'contradictory'],
    ['not readable', 'oops', 'unreadable'],
  ])('says nothing when it is %s', (_, text, why) => {
    expect(readInquiryAnswer(text, question)).toMatchObject({ says: 'unknown', why });
  });
});

describe('an inquiry', () => {
  it('sends one request and keeps what was exchanged without the credentials', async () => {
    const pipe = port(ok(paid));
    const outcome = await inquire(pipe, exampleConfig(), question);
    expect(pipe.sent).toEqual([expect.stringContaining('<password>DemoPass01</password><action>8</action>')]);
    expect(outcome).toMatchObject({ answer: { says: 'captured', amount: 'ours' }, received: paid });
    expect(JSON.stringify(outcome)).not.toMatch(/DemoPass01|100001/);
  });

  it.each(['unreachable', 'timeout', 'http_status', 'too_large', 'not_text'] as const)(
    'that ends with %s says nothing about the payment',
    async (fault) => {
      const pipe = port(err(fault));
      const { answer, received } = await inquire(pipe, exampleConfig(), question);
      expect([answer, received, pipe.sent.length]).toEqual([{ says: 'unknown', why: fault, code: null }, null, 1]);
    },
  );
});

describe('a refund', () => {
  const once = exampleConfig({ KNET_REFUND: 'api' });
  const done = '<result>CAPTURED</result><trackid>a1b2</trackid><tranid>201</tranid><amt>1.250</amt>';

  it('sends nothing at all with the default setting', async () => {
    const pipe = port(ok(done));
    expect(await refund(pipe, exampleConfig(), question)).toEqual({
      done: false,
      next: 'manual',
      sent: null,
      received: null,
    });
    expect(pipe.sent).toEqual([]);
  });

  it('is done on CAPTURED, with one request', async () => {
    const pipe = port(ok(done));
    expect(await refund(pipe, once, question)).toMatchObject({
      done: true,
      reference: { result: 'CAPTURED', transactionId: '201' },
    });
    expect(pipe.sent).toEqual([expect.stringContaining('<action>2</action><amt>1.250</amt>')]);
  });

  it.each<[string, Result<string, TransportFault>]>([
    ['silence', err('timeout')],
    ['no connection', err('unreachable')],
    ['SUCCESS, which is a word of inquiries', ok(done.replace('CAPTURED', 'SUCCESS'))],
    ['NOT CAPTURED', ok(done.replace('CAPTURED', 'NOT CAPTURED'))],
    ['repeated', ok('<result>!ERROR!-IPAY0100199-x</result>')],
    ['another track id', ok(done.replace('a1b2', 'zzzz'))],
    ['an error beside CAPTURED', ok(`${done}<error_code_tag>IPAY0100137</error_code_tag>`)],
    ['nonsense', ok('oops')],
  ])('answered with %s is for staff, after exactly one request', async (_, reply) => {
    const pipe = port(reply);
    expect(await refund(pipe, once, question)).toMatchObject({ done: false, next: 'manual' });
    expect(pipe.sent).toHaveLength(1);
  });
});

describe('the provider', () => {
  it('puts the four steps behind one interface', async () => {
    const provider = knetProvider(exampleConfig(), port(ok(paid)));
    expect(provider.open({ trackId: 'a1b2', amount: fils(1250), language: 'ar' })).toContain('&trandata=');
    expect(provider.parseResult(Buffer.from('Error=x')).kind).toBe('error_fields');
    expect((await provider.inquire(question)).answer.says).toBe('captured');
    expect((await provider.refund(question)).done).toBe(false);
  });
});
