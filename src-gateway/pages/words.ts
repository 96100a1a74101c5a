import type { Language } from '../../src-shared/domain/language.ts';
import { formatKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import type { NotPaidReason } from '../../src-shared/payment/states.ts';

/** The phone's pages come in two languages: Arabic, and English for every other language of the kiosk. */
export type PageLanguage = 'ar' | 'en';

/** The words of the pages a visitor sees on a phone. */
export interface Words {
  readonly ministry: string;
  readonly demo: string;
  readonly payTitle: string;
  readonly payButton: (amount: string) => string;
  readonly tickets: (count: number) => string;
  readonly charge: string;
  readonly serviceCharge: string;
  readonly ticket: string;
  readonly cardOnKnet: string;
  readonly payOnce: string;
  readonly alreadyTitle: string;
  readonly alreadyText: string;
  readonly endedTitle: string;
  readonly endedText: string;
  readonly unknownTitle: string;
  readonly unknownText: string;
  readonly checkingTitle: string;
  readonly checkingText: string;
  readonly notYetTitle: string;
  readonly paidTitle: string;
  readonly paidText: string;
  readonly refundText: (amount: string) => string;
  readonly refundedText: (amount: string) => string;
  readonly notPaidTitle: string;
  readonly reasons: Readonly<Record<NotPaidReason, string>>;
  readonly noSms: string;
  readonly seeResult: string;
  readonly fields: Readonly<
    Record<
      | 'amount'
      | 'receiptNo'
      | 'date'
      | 'kiosk'
      | 'paymentId'
      | 'transactionId'
      | 'reference'
      | 'authCode'
      | 'postDate'
      | 'trackId',
      string
    >
  >;
}

const arabicPlural = new Intl.PluralRules('ar');

function arabicTickets(count: number): string {
  switch (arabicPlural.select(count)) {
    case 'one':
      return 'مخالفة واحدة';
    case 'two':
      return 'مخالفتان';
    case 'few':
      return `${count} مخالفات`;
    default:
      return `${count} مخالفة`;
  }
}

const arabic: Words = {
  ministry: 'وزارة الداخلية',
  demo: 'عرض تجريبي: لا تُدفع أموال حقيقية',
  payTitle: 'دفع المخالفات المرورية',
  payButton: (amount) => `دفع ${amount}`,
  tickets: arabicTickets,
  charge: 'منها رسوم الخدمة',
  serviceCharge: 'رسوم الخدمة',
  ticket: 'مخالفة رقم',
  cardOnKnet: 'تُدخل بيانات بطاقتك في صفحة كي نت. لا نستلم رقم بطاقتك ولا رقمها السري.',
  payOnce: 'ادفع مرة واحدة فقط، ثم ارجع إلى الجهاز: ستظهر النتيجة على شاشته.',
  alreadyTitle: 'صفحة الدفع مفتوحة بالفعل',
  alreadyText:
    'فُتحت صفحة الدفع لهذه العملية مرة واحدة، ولا تُفتح مرة ثانية. أكمل الدفع حيث فتحتها. ستظهر النتيجة على شاشة الجهاز.',
  endedTitle: 'انتهت هذه الصفحة',
  endedText: 'لم يُخصم منك أي مبلغ. ارجع إلى الجهاز لتبدأ من جديد.',
  unknownTitle: 'هذه الصفحة غير موجودة',
  unknownText: 'امسح الرمز الظاهر على شاشة الجهاز مرة أخرى.',
  checkingTitle: 'نتحقق من عملية الدفع',
  checkingText: 'لا تدفع مرة أخرى. تتجدد هذه الصفحة تلقائياً حتى تظهر النتيجة.',
  notYetTitle: 'لم يُدفع أي مبلغ حتى الآن',
  paidTitle: 'تم الدفع',
  paidText: 'تُحدَّث بيانات الوزارة خلال 15 دقيقة. لا تدفع مرة أخرى.',
  refundText: (amount) => `سيُعاد إليك من هذه الدفعة ${amount}. راجع الموظف ومعك رقم التتبع.`,
  refundedText: (amount) => `أُعيد إليك من هذه الدفعة ${amount}.`,
  notPaidTitle: 'لم يتم الدفع، ولم يُخصم منك أي مبلغ',
  reasons: {
    withdrawn: 'أُلغيت العملية من الجهاز.',
    cancelled_on_page: 'أُلغيت العملية في صفحة الدفع.',
    declined: 'لم يوافق البنك على العملية. اسأل البنك أو جرّب بطاقة أخرى.',
    wrong_pin: 'الرقم السري غير صحيح.',
    not_enough_money: 'الرصيد غير كافٍ.',
    card_expired: 'انتهت صلاحية البطاقة.',
    card_restricted: 'لا يسمح البنك بهذه العملية لهذه البطاقة.',
    over_card_limit: 'المبلغ أو عدد العمليات أكبر من الحد المسموح به لبطاقتك.',
    bank_unreachable: 'تعذّر الاتصال بالبنك. أعد المحاولة بعد قليل.',
    page_expired: 'انتهى وقت الدفع.',
    refused_by_risk: 'رُفضت العملية لأسباب أمنية.',
    restarted: 'أُعيد تشغيل الجهاز قبل الدفع.',
    not_reserved: 'انتهى وقت الحجز قبل الدفع.',
    voided: 'استرجعت كي نت العملية قبل إتمامها.',
    terminal_unavailable: 'جهاز البطاقات غير متاح.',
  },
  noSms: 'لا تطلب وزارة الداخلية الدفع عبر رابط في رسالة نصية.',
  seeResult: 'عرض النتيجة',
  fields: {
    amount: 'المبلغ',
    receiptNo: 'رقم الإيصال',
    date: 'التاريخ والوقت',
    kiosk: 'الجهاز',
    paymentId: 'رقم الدفع',
    transactionId: 'رقم العملية',
    reference: 'الرقم المرجعي',
    authCode: 'رمز التفويض',
    postDate: 'تاريخ القيد',
    trackId: 'رقم التتبع',
  },
};

const english: Words = {
  ministry: 'Ministry of Interior',
  demo: 'Demo: no real money is taken',
  payTitle: 'Pay traffic violations',
  payButton: (amount) => `Pay ${amount}`,
  tickets: (count) => (count === 1 ? '1 violation' : `${count} violations`),
  charge: 'including a service charge of',
  serviceCharge: 'Service charge',
  ticket: 'Ticket',
  cardOnKnet: "You enter your card on K-Net's page. We do not receive your card number or PIN.",
  payOnce: 'Pay once only, then go back to the kiosk: its screen shows the result.',
  alreadyTitle: 'The payment page is already open',
  alreadyText:
    'The page of this payment opens once and not a second time. Finish paying where you opened it. The kiosk will tell you the result.',
  endedTitle: 'This page has ended',
  endedText: 'You have not been charged. Go back to the kiosk to start again.',
  unknownTitle: 'There is no such page',
  unknownText: 'Scan the code on the screen of the kiosk again.',
  checkingTitle: 'We are checking your payment',
  checkingText: 'Do not pay again. This page renews itself until the result is known.',
  notYetTitle: 'Nothing has been paid yet',
  paidTitle: 'Paid',
  paidText: "The ministry's record is updated within 15 minutes. Do not pay again.",
  refundText: (amount) => `Of this payment, ${amount} goes back to you. Ask staff, and show them the track id.`,
  refundedText: (amount) => `Of this payment, ${amount} was given back to you.`,
  notPaidTitle: 'Not paid. You have not been charged',
  reasons: {
    withdrawn: 'The payment was stopped at the kiosk.',
    cancelled_on_page: 'The payment was cancelled on the payment page.',
    declined: 'The bank did not approve the payment. Ask your bank or use another card.',
    wrong_pin: 'The PIN was wrong.',
    not_enough_money: 'There is not enough money in the account.',
    card_expired: 'The card has expired.',
    card_restricted: 'The bank does not allow this payment with this card.',
    over_card_limit: 'The amount or the number of payments is above the limit of your card.',
    bank_unreachable: 'The bank could not be reached. Try again shortly.',
    page_expired: 'The time for paying has ended.',
    refused_by_risk: 'The payment was refused for security reasons.',
    restarted: 'The kiosk was restarted before you paid.',
    not_reserved: 'The reservation ended before you paid.',
    voided: 'K-Net took the payment back before it was completed. Try again.',
    terminal_unavailable: 'The card terminal was not available.',
  },
  noSms: 'The Ministry of Interior never asks you to pay through a link in a text message.',
  seeResult: 'See the result',
  fields: {
    amount: 'Amount',
    receiptNo: 'Receipt number',
    date: 'Date and time',
    kiosk: 'Kiosk',
    paymentId: 'Payment id',
    transactionId: 'Transaction id',
    reference: 'Reference',
    authCode: 'Authorisation code',
    postDate: 'Post date',
    trackId: 'Track id',
  },
};

/** The language of the pages for a language of the kiosk. */
export function pageLanguage(language: Language): PageLanguage {
  return language === 'ar' ? 'ar' : 'en';
}

/** The words in that language. */
export function wordsIn(language: PageLanguage): Words {
  return language === 'ar' ? arabic : english;
}

/** An amount as it is shown: always Western digits, always three decimals. */
export function amountText(amount: Fils, language: PageLanguage): string {
  const number = formatKnetAmount(amount).replace(/\B(?=(\d{3})+\.)/, ',');
  return language === 'ar' ? `${number} د.ك` : `KWD ${number}`;
}
