import type { StatusService } from './service.ts';

/** Is the result of the medical test there? The codes are the ministry's (domain 3.6). */
export const medicalResult: StatusService = {
  id: 'medicalResult',
  department: 'residency',
  icon: 'health',
  answers: 'status',
  fields: ['referenceNumber'],
  statuses: {
    fit: 'good',
    unfit: 'bad',
    temporarily_fit: 'attention',
    repeat_test: 'attention',
    exempt: 'good',
    no_test_found: 'calm',
    number_not_correct: 'attention',
  },
  sensitive: true,
};
