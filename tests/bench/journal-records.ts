import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import { encodeFrame, genesis, type ChainHead } from '../../src-shared/contract/journal.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';
import type { PaymentEvent } from '../../src-shared/payment/record.ts';
import { nodeSha256 } from '../../src-main/journal/edge/node-sha256.ts';

/** Records one paid visit leaves in the journal. */
export const recordsPerPayment = 8;

const at = '2026-11-24T10:00:00.000Z';

/** What payment `n` (from 1) of a kiosk writes: two tickets paid on the phone, receipt printed. */
export function paymentEvents(n: number): JournalEvent[] {
  const pid = n.toString(16).padStart(32, '0');
  const receiptNo = receiptNumber('K001', n);
  const items = [1, 2].map((k) => ({
    obligationId: `V-${n}-${k}`,
    version: 3,
    ticketNo: `26${String(n).padStart(8, '0')}${k}`,
    title: { ar: 'تجاوز السرعة المقررة بأكثر من 20 كم', en: 'Speeding by more than 20 km/h' },
    occurredOn: '2026-10-01',
    amountFils: fils(15_000),
  }));
  const party = { partyKind: 'individual', maskedNumber: '••••••••••17' } as const;
  const total = { serviceChargeFils: fils(0), totalFils: fils(30_000) };
  const reference = { paymentId: '100202633012345678', transactionId: '202633012345678', reference: '633012345678' };
  const knet = { result: 'CAPTURED', ...reference, authCode: '123456', postDate: '1124' };
  const proof = `WAFA1.${'A'.repeat(300)}.${'B'.repeat(86)}`;
  const postings = items.map(({ obligationId }) => ({ obligationId, posting: 'pending' as const }));
  const steps: PaymentEvent[] = [
    { type: 'CREATED', facts: { pid, rail: 'phone', language: 'ar', ...party, items, ...total, createdAt: at } },
    { type: 'RESERVED', leaseSeconds: 600 },
    { type: 'SENT', railRef: pid },
    { type: 'OUTCOME_UNKNOWN', reason: 'confirming' },
    { type: 'CAPTURE_PROVED', capture: { amountFils: total.totalFils, knet }, receiptNo, issuedAt: at },
    { type: 'POSTED', proof, postings },
  ];
  return [
    ...steps.map((event) => ({ kind: 'payment' as const, pid, event })),
    { kind: 'print', pid, receiptNo, copy: false, state: 'queued' },
    { kind: 'print', pid, receiptNo, copy: false, state: 'printed' },
  ];
}

/** The frame the journal writes for one event, and the head after it. */
export function frameOf(event: JournalEvent, head: ChainHead = genesis): ReturnType<typeof encodeFrame> {
  // As many digits as the times of a journal under way have.
  const content = { bootId: 'ab'.repeat(16), monoMs: 1_000_000 + head.seq, wall: 1_795_338_000_000 + head.seq };
  // A typed event holds only what JSON can.
  return encodeFrame({ ...content, eventsJson: canonicalJson([event]) }, head, nodeSha256);
}
