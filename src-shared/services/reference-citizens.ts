import type { NumberService } from './service.ts';

/** MOI reference number of a citizen: the nationality certificate's date stands in for the passport's (domain 3.4). */
export const referenceCitizens: NumberService = {
  id: 'referenceCitizens',
  department: 'papers',
  icon: 'passport',
  answers: 'number',
  fields: ['civilNumber', 'passportNumber', 'nationalityDate'],
  yields: 'referenceNumber',
  leadsTo: ['caseProgress'],
};
