import type { SpokenTexts } from '../speech.ts';

/** Where English is better heard than read: letters said one by one, signs said as words, headings that stand alone. */
export const speechEn: SpokenTexts = {
  'demo.mark': 'This is a demonstration.',
  'fraud.notice': 'The Ministry of Interior never asks you to pay through a link in a text message.',
  'list.title': '{count, plural, one {We found # violation.} other {We found # violations.}}',
  'ticket.speedValue': '{measured} kilometres an hour where {limit} is allowed',
  'rail.phone.how': 'Scan a code and pay on the K net page',
  'rail.phone.needs': 'a phone with internet and your K net card details',
  'rail.screen.how': 'Enter your card on the K net page here',
  'rail.screen.needs': 'your K net card and its pin code',
  'rail.terminal.needs': 'your K net card and its pin code',
  'screen.lead': 'Enter your card on the K net page below. Cover the keys with your hand.',
  'terminal.step1': 'Insert or tap your K net card.',
  'terminal.step2': 'Check the amount and enter your pin code.',
  'confirming.title': 'Your payment is in progress. Please do not leave.',
  'unknown.title': 'We are checking your payment. Do not pay again.',
  'notPaid.cancelled_on_page': 'You cancelled the payment on the K net page.',
  'notPaid.wrong_pin': 'The pin code was not right. Please try once more, with care.',
  'notPaid.voided': 'K net took the payment back before it was completed. Please try again.',
  'paid.title': 'Your payment was made.',
  'help.payPage': 'Check the amount, then follow the K net page. You can cancel until you confirm there.',
};
