/** Words of the page on which a kiosk is enrolled. */
export const enrolEn = {
  'enrol.title': 'Enrol this kiosk',
  'enrol.lead':
    'Ask the office for a one-time code. It is good for 15 minutes. Type it, or show its QR code to the scanner.',
  'enrol.why.damaged': 'The keys on this kiosk cannot be read. A new code puts it right.',
  'enrol.why.refused': 'The gateway did not take the code in the settings of this kiosk. It needs a new one.',
  'enrol.noAddress':
    'This kiosk has no address of a gateway in its settings ({setting}). Until it has one, it cannot be enrolled.',
  'enrol.code': 'One-time code',
  'enrol.entered': '{count} of {total}',
  'enrol.clear': 'Clear',
  'enrol.send': 'Enrol',
  'enrol.asking': 'Asking the gateway…',
  'enrol.problem.mistyped':
    'There is a slip in this code: its last character does not fit the others. Compare it with the office’s.',
  'enrol.problem.refused':
    'The gateway does not take this code: it is too old, was used for another kiosk, or was never made. Ask the office for a new one.',
  'enrol.problem.no_answer':
    'The gateway did not answer. See the network cable; if other kiosks are offline too, the gateway is away. Then use the same code again: nothing is lost.',
  'enrol.problem.gateway_away': 'The gateway answers, but cannot enrol now. Wait a minute and use the same code again.',
  'enrol.problem.strange_answer':
    'Something answered that is not the gateway, or the answer was damaged. Have the line and the address in the settings looked at, then use the same code again.',
  'enrol.problem.disk': 'The disk of this kiosk did not take it. See whether it is full, then use the same code again.',
  'enrol.problem.locked': 'Too many codes were not taken. You can try again in {seconds} s.',
  'enrol.problem.not_written':
    'Nothing was done: the record of staff actions cannot be written. The disk needs a technician.',
  'enrol.problem.differ':
    'The words were different, so nothing was kept. Somebody may be on the line between this kiosk and the gateway. Tell the office at once, and do not go on before the line was looked at.',
  'enrol.compareTitle': 'Does the office see the same words?',
  'enrol.compareLead': 'Read the six words to the office on the telephone, in this order. They must all be the same.',
  'enrol.kiosk': 'Kiosk {code}',
  'enrol.same': 'All six are the same',
  'enrol.differ': 'They are different',
  'enrol.notYet': 'Until you decide, the kiosk stays closed for visitors.',
  'notice.enrolled':
    'This kiosk is enrolled. The list of staff is coming; you can sign in, or go back to the visitors.',
} as const;

export const enrolAr: Readonly<Record<keyof typeof enrolEn, string>> = {
  'enrol.title': 'تسجيل هذا الجهاز',
  'enrol.lead': 'اطلب من المكتب رمزاً يُستخدم مرة واحدة، ومدته 15 دقيقة. اكتبه هنا، أو اعرض رمز QR الخاص به على الماسح.',
  'enrol.why.damaged': 'تعذرت قراءة مفاتيح هذا الجهاز. رمز جديد يصلح ذلك.',
  'enrol.why.refused': 'لم يقبل الخادم الرمز الموجود في إعدادات هذا الجهاز. يلزم رمز جديد.',
  'enrol.noAddress': 'لا يوجد عنوان خادم في إعدادات هذا الجهاز ({setting}). لا يمكن تسجيله قبل ضبط العنوان.',
  'enrol.code': 'رمز التسجيل',
  'enrol.entered': '{count} من {total}',
  'enrol.clear': 'مسح الكل',
  'enrol.send': 'تسجيل',
  'enrol.asking': 'جارٍ سؤال الخادم…',
  'enrol.problem.mistyped': 'في الرمز خطأ كتابة: الحرف الأخير لا يوافق ما قبله. قارنه بما عند المكتب.',
  'enrol.problem.refused':
    'لم يقبل الخادم هذا الرمز: انتهت مدته، أو استُخدم لجهاز آخر، أو لم يصدر أصلاً. اطلب من المكتب رمزاً جديداً.',
  'enrol.problem.no_answer':
    'لم يرد الخادم. افحص كابل الشبكة؛ وإذا كانت الأجهزة الأخرى دون اتصال أيضاً فالخادم متوقف. ثم استخدم الرمز نفسه مرة أخرى، فلم يضع شيء.',
  'enrol.problem.gateway_away': 'يرد الخادم لكنه لا يستطيع التسجيل الآن. انتظر دقيقة ثم استخدم الرمز نفسه مرة أخرى.',
  'enrol.problem.strange_answer':
    'جاء رد من غير الخادم، أو وصل الرد تالفاً. اطلب فحص الخط والعنوان المضبوط في الإعدادات، ثم استخدم الرمز نفسه مرة أخرى.',
  'enrol.problem.disk': 'تعذر الحفظ على قرص هذا الجهاز. تحقق من امتلائه، ثم استخدم الرمز نفسه مرة أخرى.',
  'enrol.problem.locked': 'رموز كثيرة لم تُقبل. يمكنك المحاولة مرة أخرى بعد {seconds} ث.',
  'enrol.problem.not_written': 'لم يُنفذ شيء: تعذرت كتابة سجل أعمال الموظفين. القرص يحتاج إلى فني.',
  'enrol.problem.differ':
    'كانت الكلمات مختلفة، فلم يُحفظ شيء. قد يكون هناك من يتوسط الخط بين هذا الجهاز والخادم. أبلغ المكتب فوراً، ولا تكمل قبل فحص الخط.',
  'enrol.compareTitle': 'هل يرى المكتب الكلمات نفسها؟',
  'enrol.compareLead': 'اقرأ الكلمات الست على المكتب بالهاتف بهذا الترتيب. يجب أن تتطابق كلها.',
  'enrol.kiosk': 'الجهاز {code}',
  'enrol.same': 'الكلمات الست متطابقة',
  'enrol.differ': 'الكلمات مختلفة',
  'enrol.notYet': 'يبقى الجهاز مغلقاً أمام المراجعين حتى تقرر.',
  'notice.enrolled': 'تم تسجيل هذا الجهاز. قائمة الموظفين في الطريق؛ يمكنك تسجيل الدخول أو العودة إلى المراجعين.',
};
