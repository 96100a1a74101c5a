import type { JsonValue } from '../../src-shared/contract/canonical-json.ts';
import type { JournalEvent } from '../../src-shared/contract/journal-events.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';

/** Records one paid attempt leaves in the journal. */
export const recordsPerPayment = 5;
const kioskCode = 'K001';
const at = '2026-11-22T09:00:00+03:00';

/**
 * The event of journal record `seq` (from 1): attempts paid one after the other, each from CREATED to POSTED, so that
 * any whole beginning of such a journal folds.
 */
export function recordFor(seq: number): JsonValue {
  const payment = Math.floor((seq - 1) / recordsPerPayment) + 1;
  const pid = payment.toString(16).padStart(32, '0');
  const steps = [created(pid), reserved(pid), sent(pid), captured(pid, payment), posted(pid)];
  const event = steps[(seq - 1) % recordsPerPayment];
  if (event === undefined) throw new Error('a record number is a whole number from 1');
  return JSON.parse(JSON.stringify(event)) as JsonValue; // JSON.parse of our own JSON text yields JSON
}

function created(pid: string): JournalEvent {
  const item = {
    obligationId: `traffic-${pid.slice(-9)}`,
    version: 1,
    ticketNo: pid.slice(-9),
    title: { ar: 'وقوف', en: 'Parking' },
    occurredOn: '2026-10-01',
    amountFils: fils(5_000),
  };
  const facts = {
    pid,
    rail: 'phone' as const,
    language: 'ar' as const,
    partyKind: 'individual' as const,
    maskedNumber: '••••••••••17',
    items: [item],
    serviceChargeFils: fils(0),
    totalFils: fils(5_000),
    createdAt: at,
  };
  return { kind: 'payment', pid, event: { type: 'CREATED', facts } };
}

function reserved(pid: string): JournalEvent {
  return { kind: 'payment', pid, event: { type: 'RESERVED', leaseSeconds: 600 } };
}

function sent(pid: string): JournalEvent {
  return { kind: 'payment', pid, event: { type: 'SENT', railRef: pid } };
}

function captured(pid: string, payment: number): JournalEvent {
  const capture = { amountFils: fils(5_000), knet: { result: 'CAPTURED', authCode: 'A1' } };
  const receiptNo = receiptNumber(kioskCode, payment);
  return { kind: 'payment', pid, event: { type: 'CAPTURE_PROVED', capture, receiptNo, issuedAt: at } };
}

function posted(pid: string): JournalEvent {
  const postings = [{ obligationId: `traffic-${pid.slice(-9)}`, posting: 'pending' as const }];
  return { kind: 'payment', pid, event: { type: 'POSTED', proof: `WAFA1.${pid}.${'s'.repeat(86)}`, postings } };
}
