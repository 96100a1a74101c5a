import type { InformationService } from './service.ts';

/** What to do about a violation one does not recognise (domain 3.2). */
export const unknownTicket: InformationService = {
  id: 'unknownTicket',
  department: 'traffic',
  icon: 'question',
  answers: 'information',
  paragraphs: 3,
};
