import type { ObligationService } from './service.ts';

/** Pay traffic violations of a person, by civil or unified number. */
export const trafficIndividuals: ObligationService = {
  id: 'trafficIndividuals',
  department: 'traffic',
  icon: 'car',
  featured: true,
  answers: 'obligations',
  fields: ['civilOrUnified'],
  systems: ['traffic'],
  partyKind: 'individual',
  pays: true,
  offline: true,
};
