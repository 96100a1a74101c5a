import type { InformationService } from './service.ts';

/** The General Department of Residency Affairs: what it does, how a residency is renewed. */
export const residencyDepartment: InformationService = {
  id: 'residencyDepartment',
  department: 'residency',
  icon: 'info',
  answers: 'information',
  paragraphs: 3,
  offices: true,
};
