import type { SpokenTexts } from '../speech.ts';

/** Where Bengali is better heard than read: letters said one by one, signs said as words. */
export const speechBn: SpokenTexts = {
  'fraud.notice': 'স্বরাষ্ট্র মন্ত্রণালয় কখনো এস এম এসের লিংকে টাকা দিতে বলে না।',
  'pager.page': '{pages} পাতার মধ্যে {page} নম্বর পাতা',
  'ticket.speedValue': 'ঘণ্টায় {measured} কিলোমিটার, সীমা {limit} কিলোমিটার',
  'list.title': '{count, plural, one {#টি জরিমানা পাওয়া গেছে।} other {#টি জরিমানা পাওয়া গেছে।}}',
  'paid.title': 'আপনার টাকা দেওয়া হয়েছে।',
  'unknown.title': 'আমরা আপনার পেমেন্ট যাচাই করছি। আবার টাকা দেবেন না।',
  'confirming.title': 'পেমেন্ট চলছে। দয়া করে চলে যাবেন না।',
};
