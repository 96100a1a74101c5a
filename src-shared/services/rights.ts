import type { InformationService } from './service.ts';

/** Rights of the visitor (Law 20/2014 Arts 4, 26, 28). */
export const rights: InformationService = {
  id: 'rights',
  department: 'help',
  icon: 'rights',
  answers: 'information',
  paragraphs: 3,
};
