import { describe, expect, it } from 'vitest';
import { declineHint } from './decline-hints.ts';
import { errorGroup, raisesAlarm, settingsAreWrong, type SettingsErrorReport } from './error-codes.ts';

/** The table of the K-Net documents, written out code by code on purpose. */
const table = {
  our_settings: [
    '0100001',
    '0100002',
    '0100003',
    '0100004',
    '0100005',
    '0100006',
    '0100215',
    '0100008',
    '0100017',
    '0100095',
    '0100013',
    '0100176',
    '0100015',
    '0100018',
    '0100020',
    '0100033',
    '0100022',
    '0100023',
    '0100024',
    '0100025',
    '0100062',
    '0100026',
    '0100027',
    '0100063',
    '0100028',
    '0100029',
    '0100030',
    '0100031',
    '0100032',
    '0100064',
    '0100065',
    '0100066',
    '0100067',
    '0100068',
    '0100231',
    '0100249',
    '0100254',
  ],
  visitor_session: ['0100040', '0100042', '0100047', '0100055', '0100048', '0100049'],
  risk: [
    '0100043',
    '0100045',
    '0100102',
    '0100103',
    '0100104',
    '0100190',
    '0100194',
    '0100195',
    '0100196',
    '0100197',
    '0100198',
  ],
  outcome_unknown: ['0100158', '0100159', '0100160', '0100163', '0100052', '0200014'],
  duplicate: ['0100114'],
  inquiry_refund: ['0100263', '0100137', '0100199'],
  unlisted: ['0100000', '0100007', '0100016', '0100021', '0100105', '0100193', '0100255', '9999999'],
} as const;

describe('error codes', () => {
  it.each(Object.entries(table))('%s', (group, codes) => {
    for (const code of codes) expect([code, errorGroup(`IPAY${code}`)]).toEqual([code, group]);
  });

  it('without their prefix or with other digits are in no group', () => {
    expect(['0100042', 'IPAY100042', 'IPAY0100042 ', 'GW00201', ''].map(errorGroup)).toEqual(Array(5).fill('unlisted'));
  });

  it('alarm the operator only when our address is blocked or over its limit', () => {
    expect(
      Object.values(table)
        .flat()
        .filter((code) => raisesAlarm(`IPAY${code}`)),
    ).toEqual(['0100043', '0100198']);
  });
});

describe('closing the hosted rails', () => {
  const report = (changes: Partial<SettingsErrorReport>): SettingsErrorReport => ({
    trackId: 'a',
    code: 'IPAY0100013',
    at: 0,
    source: 'browser',
    ...changes,
  });
  const minute = 60_000;

  it('does not follow from what one or two browsers bring, however often', () => {
    expect(settingsAreWrong([report({}), report({ at: 1 }), report({ trackId: 'b' })], minute)).toBe(false);
  });

  it('follows from three different attempts within ten minutes, not from three within a longer time', () => {
    const three = [report({}), report({ trackId: 'b' }), report({ trackId: 'c', at: 9 * minute })];
    expect(settingsAreWrong(three, 10 * minute)).toBe(true);
    expect(settingsAreWrong(three, 10 * minute + 1)).toBe(false);
  });

  it('follows from one error in answer to our own inquiry', () => {
    expect(settingsAreWrong([report({ source: 'inquiry' })], 0)).toBe(true);
  });

  it('never follows from codes an inquiry meets normally, nor from codes of other groups', () => {
    for (const code of ['IPAY0100062', 'IPAY0100263', 'IPAY0100042', 'IPAY0100045', 'IPAY9999999']) {
      expect(settingsAreWrong([report({ source: 'inquiry', code })], 0)).toBe(false);
    }
  });
});

describe('decline hints', () => {
  it.each([
    ['51', 'not_enough_money'],
    ['55', 'wrong_pin'],
    ['54', 'expired_card'],
    ['91', 'bank_not_reachable'],
  ])('%s is %s', (code, hint) => {
    expect(declineHint(code)).toBe(hint);
  });

  it('exist neither for approved nor for unlisted nor for missing codes', () => {
    expect([declineHint('00'), declineHint('99'), declineHint(null)]).toEqual([null, null, null]);
  });
});
