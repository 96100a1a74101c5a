import type { ObligationService } from './service.ts';

/** Everything a person owes, traffic and residency together: one number, one basket, one payment. */
export const settleAll: ObligationService = {
  id: 'settleAll',
  department: 'traffic',
  icon: 'pay',
  featured: true,
  answers: 'obligations',
  fields: ['civilOrUnified'],
  systems: ['traffic', 'residency'],
  partyKind: 'individual',
  pays: true,
  offline: true,
};
