import type { Kysely } from 'kysely';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { isPayable, type Obligation } from '../../src-shared/domain/obligation.ts';
import type { Tables } from '../db/tables.ts';
import { takenItems } from './leases.ts';

/**
 * The ministry's list with our own knowledge laid over it: what was paid through us is locked until the ministry has
 * recorded it, and what is being paid right now cannot be paid a second time at another kiosk.
 */
export async function withOurPayments(db: Kysely<Tables>, answer: InquiryAnswer, now: Date): Promise<InquiryAnswer> {
  const payable = answer.obligations.filter(isPayable).map(({ id }) => id);
  const taken = await takenItems(db, payable, now);
  if (taken.size === 0) return answer;
  return { ...answer, obligations: answer.obligations.map((obligation) => mark(obligation, taken.get(obligation.id))) };
}

function mark(obligation: Obligation, taken: 'paid' | 'being_paid' | undefined): Obligation {
  switch (taken) {
    case 'paid':
      return { ...obligation, status: 'payment_pending_posting', notPayableReason: 'being_updated' };
    case 'being_paid':
      return { ...obligation, status: 'suspended', notPayableReason: 'being_paid' };
    case undefined:
      return obligation;
  }
}
