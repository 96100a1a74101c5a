import type { Notice } from '../../src-shared/domain/notice.ts';
import { wireDay } from './wire.ts';

/** Where a message is shown, as this back end numbers it. */
const placeNumbers: Readonly<Record<Notice['places'][number], number>> = {
  home: 0,
  traffic: 1,
  residency: 2,
  papers: 3,
  help: 4,
};

/** A message in the back end's shape. */
export function wireNotice({ id, text, tone, places, validFrom, validTo }: Notice) {
  return {
    notice_no: id,
    level: tone === 'attention' ? 'تنبيه' : 'إعلان',
    text_ar: text.ar,
    text_en: text.en,
    shown_in: places.map((place) => placeNumbers[place]),
    valid_from: wireDay(validFrom),
    valid_to: wireDay(validTo),
  };
}

/** The fine types of the residency cases, the usual one first. Only the first is known from the ministry; the others are made up. */
export function wireFineTypes() {
  return [
    { type_code: '01', name_ar: 'الإقامة', name_en: 'Residency' },
    { type_code: '02', name_ar: 'العمالة المنزلية (تجريبي)', name_en: 'Domestic workers (demo)' },
    { type_code: '03', name_ar: 'الزيارات (تجريبي)', name_en: 'Visits (demo)' },
  ];
}
