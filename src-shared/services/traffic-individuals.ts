import type { ObligationService } from './service.ts';

/** Traffic violations of a person, by civil or unified number. */
export const trafficIndividuals: ObligationService = {
  id: 'trafficIndividuals',
  department: 'traffic',
  icon: 'car',
  answers: 'obligations',
  system: 'traffic',
  partyKind: 'individual',
  offline: true,
};
