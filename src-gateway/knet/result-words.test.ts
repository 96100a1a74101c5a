import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCallbackResult, readInquiryResult } from './result-words.ts';

/** text, class in a callback, class in an inquiry answer */
const table = [
  ['CAPTURED', 'captured_claim', 'captured_claim'],
  ['SUCCESS', 'unknown', 'captured_claim'],
  ['NOT CAPTURED', 'failure', 'failure'],
  ['CANCELED', 'failure', 'failure'],
  ['CANCELLED', 'failure', 'failure'],
  ['CANCEL', 'failure', 'failure'],
  ['DENIED BY RISK', 'failure', 'failure'],
  ['HOST TIMEOUT', 'unknown', 'unknown'],
  ['FAILURE(NOT CAPTURED)', 'unknown', 'failure'],
  ['FAILURE(DENIED BY RISK)', 'unknown', 'failure'],
  ['FAILURE(HOST TIMEOUT)', 'unknown', 'unknown'],
  ['FAILURE(SUSPECT)', 'unknown', 'unknown'],
  ['VOIDED', 'voided', 'voided'],
] as const;

describe('result words', () => {
  it.each(table)('%s', (text, inCallback, inInquiry) => {
    expect(readCallbackResult(text).class).toBe(inCallback);
    expect(readInquiryResult(text).class).toBe(inInquiry);
  });

  it.each([' captured ', 'Captured', 'CAPTURED\n'])('are trimmed and upper-cased: %j', (text) => {
    expect(readCallbackResult(text)).toEqual({ class: 'captured_claim', word: 'CAPTURED' });
  });

  it.each(['not   captured', 'Not\tCaptured'])('have their spaces folded: %j', (text) => {
    expect(readCallbackResult(text)).toEqual({ class: 'failure', word: 'NOT CAPTURED' });
  });

  it('keep the outer word when they are split into X(Y)', () => {
    expect(readInquiryResult(' failure ( not  captured ) ')).toEqual({
      class: 'failure',
      word: 'FAILURE(NOT CAPTURED)',
    });
    expect(readInquiryResult('SUCCESS(NOT CAPTURED)').class).toBe('unknown');
    expect(readInquiryResult('FAILURE(CAPTURED)').class).toBe('unknown');
    expect(readInquiryResult('FAILURE').class).toBe('unknown');
  });

  it.each([
    '',
    'AUTH ERROR',
    'NOT SUPPORTED',
    'DECLINED',
    'APPROVED',
    'NOTCAPTURED',
    'CAPTURED.',
    'CAPTURED CAPTURED',
    'UNCAPTURED',
    'CAPTURED(X)',
    'ＣＡＰＴＵＲＥＤ',
    'CAPTURED\u00a0',
    'ſUCCESS',
    'HOST_TIMEOUT',
    '!ERROR!',
    '!ERROR!-GW00201-x',
    '!ERROR!-IPAY123-x',
    '!ERROR!-IPAY01000421-x',
  ])('mean nothing when they are not in the table: %j', (text) => {
    expect(readCallbackResult(text)).toEqual({ class: 'unknown', word: null });
    expect(readInquiryResult(text)).toEqual({ class: 'unknown', word: null });
  });

  it('of an error give the code', () => {
    for (const text of [
      '!ERROR!-IPAY0100263-Transaction Not Found.',
      '!error!-ipay0100263',
      ' !ERROR!-IPAY0100263-a-b ',
    ]) {
      expect(readInquiryResult(text)).toEqual({ class: 'error_code', code: 'IPAY0100263' });
    }
  });

  it('claim a capture for whole words only: anything added to them means nothing', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => /[^\s()]/.test(text)),
        fc.boolean(),
        (extra, before) => {
          const text = before ? `${extra} CAPTURED` : `CAPTURED ${extra}`;
          expect(readInquiryResult(text).class).not.toBe('captured_claim');
        },
      ),
    );
  });
});
