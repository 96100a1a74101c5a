import type { Words } from '../words.ts';

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

/** Arabic words of the phone's pages. */
export const ar: Words = {
  ministry: 'وزارة الداخلية',
  demo: 'عرض تجريبي: لا تُدفع أموال حقيقية',
  payTitle: 'دفع المخالفات والغرامات',
  payButton: (amount) => `دفع ${amount}`,
  tickets: arabicTickets,
  charge: 'منها رسوم الخدمة',
  serviceCharge: 'رسوم الخدمة',
  ticket: 'مخالفة رقم',
  fine: 'غرامة إقامة رقم',
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
