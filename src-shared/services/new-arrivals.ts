import type { InformationService } from './service.ts';

/** People who have just come have no civil card yet: which number they have, and what it opens. */
export const newArrivals: InformationService = {
  id: 'newArrivals',
  department: 'help',
  icon: 'arrival',
  answers: 'information',
  paragraphs: 3,
  leadsTo: ['trafficIndividuals', 'residencyCases'],
};
