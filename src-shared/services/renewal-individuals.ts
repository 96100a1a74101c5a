import type { StatusService } from './service.ts';

/** May this person's residency be renewed, and if not, what is in the way? The kiosk does not renew (domain 3.7). */
export const renewalIndividuals: StatusService = {
  id: 'renewalIndividuals',
  department: 'residency',
  icon: 'renew',
  answers: 'status',
  fields: ['civilNumber'],
  statuses: { eligible: 'good', not_eligible: 'attention' },
  reasons: {
    unpaid_residency: 'residencyFines',
    unpaid_traffic: 'trafficIndividuals',
    health_insurance: null,
    passport_expiring: null,
    other: null,
  },
};
