import type { StepsService } from './service.ts';

/** What has happened in a case so far, by reference number. */
export const caseProgress: StepsService = {
  id: 'caseProgress',
  department: 'papers',
  icon: 'steps',
  answers: 'steps',
  fields: ['referenceNumber'],
};
