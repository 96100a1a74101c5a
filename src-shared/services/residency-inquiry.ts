import type { ObligationService } from './service.ts';

/** Look up residency violations without paying. */
export const residencyInquiry: ObligationService = {
  id: 'residencyInquiry',
  department: 'residency',
  icon: 'search',
  answers: 'obligations',
  fields: ['civilNumber'],
  systems: ['residency'],
  partyKind: 'individual',
  pays: false,
  paidBy: 'residencyFines',
  offline: true,
};
