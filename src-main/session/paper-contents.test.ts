import { describe, expect, it } from 'vitest';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Obligation } from '../../src-shared/domain/obligation.ts';
import { receiptSchema, slipSchema } from '../../src-shared/domain/receipt.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import { initialSession, type SessionState } from '../../src-shared/session/state.ts';
import { receiptOf } from '../payment/receipt.ts';
import { order as paidOrder } from '../payment/test-support.ts';
import { orderOf } from './order.ts';
import type { KioskStatus } from './ports.ts';
import { slipOf } from './slip.ts';

const site = { ar: 'مركز', en: 'Centre' };
const status: KioskStatus = {
  kioskCode: 'K001',
  site,
  demo: true,
  online: true,
  ministry: 'up',
  paymentsOpen: true,
  maxItems: 3,
  maxAmountFils: fils(60_000),
  serviceChargeFils: fils(500),
  rails: ['phone'],
  printer: 'ready',
  fineTypes: [],
  notices: [],
  offices: [],
  outOfService: false,
  timeInDoubt: false,
};

function ticket(id: string, amount: number, state: Obligation['status'] = 'payable'): Obligation {
  return {
    id,
    version: 1,
    system: 'traffic',
    amountFils: fils(amount),
    status: state,
    detail: {
      ticketNo: `T${id}`,
      kind: 'direct',
      occurredAt: '2026-10-01T23:30:00+03:00',
      place: site,
      offences: [{ code: '37-1', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  };
}

function visit(obligations: Obligation[]): SessionState {
  const answer: InquiryAnswer = {
    id: 'a',
    partyKind: 'individual',
    maskedNumber: '••••••••••17',
    obligations,
    systems: [{ system: 'traffic', state: 'answered' }],
    offices: [],
    asOf: '2026-11-22T09:26:00+03:00',
    source: { from: 'live' },
  };
  return { ...initialSession, party: paidOrder.party, answer };
}

const pay = (...itemIds: string[]) => ({ do: 'start_payment', rail: 'phone', itemIds }) as const;

describe('an order', () => {
  it('takes its amounts from the answer and adds the service charge once', () => {
    const order = orderOf(visit([ticket('a', 15_000), ticket('b', 20_000)]), pay('a', 'b'), status);
    expect(order).toMatchObject({ ok: true, value: { totalFils: 35_500, maskedNumber: '••••••••••17' } });
  });

  it.each([
    ['an item that cannot be paid', [ticket('a', 15_000, 'referred_to_court')], ['a']],
    ['an item nobody showed', [ticket('a', 15_000)], ['a', 'z']],
    ['nothing', [ticket('a', 15_000)], []],
  ])('for %s is refused', (_what, obligations, ids) => {
    expect(orderOf(visit(obligations), pay(...ids), status)).toEqual({ ok: false, error: 'payments_closed' });
  });

  it('above the limit of one payment says so', () => {
    expect(orderOf(visit([ticket('a', 59_900)]), pay('a'), status)).toEqual({ ok: false, error: 'over_limit' });
  });
});

describe('a statement', () => {
  it('lists what is owed, says what can be paid, and never the full number', () => {
    const slip = slipOf(visit([ticket('a', 15_000), ticket('b', 20_000, 'visit_office')]), status, 0);
    expect(slipSchema.parse(slip)).toMatchObject({ totalFils: 35_000, items: [{ payable: true }, { payable: false }] });
    expect(JSON.stringify(slip)).not.toContain(paidOrder.party.number);
  });

  it('says so when its time is in doubt', () => {
    const printed = (timeInDoubt: boolean) => slipOf(visit([ticket('a', 15_000)]), { ...status, timeInDoubt }, 0);
    expect([printed(true)?.timeInDoubt, printed(false)?.timeInDoubt]).toEqual([true, undefined]);
  });

  it('is not made when there is nothing to list', () => {
    expect(slipOf(visit([]), status, 0)).toBeNull();
  });
});

describe('a receipt', () => {
  const record: PaymentRecord = {
    pid: '0123456789abcdef0123456789abcdef',
    ...paidOrder,
    items: [...paidOrder.items],
    partyKind: 'individual',
    createdAt: '2026-11-22T09:26:00.000+03:00',
    state: 'posted',
    version: 5,
    receiptNo: 'K001-00000001',
    issuedAt: '2026-11-22T09:27:00.000+03:00',
    proof: 'WAFA1.s.g',
    postings: [{ obligationId: 'a', posting: 'pending' }],
  };
  const setting = { kioskCode: 'K001', site, demo: true, copy: false };

  it('of a paid attempt carries number, proof and the posting of each ticket', () => {
    expect(receiptSchema.parse(receiptOf(record, setting))).toMatchObject({
      kind: 'paid',
      receiptNo: 'K001-00000001',
      proof: 'WAFA1.s.g',
      items: [{ posting: 'pending' }],
    });
  });

  it('of an attempt that failed or is being checked never carries a number or the signed "paid"', () => {
    for (const state of ['not_charged', 'unknown', 'cancelled'] as const) {
      const receipt = receiptOf({ ...record, state }, setting);
      expect(receipt?.kind).toBe(state === 'unknown' ? 'checking' : 'not_paid');
      expect(receipt).not.toHaveProperty('proof');
      expect(receipt).not.toHaveProperty('receiptNo');
    }
  });

  it('of money that goes back says so, with its number and without the signed "paid"', () => {
    const reversal = {
      refundRef: 'R1',
      reason: 'settled_elsewhere',
      itemIds: ['a'],
      amountFils: record.totalFils,
    } as const;
    const whole = receiptOf({ ...record, state: 'reversal_due', reversal: { ...reversal, itemIds: ['a'] } }, setting);
    expect(whole).toMatchObject({ kind: 'returning', receiptNo: 'K001-00000001', refundFils: record.totalFils });
    expect(whole).not.toHaveProperty('proof');
    expect(whole?.items).toMatchObject([{ posting: 'returned' }]);
  });

  it('does not exist while nothing has come of the attempt', () => {
    expect(receiptOf({ ...record, state: 'sending' }, setting)).toBeNull();
  });
});
