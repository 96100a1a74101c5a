import type { InformationService } from './service.ts';

/** Nobody is obliged to deal electronically (Law 20/2014 Art. 4): portal, app and counter, in words only. */
export const otherWays: InformationService = {
  id: 'otherWays',
  department: 'help',
  icon: 'building',
  answers: 'information',
  paragraphs: 3,
};
