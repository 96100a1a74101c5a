import { describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import { judge, type Evidence } from './judge.ts';

const pid = 'a'.repeat(32);
const other = 'b'.repeat(32);

function record(change: Partial<PaymentRecord> = {}): PaymentRecord {
  return {
    pid,
    rail: 'phone',
    language: 'ar',
    partyKind: 'individual',
    maskedNumber: '••••••••••17',
    items: [],
    serviceChargeFils: fils(0),
    totalFils: fils(5_000),
    createdAt: '2026-11-22T09:00:00+03:00',
    state: 'posted',
    version: 5,
    receiptNo: 'K001-00000001',
    ...change,
  };
}

const answer = { pid, receiptNo: 'K001-00000001', proof: 'WAFA1.a.b' };
const row = {
  pid,
  state: 'posted',
  proof: answer.proof,
  receiptNo: answer.receiptNo,
  items: [{ id: 'T1', ticketNo: '1' }],
};
const kept = { trackId: pid, status: 'captured', refunded: false, acknowledged: 1 };
const settled = { pid, ticketNo: '1', result: 'posted' };

/** One attempt that was paid and is all in order. */
const sound: Evidence = {
  kiosks: [{ records: [record()], acknowledged: [answer] }],
  knet: [kept],
  ministry: [settled],
  payments: [row],
  activePostings: [{ pid, itemId: 'T1' }],
  refunds: [],
  entries: [
    { pid, amountFils: 5_000 },
    { pid, amountFils: -5_000 },
  ],
  inboxPids: [pid],
};

describe('the judge', () => {
  it('has nothing against a payment that is all in order', () => {
    expect(judge(sound)).toEqual({ lostAcks: 0, violations: [] });
  });

  it('has nothing against a paid ticket whose money is owed back instead', () => {
    const refunds = [{ pid, itemIds: ['T1'] }];
    expect(judge({ ...sound, ministry: [], activePostings: [], refunds }).violations).toEqual([]);
  });

  const cases: readonly (readonly [situation: string, change: Partial<Evidence>, words: string, lost?: number])[] = [
    [
      'an acknowledged commit that is gone',
      { payments: [{ ...row, proof: null, receiptNo: null }] },
      'acknowledged commit',
      1,
    ],
    ['an acknowledged commit with another proof', { payments: [{ ...row, proof: 'WAFA1.x.y' }] }, 'same proof', 1],
    ['an acknowledged callback that is not in the inbox', { inboxPids: [] }, 'acknowledged callback', 1],
    [
      'a capture the gateway does not know',
      { knet: [kept, { ...kept, trackId: other, acknowledged: 0 }] },
      'does not know',
    ],
    ['a capture that was never settled', { ministry: [] }, 'settled 0 times'],
    ['a capture that was settled and refunded', { refunds: [{ pid, itemIds: ['T1'] }] }, 'refund owed: true'],
    ['a ticket settled twice', { ministry: [settled, settled] }, 'settled twice'],
    [
      'a ticket settled without money',
      { ministry: [settled, { ...settled, pid: other, ticketNo: '2' }] },
      'does not have',
    ],
    [
      'two active postings of an item',
      {
        activePostings: [
          { pid, itemId: 'T1' },
          { pid: other, itemId: 'T1' },
        ],
      },
      'two active',
    ],
    ['entries that do not balance', { entries: [{ pid, amountFils: 5_000 }] }, 'do not balance'],
    [
      'an attempt left open at the gateway',
      { payments: [{ ...row, state: 'captured' }] },
      'still captured at the gateway',
    ],
    [
      'a gap in the receipt numbers',
      { kiosks: [{ records: [record({ receiptNo: 'K001-00000002' })], acknowledged: [] }] },
      'not gapless',
    ],
    [
      'an attempt left open at the kiosk',
      { kiosks: [{ records: [record({ state: 'unknown' })], acknowledged: [answer] }] },
      'still unknown at the kiosk',
    ],
    [
      'a visitor who was told "not charged" and was',
      { kiosks: [{ records: [record({ state: 'not_charged' })], acknowledged: [answer] }] },
      'K-Net has the money',
    ],
    [
      'a visitor who was told "paid" and was not',
      { knet: [{ ...kept, status: 'voided' }], ministry: [] },
      'K-Net has no money',
    ],
  ];
  for (const [situation, change, words, lost = 0] of cases) {
    it(`sees ${situation}`, () => {
      const { violations, lostAcks } = judge({ ...sound, ...change });
      expect(violations.join('\n')).toContain(words);
      expect(lostAcks).toBe(lost);
    });
  }
});
