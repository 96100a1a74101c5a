import { describe, expect, it } from 'vitest';
import { fils } from '../../../src-shared/domain/money.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { pageRows, paymentQuerySchema } from '../../../src-shared/staff/payment-query.ts';
import { searchPayments } from './payment-search.ts';

const yesterday = '2026-11-25T22:10:00.000+03:00';
const today = '2026-11-26T08:00:00.000+03:00';

function payment(n: number, change: Partial<PaymentRecord> = {}): PaymentRecord {
  const item = { obligationId: `v${n}`, version: 1, ticketNo: `26-000${n}`, title: { ar: 'وقوف', en: 'Parking' } };
  return {
    pid: `${n}`.repeat(8).padEnd(32, 'a'),
    ...{ rail: 'phone', language: 'ar', partyKind: 'individual', maskedNumber: '••17' },
    items: [{ ...item, occurredOn: '2026-10-01', amountFils: fils(10_000) }],
    serviceChargeFils: fils(0),
    totalFils: fils(10_000 * n),
    createdAt: today,
    state: 'posted',
    version: 6,
    receiptNo: `K001-0000000${n}`,
    ...change,
  };
}

const knet = { result: 'CAPTURED', paymentId: '100202633012345678', authCode: '77AB12' };
const all = [
  payment(1, { createdAt: yesterday, state: 'unknown', receiptNo: undefined }),
  payment(2),
  payment(3, { state: 'not_charged', receiptNo: undefined, noChargeProof: 'gateway' }),
  payment(4, { capture: { amountFils: fils(40_000), knet } }),
];

function found(query: Parameters<typeof paymentQuerySchema.parse>[0], records = all): string[] {
  return searchPayments(records, paymentQuerySchema.parse(query)).payments.map(({ pid }) => pid.slice(0, 1));
}

describe('a payment is found', () => {
  it('by its receipt number, in full, without its zeros, in Arabic digits and with other hyphens', () => {
    for (const text of ['K001-00000002', 'k00100000002', '2', '٠٠٠٠٠٠٠٢', ' K001‑00000002 ']) {
      expect(found({ text }), text).toEqual(['2']);
    }
  });

  it('by its track id or the first eight digits of it, which stand on every paper', () => {
    expect(found({ text: '33333333' })).toEqual(['3']);
    expect(found({ text: payment(3).pid.toUpperCase() })).toEqual(['3']);
    expect(found({ text: '33' })).toEqual([]);
  });

  it('by a ticket in it, or what the bank calls it', () => {
    expect(found({ text: '26-0004' })).toEqual(['4']);
    expect(found({ text: '100202633012345678' })).toEqual(['4']);
    expect(found({ text: '77ab12' })).toEqual(['4']);
  });

  it('by amount, by day and by how it stands', () => {
    expect(found({ amountFils: 20_000 })).toEqual(['2']);
    expect(found({ from: '2026-11-25', to: '2026-11-25' })).toEqual(['1']);
    expect(found({ group: 'unknown' })).toEqual(['1']);
    expect(found({ group: 'not_paid' })).toEqual(['3']);
    expect(found({ group: 'paid', text: '1' })).toEqual([]);
  });
});

describe('the list', () => {
  it('has the newest first, or what still needs somebody', () => {
    expect(found({})).toEqual(['4', '3', '2', '1']);
    expect(found({ openFirst: true })).toEqual(['1', '4', '3', '2']);
  });

  it('comes in pages and says how many there are', () => {
    const many = Array.from({ length: pageRows + 3 }, () => payment(5));
    const query = paymentQuerySchema.parse({ skip: pageRows });
    expect(searchPayments(many, query)).toMatchObject({ total: pageRows + 3 });
    expect(searchPayments(many, query).payments).toHaveLength(3);
  });
});
