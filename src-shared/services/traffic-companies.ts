import type { ObligationService } from './service.ts';

/** Traffic violations of a company's vehicles, by the company's unified number. */
export const trafficCompanies: ObligationService = {
  id: 'trafficCompanies',
  department: 'traffic',
  icon: 'truck',
  answers: 'obligations',
  system: 'traffic',
  partyKind: 'company',
  offline: true,
};
