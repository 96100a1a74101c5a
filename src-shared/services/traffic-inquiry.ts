import type { ObligationService } from './service.ts';

/** Look up traffic violations without paying: many only want to know before they travel (domain 7). */
export const trafficInquiry: ObligationService = {
  id: 'trafficInquiry',
  department: 'traffic',
  icon: 'search',
  answers: 'obligations',
  fields: ['civilOrUnified'],
  systems: ['traffic'],
  partyKind: 'individual',
  pays: false,
  paidBy: 'trafficIndividuals',
  offline: true,
};
