import type { InformationService } from './service.ts';

/** The General Department of Information Systems, where the reference number comes from. */
export const informationSystems: InformationService = {
  id: 'informationSystems',
  department: 'papers',
  icon: 'info',
  answers: 'information',
  paragraphs: 2,
  leadsTo: ['referenceResidents', 'referenceCitizens'],
};
