import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fils } from '../domain/money.ts';
import { advance, commandFor, isOpen } from './machine.ts';
import { caseClosureSchema, type PaymentEvent, type PaymentFacts, type PaymentRecord } from './record.ts';
import { gatewayEdges, legalEdges, paymentStateSchema } from './states.ts';

const facts: PaymentFacts = {
  pid: '0123456789abcdef0123456789abcdef',
  rail: 'phone',
  language: 'ar',
  partyKind: 'individual',
  maskedNumber: '••••••••••17',
  items: [
    {
      obligationId: 't-1',
      version: 1,
      ticketNo: '100200300',
      title: { ar: 'تجاوز الإشارة', en: 'Red light' },
      occurredOn: '2026-10-01',
      amountFils: fils(150_000),
    },
  ],
  serviceChargeFils: fils(0),
  totalFils: fils(150_000),
  createdAt: '2026-11-22T09:26:00.000+03:00',
};

const events: Readonly<Record<PaymentEvent['type'], PaymentEvent>> = {
  CREATED: { type: 'CREATED', facts },
  RESERVED: { type: 'RESERVED', leaseSeconds: 600 },
  SENT: { type: 'SENT', railRef: facts.pid },
  OUTCOME_UNKNOWN: { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' },
  CAPTURE_PROVED: {
    type: 'CAPTURE_PROVED',
    capture: { amountFils: facts.totalFils, knet: { result: 'CAPTURED' } },
    receiptNo: 'K001-00000001',
    issuedAt: facts.createdAt,
  },
  NO_CHARGE_PROVED: { type: 'NO_CHARGE_PROVED', reason: 'declined', proof: 'gateway' },
  POSTED: { type: 'POSTED', proof: 'WAFA1.x.y', postings: [{ obligationId: 't-1', posting: 'pending' }] },
  REVERSAL_DUE: {
    type: 'REVERSAL_DUE',
    reversal: { refundRef: 'R1', reason: 'settled_elsewhere', itemIds: ['t-1'], amountFils: facts.totalFils },
  },
  COMMITTED: { type: 'COMMITTED', proof: 'WAFA1.x.y', postings: [{ obligationId: 't-1', posting: 'refused' }] },
  REVERSAL_SENT: { type: 'REVERSAL_SENT', terminal: { saleId: 'K001', poiId: 'POI1', serviceId: '2' } },
  RELEASED: { type: 'RELEASED' },
  REVERSED: { type: 'REVERSED', refundProof: 'p-1' },
  CANCELLED: { type: 'CANCELLED', reason: 'not_reserved' },
  HANDED_TO_STAFF: { type: 'HANDED_TO_STAFF', caseId: 'c-1' },
  CLOSED: { type: 'CLOSED' },
};

function fold(...types: PaymentEvent['type'][]): PaymentRecord {
  let record: PaymentRecord | null = null;
  for (const type of types) {
    const next = advance(record, events[type]);
    if (!next.ok) throw new Error(`${next.error.from} → ${next.error.event}`);
    record = next.value;
  }
  if (!record) throw new Error('nothing folded');
  return record;
}

describe('a payment', () => {
  it('goes from the first record to posted', () => {
    const record = fold('CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED', 'POSTED');
    expect(record).toMatchObject({ state: 'posted', version: 5, receiptNo: 'K001-00000001', railRef: facts.pid });
  });

  it('whose outcome was unknown can still turn out paid or not paid', () => {
    expect(fold('CREATED', 'RESERVED', 'SENT', 'OUTCOME_UNKNOWN', 'CAPTURE_PROVED').state).toBe('captured');
    expect(fold('CREATED', 'RESERVED', 'SENT', 'OUTCOME_UNKNOWN', 'NO_CHARGE_PROVED').state).toBe('not_charged');
  });

  it('takes no step the table does not name, whatever arrives in whatever order', () => {
    const anyEvent = fc.constantFrom(...Object.values(events));
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (arrived) => {
        let record: PaymentRecord | null = null;
        for (const event of arrived) {
          const next = advance(record, event);
          if (!next.ok) continue;
          if (record && record.state !== next.value.state) {
            expect(legalEdges[record.state]).toContain(next.value.state);
          }
          expect(next.value.version).toBe((record?.version ?? 0) + 1);
          expect(next.value.totalFils).toBe(facts.totalFils);
          if (record?.receiptNo) expect(next.value.receiptNo).toBe(record.receiptNo);
          record = next.value;
        }
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('that was captured can never become "not charged"', () => {
    const captured = fold('CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED');
    expect(advance(captured, events.NO_CHARGE_PROVED)).toEqual({
      ok: false,
      error: { from: 'captured', event: 'NO_CHARGE_PROVED' },
    });
  });
});

describe('after a restart', () => {
  it('a payment that was under way is asked about, never sent again', () => {
    expect(commandFor(fold('CREATED', 'RESERVED', 'SENT'), 'after_restart')).toBe('ask_outcome');
  });

  it('a captured payment is committed again', () => {
    expect(commandFor(fold('CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED'), 'after_restart')).toBe('commit');
  });

  it('a payment nothing was sent for is cancelled, and the gateway is told until it knows', () => {
    expect(commandFor(fold('CREATED'), 'after_restart')).toBe('cancel');
    expect(commandFor(fold('CREATED', 'RESERVED'), 'after_restart')).toBe('cancel');
    expect(commandFor(fold('CREATED', 'CANCELLED'), 'after_restart')).toBe('release');
    expect(isOpen(fold('CREATED', 'CANCELLED', 'RELEASED'))).toBe(false);
  });

  it('money that goes back is committed first, then given back, then reported', () => {
    const due = ['CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED', 'REVERSAL_DUE'] as const;
    expect(commandFor(fold(...due), 'after_restart')).toBe('commit');
    expect(commandFor(fold(...due, 'COMMITTED'), 'after_restart')).toBe('reverse');
    expect(commandFor(fold(...due, 'COMMITTED', 'REVERSAL_SENT', 'REVERSED'), 'after_restart')).toBe('report_reversed');
    expect(isOpen(fold(...due, 'COMMITTED', 'REVERSED', 'CLOSED'))).toBe(false);
  });
});

describe('a payment that people have', () => {
  const manual = fold('CREATED', 'RESERVED', 'SENT', 'OUTCOME_UNKNOWN', 'HANDED_TO_STAFF');
  const closure = { caseId: 'c-1', evidence: 'settlement line 7', staff: ['one', 'other'] as [string, string] };

  it('moves on only by their decision', () => {
    expect(advance(manual, events.CAPTURE_PROVED).ok).toBe(false);
    expect(advance(manual, events.NO_CHARGE_PROVED).ok).toBe(false);
    const decided = advance(manual, { type: 'NO_CHARGE_PROVED', reason: 'declined', proof: 'settlement', closure });
    expect(decided).toMatchObject({ ok: true, value: { state: 'not_charged', closure } });
  });

  it('that has a receipt number keeps it', () => {
    const captured = fold('CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED', 'HANDED_TO_STAFF');
    const again = { ...events.CAPTURE_PROVED, closure } as PaymentEvent;
    expect(advance(captured, again)).toMatchObject({ ok: true, value: { state: 'captured' } });
    expect(advance(captured, { ...again, receiptNo: 'K001-00000002' } as PaymentEvent).ok).toBe(false);
  });

  it('is not decided by one person with two hands', () => {
    expect(caseClosureSchema.safeParse({ ...closure, staff: ['one', 'one'] }).success).toBe(false);
  });
});

describe('a note', () => {
  it('is taken once and changes no state', () => {
    const due = fold('CREATED', 'RESERVED', 'SENT', 'CAPTURE_PROVED', 'REVERSAL_DUE', 'COMMITTED');
    expect(due.state).toBe('reversal_due');
    expect(advance(due, events.COMMITTED).ok).toBe(false);
  });
});

describe('the tables', () => {
  it('name only known states', () => {
    for (const state of paymentStateSchema.options) expect(legalEdges[state]).toBeDefined();
    for (const targets of Object.values(gatewayEdges))
      for (const target of targets) expect(gatewayEdges).toHaveProperty(target);
  });
});
