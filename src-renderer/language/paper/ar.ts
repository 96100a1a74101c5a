import type { PaperWords } from './words.ts';

/** Arabic words on receipts and statements. Every paper carries the labels among them, whatever its language. */
export const ar: PaperWords = {
  ministry: 'وزارة الداخلية',
  'receipt.title': 'المخالفات المرورية: إيصال دفع',
  'attempt.title': 'المخالفات المرورية: محاولة دفع',
  'slip.title': 'كشف المخالفات المرورية',

  demo: 'تجريبي: بلا قيمة',
  copy: 'نسخة',

  'paid.result': 'تم الدفع',
  'not_paid.result': 'لم يتم الدفع',
  'not_paid.detail': 'لم يُخصم منك شيء.',
  'checking.result': 'قيد التحقق',
  'checking.detail': 'لا تدفع مرة أخرى.',

  'label.receiptNo': 'رقم الإيصال',
  'label.reference': 'الرقم المرجعي',
  'label.issuedAt': 'التاريخ والوقت',
  'label.kiosk': 'الجهاز',
  'label.site': 'الموقع',
  'label.number.individual': 'الرقم',
  'label.number.company': 'رقم الشركة',
  'label.rail': 'طريقة الدفع',
  'label.attempt': 'طريقة الدفع',
  'rail.phone': 'كي نت بالهاتف',
  'rail.screen': 'كي نت على الشاشة',
  'rail.terminal': 'جهاز البطاقات',
  'label.trackId': 'رقم التتبع',
  'label.result': 'نتيجة كي نت',
  'label.paymentId': 'رقم الدفع',
  'label.transactionId': 'رقم العملية',
  'label.knetReference': 'مرجع كي نت',
  'label.authCode': 'رمز الموافقة',
  'label.postDate': 'تاريخ القيد',
  'label.violations': 'المخالفات',
  'label.posting': 'لدى الوزارة',
  'label.serviceCharge': 'رسم الخدمة',
  'label.total': 'الإجمالي',
  'label.due': 'الإجمالي المستحق',
  'label.asOf': 'البيانات حتى',

  'posting.pending': 'قيد التحديث',
  'posting.posted': 'سُدّدت',
  'posting.refused': 'مدفوعة، وتُسوّى يدوياً',
  'item.notPayable': 'غير قابلة للدفع إلكترونياً',

  'proof.title': 'موقّع، ويمكن التحقق منه دون شبكة.',
  'proof.label': 'رمز الإيصال',
  'proof.follows': 'يصدر التوقيع الإلكتروني لهذا الإيصال لاحقاً. احتفظ برقم الإيصال.',

  // The ministry's own wording.
  'notice.fifteen': 'بعد إجراء عملية الدفع.. يرجى عدم محاولة الدفع مرة أخرى حيث يجرى تحديث البيانات خلال 15 دقيقة.',
  'notice.keep': 'احتفظ بهذا الإيصال فهو إثبات الدفع. إن كنت مسافراً اليوم فليكن معك.',
  'notice.keepReference': 'احتفظ بهذه الورقة، فأي إدارة مرور تستدل بالرقم المرجعي على العملية.',
  'notice.checking':
    'ربما خصم بنكك المبلغ. نتابع العملية حتى تتأكد النتيجة: إن خُصم المبلغ سُدّدت المخالفات أو أُعيد المبلغ، وإلا أمكنك الدفع لاحقاً.',
  'notice.notPaid': 'ما زالت المخالفات مستحقة، ويمكن دفعها هنا مرة أخرى أو بطريقة أخرى.',
  'notice.slip': 'هذا الكشف ليس إيصالاً: لم يُدفع شيء.',
  'notice.byHand': 'احتفظ بالإيصال للمخالفات التي تسوّيها الوزارة يدوياً، فهو إثبات الدفع.',
  'notice.fraud': 'وزارة الداخلية لا تطلب منك الدفع عبر رابط في رسالة نصية.',
  'notice.counter': 'يمكنك دائماً الدفع والاستفسار في شباك إدارة المرور.',
  'slip.offices': 'جهات المراجعة',
};
