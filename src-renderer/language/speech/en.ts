import type { SpokenTexts } from '../speech.ts';

/** Where English is better heard than read. */
export const speechEn: SpokenTexts = {
  'paid.title': 'Your payment was made.',
  'unknown.title': 'We are checking your payment. Do not pay again.',
  'confirming.title': 'Your payment is in progress. Please do not leave.',
  'list.title': '{count, plural, one {We found # traffic violation.} other {We found # traffic violations.}}',
};
