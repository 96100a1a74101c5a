import type { LocalText } from '../../src-shared/domain/language.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { settlesNothing, type ItemPosting, type PaymentRecord } from '../../src-shared/payment/record.ts';

/** What a receipt says besides the payment itself. */
export interface ReceiptSetting {
  readonly kioskCode: string;
  readonly site: LocalText;
  readonly demo: boolean;
  readonly copy: boolean;
  /** Newest word of the gateway on each item, if it has changed since the commit. */
  readonly postings?: readonly ItemPosting[];
}

/** The receipt of an attempt as its record stands; null while there is nothing to hand out. */
export function receiptOf(record: PaymentRecord, setting: ReceiptSetting): Receipt | null {
  const kind = receiptKind(record);
  if (!kind) return null;
  const postings = setting.postings ?? record.postings ?? [];
  const taken = kind === 'paid' || kind === 'returning';
  const goesBack = record.reversal?.itemIds ?? [];
  return {
    kind,
    ...(taken && record.receiptNo ? { receiptNo: record.receiptNo } : {}),
    ...(kind === 'paid' && record.proof ? { proof: record.proof } : {}),
    issuedAt: record.issuedAt ?? record.createdAt,
    kioskCode: setting.kioskCode,
    site: setting.site,
    pid: record.pid,
    rail: record.rail,
    partyKind: record.partyKind,
    maskedNumber: record.maskedNumber,
    items: record.items.map(({ version: _version, ...item }) => ({
      ...item,
      posting: goesBack.includes(item.obligationId)
        ? 'returned'
        : (postings.find((posting) => posting.obligationId === item.obligationId)?.posting ?? 'pending'),
    })),
    serviceChargeFils: record.serviceChargeFils,
    totalFils: record.totalFils,
    ...saidByRail(record),
    ...(record.reversal ? { refundFils: record.reversal.amountFils } : {}),
    ...(record.state === 'manual' && record.caseId ? { caseId: record.caseId } : {}),
    copy: setting.copy,
    demo: setting.demo,
  };
}

/** What K-Net or the terminal said, paid or not. */
function saidByRail({ capture, declined }: PaymentRecord): Pick<Receipt, 'knet' | 'card'> {
  const { knet, card } = capture ?? declined ?? {};
  return { ...(knet ? { knet } : {}), ...(card ? { card } : {}) };
}

/** Issued after success, after failure and while the outcome is being checked (payments 4). */
function receiptKind(record: PaymentRecord): Receipt['kind'] | null {
  if (record.reversal) return settlesNothing(record.reversal, record) ? 'returning' : 'paid';
  switch (record.state) {
    case 'captured':
    case 'posted':
      return 'paid';
    case 'not_charged':
    case 'cancelled':
      return 'not_paid';
    case 'unknown':
    case 'manual':
    case 'reversal_due':
    case 'reversed':
    case 'closed':
      return 'checking';
    default:
      return null;
  }
}
