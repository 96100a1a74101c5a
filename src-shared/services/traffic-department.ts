import type { InformationService } from './service.ts';

/** The General Traffic Department: what it does, and its offices. */
export const trafficDepartment: InformationService = {
  id: 'trafficDepartment',
  department: 'traffic',
  icon: 'info',
  answers: 'information',
  paragraphs: 3,
  offices: true,
};
