import type { StatusService } from './service.ts';

/** Is the civil card ready? The answer is PACI's, and is labelled so. */
export const civilCard: StatusService = {
  id: 'civilCard',
  department: 'papers',
  icon: 'card',
  answers: 'status',
  fields: ['cardNumber'],
  statuses: { ready: 'good', in_issue: 'calm', no_application: 'attention' },
};
