import type { StatusService } from './service.ts';

/** May a company renew the residencies of its people? */
export const renewalCompanies: StatusService = {
  id: 'renewalCompanies',
  department: 'residency',
  icon: 'company',
  answers: 'status',
  fields: ['companyNumber'],
  statuses: { eligible: 'good', not_eligible: 'attention' },
  reasons: { unpaid_traffic: 'trafficCompanies', unpaid_residency: null, file_suspended: null, other: null },
};
