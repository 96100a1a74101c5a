import type { ObligationService } from './service.ts';

/**
 * The fines settlement system's residency cases: fine type, reference number, and a code if the ministry wants one.
 * Never from the copy: what a code protects does not lie in it.
 */
export const residencyCases: ObligationService = {
  id: 'residencyCases',
  department: 'residency',
  icon: 'case',
  answers: 'obligations',
  fields: ['fineType', 'referenceNumber'],
  systems: ['residency_cases'],
  partyKind: 'individual',
  pays: true,
  challenge: true,
  offline: false,
};
