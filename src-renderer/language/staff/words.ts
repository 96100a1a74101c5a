import { computed, inject, provide, type ComputedRef, type InjectionKey, type Ref } from 'vue';
import { patternText, type MessageValues } from '../messages.ts';
import { provideLanguage, wordsIn, type Words } from '../use-words.ts';
import { carryAr, carryEn } from './carry.ts';
import { dayAr, dayEn } from './day.ts';
import { enrolAr, enrolEn } from './enrol.ts';
import { frameAr, frameEn } from './frame.ts';
import { logAr, logEn } from './log.ts';
import { machineAr, machineEn } from './machine.ts';
import { outboxAr, outboxEn } from './outbox.ts';
import { paymentsAr, paymentsEn } from './payments.ts';
import { statusAr, statusEn } from './status.ts';

/** Everything the staff screen says: one file a page. */
export const staffEn = {
  ...frameEn,
  ...enrolEn,
  ...statusEn,
  ...paymentsEn,
  ...outboxEn,
  ...dayEn,
  ...carryEn,
  ...logEn,
  ...machineEn,
} as const;
export type StaffKey = keyof typeof staffEn;
export const staffAr: Readonly<Record<StaffKey, string>> = {
  ...frameAr,
  ...enrolAr,
  ...statusAr,
  ...paymentsAr,
  ...outboxAr,
  ...dayAr,
  ...carryAr,
  ...logAr,
  ...machineAr,
};

export type StaffTongue = 'ar' | 'en';
const words = { ar: staffAr, en: staffEn } as const;

/** Data into words for staff: their own texts, and the figures as everywhere. */
export interface StaffWords extends Pick<
  Words,
  'language' | 'direction' | 'text' | 'money' | 'date' | 'time' | 'moment' | 'id'
> {
  t(key: StaffKey, values?: MessageValues): string;
  /** The words of a code that came as data; the code itself where there are none, so that nothing is hidden. */
  code(prefix: string, code: string, values?: MessageValues): string;
}

/** Are there words of this name? */
export function isStaffKey(key: string): key is StaffKey {
  return Object.hasOwn(staffEn, key);
}

/** The words of one language, where no component asks for them. */
export function staffWordsIn(language: StaffTongue): StaffWords {
  const t = (key: StaffKey, values?: MessageValues): string => patternText(language, words[language][key], values);
  return {
    ...wordsIn(language),
    t,
    code(prefix, code, values) {
      const key = `${prefix}.${code}`;
      return isStaffKey(key) ? t(key, values) : code;
    },
  };
}

const tongueKey: InjectionKey<Readonly<Ref<StaffTongue>>> = Symbol('staff language');

/** Makes a language the one of every component below, for staff words and for what they share with visitors. */
export function provideStaffTongue(tongue: Readonly<Ref<StaffTongue>>): void {
  provide(tongueKey, tongue);
  provideLanguage(tongue);
}

/** The staff words; reading `.value` in a template follows a change of language. */
export function useStaffWords(): ComputedRef<StaffWords> {
  const tongue = inject(tongueKey);
  if (!tongue) throw new Error('useStaffWords needs provideStaffTongue above it');
  return computed(() => staffWordsIn(tongue.value));
}
