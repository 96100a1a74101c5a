import type { InformationService } from './service.ts';

/** What is asked, why, and what becomes of it (Law 20/2014 Arts 32, 33). */
export const privacy: InformationService = {
  id: 'privacy',
  department: 'help',
  icon: 'lock',
  answers: 'information',
  paragraphs: 3,
};
