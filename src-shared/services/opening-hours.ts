import type { InformationService } from './service.ts';

/** When offices are open, and what can be done at any hour. */
export const openingHours: InformationService = {
  id: 'openingHours',
  department: 'help',
  icon: 'clock',
  answers: 'information',
  paragraphs: 2,
};
