import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Party } from '../domain/party.ts';
import { feedKeysOf } from './feed-keys.ts';

const mac = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
const macs = { index: mac('index pepper'), row: mac('row pepper') };
const person: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };

describe('the place of a party in the offline copy', () => {
  it('is the same every time, and stays what kiosks in the field already hold', () => {
    const name = 'individual:civil:399123100017';
    expect(feedKeysOf(person, macs)).toEqual({
      index: mac('index pepper')(name).toString('hex').slice(0, 16),
      rowKey: mac('row pepper')(name).toString('base64url'),
    });
  });

  it('differs by number, kind of number and kind of party', () => {
    const parties: Party[] = [
      person,
      { ...person, number: '399010100029' },
      { ...person, numberKind: 'unified' },
      { ...person, kind: 'company' },
    ];
    const places = parties.map((party) => feedKeysOf(party, macs));
    expect(new Set(places.map(({ index }) => index)).size).toBe(4);
    expect(new Set(places.map(({ rowKey }) => rowKey)).size).toBe(4);
  });

  it('means nothing without the peppers', () => {
    const others = { index: mac('other'), row: mac('other too') };
    expect(feedKeysOf(person, others)).not.toEqual(feedKeysOf(person, macs));
  });
});
