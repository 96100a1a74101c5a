/** Words of the page for sticks. */
export const carryEn = {
  'page.carry': 'Sticks',
  'carry.title': 'Carry data on a stick',
  'carry.none': 'There is no stick in the kiosk.',
  'carry.look': 'Look again',
  'carry.free': '{megabytes} MB free',
  'carry.export': 'Copy journals, audit log, closed days and logs',
  'carry.exportLead':
    'A signed copy in a new folder. It can be checked anywhere with one command. Receipts hold no names and no civil numbers.',
  'carry.progress': '{done} of {total} files',
  'carry.made': '{files, plural, one {# file} other {# files}} in the folder {folder}',
  'notice.exported': 'Copied. The stick can be taken out.',
  'notice.stick_gone': 'The stick is no longer there.',
  'notice.stick_full': 'There is no room left on the stick.',
  'notice.stick_broken': 'The stick cannot be written. It may have been pulled out.',
  'notice.kiosk_disk': 'Something on the kiosk’s own disk cannot be read.',
  'notice.not_enrolled': 'The kiosk is not enrolled.',
} as const;

export const carryAr: Readonly<Record<keyof typeof carryEn, string>> = {
  'page.carry': 'الذاكرة',
  'carry.title': 'نقل البيانات على ذاكرة',
  'carry.none': 'لا توجد ذاكرة في الجهاز.',
  'carry.look': 'بحث من جديد',
  'carry.free': '{megabytes} م.ب متاحة',
  'carry.export': 'نسخ سجل المدفوعات وسجل الأعمال والأيام المقفلة والسجلات',
  'carry.exportLead':
    'نسخة موقعة في مجلد جديد، ويمكن التحقق منها في أي مكان بأمر واحد. لا تحتوي الإيصالات على أسماء ولا أرقام مدنية.',
  'carry.progress': '{done} من {total} ملف',
  'carry.made':
    '{files, plural, zero {لا ملفات} one {ملف واحد} two {ملفان} few {# ملفات} many {# ملفاً} other {# ملف}} في المجلد {folder}',
  'notice.exported': 'تم النسخ. يمكن إخراج الذاكرة.',
  'notice.stick_gone': 'لم تعد الذاكرة موجودة.',
  'notice.stick_full': 'لا توجد مساحة كافية على الذاكرة.',
  'notice.stick_broken': 'تعذرت الكتابة على الذاكرة. ربما أُخرجت.',
  'notice.kiosk_disk': 'تعذرت قراءة شيء من قرص الجهاز.',
  'notice.not_enrolled': 'الجهاز غير مسجل.',
};
