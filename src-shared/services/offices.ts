import type { InformationService } from './service.ts';

/** The offices, where they are and when they are open. */
export const offices: InformationService = {
  id: 'offices',
  department: 'help',
  icon: 'map',
  answers: 'information',
  paragraphs: 1,
  offices: true,
};
