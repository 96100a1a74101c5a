import type { InformationService } from './service.ts';

/** "I do not recognise this ticket": owners are liable unless they prove who drove (Decree-Law 67/1976 Art. 30). */
export const unknownTicket: InformationService = {
  id: 'unknownTicket',
  department: 'help',
  icon: 'question',
  answers: 'information',
  paragraphs: 3,
};
