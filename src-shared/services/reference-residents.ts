import type { NumberService } from './service.ts';

/** MOI reference number of a resident, by civil number and passport. */
export const referenceResidents: NumberService = {
  id: 'referenceResidents',
  department: 'papers',
  icon: 'number',
  answers: 'number',
  fields: ['civilNumber', 'passportNumber', 'passportExpiry'],
  yields: 'referenceNumber',
  leadsTo: ['residencyCases', 'medicalResult', 'caseProgress'],
};
