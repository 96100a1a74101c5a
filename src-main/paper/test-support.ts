import { fils } from '../../src-shared/domain/money.ts';
import type { Receipt, Slip } from '../../src-shared/domain/receipt.ts';

/** A paid receipt of one item; `over` replaces what a test is about. */
export function testReceipt(over: Partial<Receipt> = {}): Receipt {
  return {
    kind: 'paid',
    receiptNo: 'K001-00000012',
    issuedAt: '2026-11-22T09:26:00.000+03:00',
    kioskCode: 'K001',
    site: { ar: 'مركز خدمة السالمية', en: 'Salmiya Service Centre' },
    pid: '3f2a91c00123456789abcdef01234567',
    rail: 'phone',
    partyKind: 'individual',
    maskedNumber: '••••••••••45',
    items: [
      {
        obligationId: 'o1',
        ticketNo: '2401234500',
        title: { ar: 'عدم ربط حزام الأمان', en: 'Not wearing the seat belt' },
        occurredOn: '2026-03-12',
        amountFils: fils(10_000),
        posting: 'pending',
      },
    ],
    serviceChargeFils: fils(0),
    totalFils: fils(10_000),
    copy: false,
    demo: false,
    ...over,
  };
}

/** A slip of one item. */
export const testSlip: Slip = {
  issuedAt: '2026-11-22T09:26:00.000+03:00',
  kioskCode: 'K001',
  site: { ar: 'مركز خدمة السالمية', en: 'Salmiya Service Centre' },
  partyKind: 'individual',
  maskedNumber: '••••••••••45',
  asOf: '2026-11-21T23:05:00.000+03:00',
  items: [
    {
      ticketNo: '2401234500',
      title: { ar: 'عدم ربط حزام الأمان', en: 'Not wearing the seat belt' },
      amountFils: fils(10_000),
      payable: true,
    },
  ],
  totalFils: fils(10_000),
  offices: [],
  demo: false,
};
