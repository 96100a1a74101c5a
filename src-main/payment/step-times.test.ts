import { describe, expect, it } from 'vitest';
import { storyOf } from '../../src-shared/payment/story.ts';
import { makeMemoryFs, type MemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { PaymentBook } from './payment-book.ts';
import { commitOf } from './test-support.ts';
import { StepTimes } from './step-times.ts';

const pid = 'ab'.repeat(16);

async function books(fs: MemoryFs) {
  const times = new StepTimes();
  const book = await PaymentBook.open(await mustOpen(fs, { segmentBytes: 64 * 1024, reserveBytes: 1024 }), [times]);
  return { times, book };
}

describe('the story of a payment', () => {
  it('is told with what each step knows, at the times the journal has, also after a restart', async () => {
    const fs = makeMemoryFs();
    const { book, times } = await books(fs);
    const { facts, capture, issuedAt } = commitOf(pid);
    await book.record(pid, { type: 'CREATED', facts });
    await book.record(pid, { type: 'RESERVED', leaseSeconds: 600 });
    await book.record(pid, { type: 'SENT', railRef: pid });
    await book.record(pid, { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' });
    await book.record(pid, { type: 'HANDED_TO_STAFF', caseId: 'K001-ABABABAB' });
    const closure = { caseId: 'K001-ABABABAB', evidence: 'settlement_report 77', staff: ['S1', 'S2'], atKiosk: true };
    await book.record(pid, (open) => [
      {
        ...{ type: 'CAPTURE_PROVED', capture, issuedAt, receiptNo: open.nextReceiptNo('K001') },
        closure: { ...closure, staff: ['S1', 'S2'], atKiosk: true },
      },
    ]);
    await book.recordPrint({ pid, receiptNo: 'K001-00000001', copy: false, state: 'queued' });
    await book.recordPrint({ pid, receiptNo: 'K001-00000001', copy: false, state: 'failed' });
    const record = book.get(pid)!;
    const story = storyOf(record, times.of(pid));
    expect(story.map(({ code }) => code)).toEqual([
      ...['created', 'reserved', 'sent', 'unknown', 'handed_over', 'captured_by_people', 'print_begun', 'print_failed'],
    ]);
    expect(story[0]).toMatchObject({ amountFils: facts.totalFils, items: 1 });
    expect(story[3]).toMatchObject({ reason: 'no_answer' });
    expect(story[5]).toMatchObject({
      receiptNo: 'K001-00000001',
      people: ['S1', 'S2'],
      evidence: 'settlement_report 77',
    });
    expect(story.map(({ atMs }) => atMs)).toEqual(story.map(({ atMs }) => atMs).toSorted((a, b) => a - b));
    expect(story[0]!.atMs).toBeGreaterThan(1_795_000_000_000);
    const again = await books(fs);
    expect(storyOf(again.book.get(pid)!, again.times.of(pid))).toEqual(story);
  });
});
