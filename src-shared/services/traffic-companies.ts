import type { ObligationService } from './service.ts';

/** Pay traffic violations of a company, by its unified number. */
export const trafficCompanies: ObligationService = {
  id: 'trafficCompanies',
  department: 'traffic',
  icon: 'truck',
  answers: 'obligations',
  fields: ['companyNumber'],
  systems: ['traffic'],
  partyKind: 'company',
  pays: true,
  offline: true,
};
