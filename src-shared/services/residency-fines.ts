import type { ObligationService } from './service.ts';

/** Pay residency fines by civil number. */
export const residencyFines: ObligationService = {
  id: 'residencyFines',
  department: 'residency',
  icon: 'home',
  featured: true,
  answers: 'obligations',
  fields: ['civilNumber'],
  systems: ['residency'],
  partyKind: 'individual',
  pays: true,
  offline: true,
};
