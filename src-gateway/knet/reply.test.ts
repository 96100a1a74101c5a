import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import { readCallback, type CallbackBody } from './callback.ts';
import { encode } from './cipher.ts';
import { replyTo, type CallbackSituation, type KnownAttempt } from './reply.ts';

const key = 'KIOSKDEMOKEY0001';
const receiptUrl = 'https://pay.example.com/receipt/5e0c2b7f9d314a68';
const line = { status: 200, headers: { 'content-type': 'text/plain' }, body: `REDIRECT=${receiptUrl}` };
const noLine = { status: 400, headers: {}, body: '' };
const redirect = { status: 303, headers: { location: receiptUrl }, body: '' };

const open: KnownAttempt = { trackId: 'a1', amount: fils(1250), state: 'open', receiptUrl };
const paid: KnownAttempt = { ...open, state: 'paid' };
const notCharged: KnownAttempt = { ...open, state: 'not_charged' };

const encrypted = (plaintext: string): CallbackBody => readCallback(Buffer.from(encode(plaintext, key)), key);
const clear = (form: string): CallbackBody => readCallback(Buffer.from(form), key);
const captured = encrypted('paymentid=1&result=CAPTURED&trackid=a1&amt=1.25');
const declined = encrypted('paymentid=1&result=NOT+CAPTURED&trackid=a1&amt=1.250');
const timeout = encrypted('paymentid=1&result=HOST+TIMEOUT&trackid=a1&amt=1.250');
const errors = clear('trackid=a1&Error=IPAY0100048&amt=9.999');

function reply(changes: Partial<CallbackSituation>) {
  return replyTo({ from: 'notification', stored: true, body: captured, attempt: open, ...changes });
}

describe('a notification is acknowledged with exactly one line', () => {
  it.each([
    ['captured', { body: captured }, 'confirm'],
    ['declined', { body: declined }, 'inquire'],
    ['an unknown word', { body: encrypted('result=PERHAPS&trackid=a1&amt=1.250') }, 'inquire'],
    ['an error result', { body: encrypted('result=!ERROR!-IPAY0100158-x&trackid=a1&amt=1.250') }, 'inquire'],
    ['voided', { body: encrypted('result=VOIDED&trackid=a1&amt=1.250') }, 'inquire'],
    ['captured without an amount', { body: encrypted('result=CAPTURED&trackid=a1') }, 'confirm'],
    ['clear error fields with a track id of ours', { body: errors }, 'inquire'],
    ['clear fields that claim a capture', { body: clear('trackid=a1&result=CAPTURED') }, 'inquire'],
    ['captured again after we believed it', { body: captured, attempt: paid }, 'nothing'],
    ['declined again after we believed it', { body: declined, attempt: notCharged }, 'nothing'],
    ['host time-out after we closed it', { body: timeout, attempt: notCharged }, 'inquire'],
    // Refusing it could make K-Net void what is already posted.
    ['declined although we know it is paid', { body: declined, attempt: paid }, 'alarm_and_inquire'],
  ] as const)('%s', (_, changes, then) => {
    expect(reply(changes)).toEqual({ ...line, then });
  });

  it('the same one for every repetition', () => {
    expect([reply({}), reply({}), reply({ attempt: paid })].map(({ body }) => body)).toEqual(Array(3).fill(line.body));
  });

  it('without byte order mark, line end or markup', () => {
    expect(reply({}).body).toMatch(/^REDIRECT=https:\/\/[!-~]+$/);
  });
});

describe('a notification gets an empty 400 and no line, so that K-Net voids', () => {
  it.each([
    ['the body is not durable', { stored: false }, 'alarm_and_inquire'],
    ['it does not decode', { body: clear('00ff'), attempt: null }, 'alarm_and_inquire'],
    ['the track id is not ours', { attempt: null }, 'alarm_and_inquire'],
    ['the attempt found is another one', { attempt: { ...open, trackId: 'b2' } }, 'alarm_and_inquire'],
    ['the amount is another one', { body: encrypted('result=CAPTURED&trackid=a1&amt=9.250') }, 'alarm_and_inquire'],
    ['the amount is not one', { body: encrypted('result=CAPTURED&trackid=a1&amt=1,250') }, 'alarm_and_inquire'],
    ['clear fields name no track id', { body: clear('Error=IPAY0100048') }, 'alarm_and_inquire'],
    ['the visitor was told "not charged" and now it says captured', { attempt: notCharged }, 'urgent_case'],
  ] as const)('when %s', (_, changes, then) => {
    expect(reply(changes)).toEqual({ ...noLine, then });
  });

  it('and the 400 is the same, byte for byte, whatever the reason', () => {
    const bodies = [
      clear('zz'),
      clear('trandata=00'),
      encrypted('result=CAPTURED&trackid=zz&amt=1.250'),
      encrypted('result=CAPTURED&trackid=a1&amt=2.000'),
    ];
    const answers = bodies.map((body) => {
      const { status, headers, body: text } = reply({ body });
      return { status, headers, text };
    });
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});

describe('a browser is sent to the receipt page', () => {
  it.each([
    ['with error fields', { body: errors }, 'inquire'],
    ['with a result', { body: captured }, 'confirm'],
    [
      'with another amount: its page reads our state anyway',
      { body: encrypted('result=CAPTURED&trackid=a1&amt=9.250') },
      'alarm_and_inquire',
    ],
    ['when nothing could be stored: no reply of ours voids here', { stored: false }, 'confirm'],
  ] as const)('%s', (_, changes, then) => {
    expect(reply({ from: 'browser', ...changes })).toEqual({ ...redirect, then });
  });

  it('unless it brings nothing of ours', () => {
    expect(reply({ from: 'browser', attempt: null })).toEqual({ ...noLine, then: 'alarm_and_inquire' });
  });
});

describe('the line', () => {
  it('is never written with an address that is not one line of an absolute address', () => {
    for (const bad of [
      '',
      '/receipt/1',
      'https://pay.example.com/a b',
      'https://pay.example.com/a\nREDIRECT=https://evil.example',
      'javascript:alert(1)',
    ]) {
      expect(() => reply({ attempt: { ...open, receiptUrl: bad } })).toThrow('receipt address');
    }
  });

  it('never appears for a body that is not durable, whatever else is true', () => {
    const bodies = fc.constantFrom(captured, declined, timeout, errors);
    const attempts = fc.constantFrom(open, paid, notCharged, null);
    fc.assert(
      fc.property(bodies, attempts, (body, attempt) => {
        expect(reply({ stored: false, body, attempt }).body).toBe('');
      }),
    );
  });
});
