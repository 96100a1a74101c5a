/** Words of the page of the kiosk's log. The lines themselves are codes and stay as they were written. */
export const logEn = {
  'page.log': 'Log',
  'log.title': 'Log of the kiosk',
  'log.lead': 'Newest first. No civil numbers, names, plates or tickets are ever written here.',
  'log.text': 'Look for',
  'log.find': 'Search',
  'log.depth': 'How much',
  'log.depth.trace': 'Everything',
  'log.depth.notice': 'Worth a look',
  'log.depth.fault': 'Needs somebody',
  'log.level.trace': 'Happened',
  'log.level.notice': 'Worth a look',
  'log.level.fault': 'Needs somebody',
  'log.none': 'Nothing in the log fits.',
} as const;

export const logAr: Readonly<Record<keyof typeof logEn, string>> = {
  'page.log': 'السجل',
  'log.title': 'سجل الجهاز',
  'log.lead': 'الأحدث أولاً. لا تُكتب هنا أرقام مدنية ولا أسماء ولا لوحات ولا مخالفات.',
  'log.text': 'ابحث عن',
  'log.find': 'بحث',
  'log.depth': 'المقدار',
  'log.depth.trace': 'كل شيء',
  'log.depth.notice': 'يستحق النظر',
  'log.depth.fault': 'يحتاج إلى شخص',
  'log.level.trace': 'حدث',
  'log.level.notice': 'يستحق النظر',
  'log.level.fault': 'يحتاج إلى شخص',
  'log.none': 'لا شيء في السجل يطابق البحث.',
};
