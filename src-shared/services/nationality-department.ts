import type { InformationService } from './service.ts';

/** Nationality and Travel Documents: what it does, and where to go. */
export const nationalityDepartment: InformationService = {
  id: 'nationalityDepartment',
  department: 'papers',
  icon: 'passport',
  answers: 'information',
  paragraphs: 2,
};
