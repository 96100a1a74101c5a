import type { NotPayableReason, ObligationStatus } from '../../src-shared/domain/obligation.ts';
import type { OfficeKind } from './places.ts';

interface StandingMeaning {
  readonly status: ObligationStatus;
  readonly reason?: NotPayableReason;
  readonly office?: OfficeKind;
}

/** The ways a ticket can stand at the ministry: which status, reason and office go together. */
export const standings = {
  payable: { status: 'payable' },
  camera: { status: 'visit_office', reason: 'camera_or_disabled_bay', office: 'investigation' },
  serious: { status: 'visit_office', reason: 'serious_or_repeated', office: 'investigation' },
  court: { status: 'referred_to_court', reason: 'no_settlement', office: 'investigation' },
  judgment: { status: 'visit_office', reason: 'judgment_given', office: 'judgments' },
  amnesty: { status: 'suspended', reason: 'amnesty', office: 'service_centre' },
  updating: { status: 'payment_pending_posting', reason: 'being_updated' },
  paying_elsewhere: { status: 'suspended', reason: 'being_paid' },
  unexplained: { status: 'visit_office', reason: 'other', office: 'service_centre' },
  paid: { status: 'paid' },
  cancelled: { status: 'cancelled' },
} as const satisfies Record<string, StandingMeaning>;

export type Standing = keyof typeof standings;

/** The meaning of a standing, with its optional parts. */
export function meaningOf(standing: Standing): StandingMeaning {
  return standings[standing];
}
