import { fils } from '../../src-shared/domain/money.ts';
import type { Receipt, ReceiptItem } from '../../src-shared/domain/receipt.ts';

export const testItem: ReceiptItem = {
  obligationId: 'o1',
  ticketNo: '2401234500',
  title: { ar: 'عدم ربط حزام الأمان', en: 'Not wearing the seat belt' },
  occurredOn: '2026-03-12',
  amountFils: fils(10_000),
  posting: 'pending',
};

/** A paid and signed receipt of one item; `over` replaces what a test is about. */
export function testReceipt(over: Partial<Receipt> = {}): Receipt {
  return {
    kind: 'paid',
    receiptNo: 'K001-00000012',
    proof: 'WAFA1.c3RhdGVtZW50.c2lnbmF0dXJl',
    issuedAt: '2026-11-22T21:26:00.000+03:00',
    kioskCode: 'K001',
    site: { ar: 'مركز خدمة السالمية', en: 'Salmiya Service Centre' },
    pid: '3f2a91c00123456789abcdef01234567',
    rail: 'phone',
    partyKind: 'individual',
    maskedNumber: '••••••••••45',
    items: [testItem],
    serviceChargeFils: fils(0),
    totalFils: fils(10_000),
    knet: { result: 'CAPTURED', paymentId: '100202632612345678', authCode: 'B12345' },
    copy: false,
    demo: false,
    ...over,
  };
}

/** The same, not signed yet. */
export function unsigned(receipt: Receipt): Receipt {
  const { proof: _proof, ...rest } = receipt;
  return rest;
}
