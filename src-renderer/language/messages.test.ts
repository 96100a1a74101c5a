import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { beforeAll, describe, expect, it } from 'vitest';
import { quoteChangeSchema } from '../../src-shared/contract/gateway-http.ts';
import { printViewSchema } from '../../src-shared/contract/kiosk-ipc.ts';
import { inquiryProblemSchema } from '../../src-shared/domain/inquiry.ts';
import { languages, type Language } from '../../src-shared/domain/language.ts';
import { notPayableReasonSchema, obligationStatusSchema } from '../../src-shared/domain/obligation.ts';
import { printerStatusSchema } from '../../src-shared/domain/printer-status.ts';
import { railSchema, receiptItemSchema } from '../../src-shared/domain/receipt.ts';
import { notPaidReasonSchema, unknownReasonSchema } from '../../src-shared/payment/states.ts';
import { catalogue } from '../../src-shared/services/catalogue.ts';
import { departments } from '../../src-shared/services/service.ts';
import { fieldIdSchema, fieldProblemSchema } from '../../src-shared/domain/field.ts';
import { residencyKindSchema, systemSchema } from '../../src-shared/domain/obligation.ts';
import { codeProblemSchema, paymentClosedReasonSchema } from '../../src-shared/session/steps.ts';
import { localeOf } from './formats.ts';
import { loadAllLanguages, writtenLanguages } from './load-language.ts';
import type { MessageKey } from './message-keys.ts';
import { en } from './messages/en.ts';
import { servicesEn } from './messages/services/en.ts';
import { messagesOf, messageText } from './messages.ts';
import { reviews } from './reviews.ts';
import { spokenText } from './speech.ts';

const keys = Object.keys(en) as MessageKey[];
const others = writtenLanguages.filter((language) => language !== 'en');

/** What a pattern asks for: its values, and the plural forms of each. */
function shapeOf(pattern: string, language: Language): { values: string[]; plurals: string[][] } {
  const values = new Set<string>();
  const plurals: string[][] = [];
  const walk = (elements: readonly unknown[]): void => {
    for (const element of elements as {
      type: number;
      value?: string;
      options?: Record<string, { value: unknown[] }>;
    }[]) {
      if (element.type !== 0 && element.type !== 7 && element.value !== undefined) values.add(element.value);
      if (!element.options) continue;
      plurals.push(Object.keys(element.options).filter((form) => !form.startsWith('=')));
      for (const option of Object.values(element.options)) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(pattern, localeOf(language)).getAst());
  return { values: [...values].toSorted(), plurals };
}

const scripts: Readonly<Record<Language, string>> = {
  ar: 'Arabic',
  ur: 'Arabic',
  hi: 'Devanagari',
  bn: 'Bengali',
  en: 'Latin',
  fil: 'Latin',
};

/** What stands in Latin letters on cards, forms and phones in Kuwait, and is looked for in those letters. */
const sameEverywhere = /\b(K-Net|QR|KWD|PIN|SMS|Sahel|Wafa|MOI)\b/g;

/** Letters of a text that are in another script than the language's: forgotten or half-translated words. */
function foreignLetters(pattern: string, language: Language): string {
  const words = pattern
    .replaceAll(/\{\w+, plural,|\{\w+\}|(?<=[\s}])(zero|one|two|few|many|other|=\d+) \{/g, ' ')
    .replaceAll(sameEverywhere, ' ');
  const own = new RegExp(`[^\\p{L}]|[\\p{Script=${scripts[language]}}\\p{Script=Common}\\p{Script=Inherited}]`, 'gu');
  return words.replaceAll(own, '');
}

/** Languages whose words of the services are still to be written; English stands there. Nothing may be added here. */
const awaitingServices: readonly Language[] = ['bn', 'fil'];
const isAwaited = (language: Language, key: string): boolean =>
  awaitingServices.includes(language) && key in servicesEn;

describe('the words of the window', () => {
  beforeAll(loadAllLanguages);

  it.each(others)('%s has the same keys as English, each with its own text', (language) => {
    const words = messagesOf(language);
    expect(Object.keys(words).toSorted()).toEqual(keys.toSorted());
    for (const key of keys) {
      expect(words[key].trim(), key).not.toBe('');
      if (key !== 'demo.mark' && key !== 'brand.name' && !isAwaited(language, key))
        expect(words[key], key).not.toBe(en[key]);
    }
  });

  it.each(others)('%s asks for the same values as English', (language) => {
    for (const key of keys) {
      expect(shapeOf(messagesOf(language)[key], language).values, key).toEqual(shapeOf(en[key], 'en').values);
    }
  });

  it.each(writtenLanguages)('%s has every plural form its grammar knows', (language) => {
    const forms = new Intl.PluralRules(localeOf(language)).resolvedOptions().pluralCategories.toSorted();
    for (const key of keys.filter((one) => !isAwaited(language, one))) {
      for (const plural of shapeOf(messagesOf(language)[key], language).plurals) {
        expect(plural.toSorted(), key).toEqual(forms);
      }
    }
  });

  it('counts violations in Arabic as a person would', () => {
    const count = (n: number): string => messageText('ar', 'review.items', { count: n });
    expect([1, 2, 3, 11, 100, 103].map(count)).toEqual([
      'مخالفة واحدة',
      'مخالفتان',
      '3 مخالفات',
      '11 مخالفة',
      '100 مخالفة',
      '103 مخالفات',
    ]);
  });

  it.each([
    // Bengali has one form for 0 and 1, Filipino puts 4, 6 and 9 apart: neither changes the word after a number.
    ['bn', 'review.items', ['0টি জরিমানা', '1টি জরিমানা', '2টি জরিমানা', '4টি জরিমানা', '11টি জরিমানা']],
    [
      'fil',
      'review.items',
      ['0 na violation', '1 na violation', '2 na violation', '4 na violation', '11 na violation'],
    ],
    [
      'bn',
      'list.selected',
      ['এখনো কিছু বাছাই হয়নি', '1টি বাছাই হয়েছে', '2টি বাছাই হয়েছে', '4টি বাছাই হয়েছে', '11টি বাছাই হয়েছে'],
    ],
    ['fil', 'list.selected', ['Wala pang napili', '1 ang napili', '2 ang napili', '4 ang napili', '11 ang napili']],
  ] as const)('counts in %s (%s) as a person would', (language, key, expected) => {
    expect([0, 1, 2, 4, 11].map((count) => messageText(language, key, { count }))).toEqual(expected);
  });

  it('has words for every code the contracts know', () => {
    const wanted = [
      ...fieldProblemSchema.options.map((code) => `problem.${code}`),
      ...fieldIdSchema.options.flatMap((id) => ['title', 'where', 'label'].map((part) => `field.${id}.${part}`)),
      ...codeProblemSchema.options.map((code) => `code.problem.${code}`),
      ...systemSchema.options.map((system) => `system.${system}`),
      ...residencyKindSchema.options.map((kind) => `residency.kind.${kind}`),
      ...obligationStatusSchema.options.map((code) => `status.${code}`),
      ...notPayableReasonSchema.options.map((code) => `reason.${code}`),
      ...paymentClosedReasonSchema.options.map((code) => `closed.${code}`),
      ...notPaidReasonSchema.options.map((code) => `notPaid.${code}`),
      ...unknownReasonSchema.options.map((code) => `unknown.${code}`),
      ...quoteChangeSchema.shape.why.options.map((code) => `change.${code}`),
      ...receiptItemSchema.shape.posting.options.map((code) => `posting.${code}`),
      ...printerStatusSchema.options.map((code) => `printer.${code}`),
      ...railSchema.options.flatMap((rail) => ['title', 'how', 'needs'].map((part) => `rail.${rail}.${part}`)),
      ...printViewSchema.shape.what.options.flatMap((what) =>
        printViewSchema.shape.state.options.map((state) => `print.${what}.${state}`),
      ),
      ...departments.flatMap((department) => [`department.${department}`, `department.${department}.hint`]),
    ];
    expect(wanted.filter((key) => !(key in en))).toEqual([]);
  });

  it('has a screen of words for every way an inquiry can fail', () => {
    const titles = {
      not_found: 'notFound',
      ministry_down: 'ministryDown',
      network_down: 'networkDown',
      too_many_numbers: 'tooMany',
      too_many_codes: 'tooManyCodes',
    };
    for (const problem of inquiryProblemSchema.options) expect(en).toHaveProperty([`${titles[problem]}.title`]);
  });

  it('names and explains every service of the catalogue', () => {
    for (const service of catalogue) {
      expect(en).toHaveProperty([`service.${service.id}.title`]);
      expect(en).toHaveProperty([`service.${service.id}.hint`]);
      if (service.answers === 'status') {
        const codes = Object.keys(service.statuses);
        for (const code of codes) expect(en).toHaveProperty([`service.${service.id}.status.${code}`]);
        for (const code of codes) expect(en).toHaveProperty([`service.${service.id}.advice.${code}`]);
        for (const code of Object.keys(service.reasons ?? {})) {
          expect(en).toHaveProperty([`service.${service.id}.reason.${code}`]);
        }
      }
      const paragraphs = service.answers === 'information' ? service.paragraphs : 0;
      for (let n = 1; n <= paragraphs; n += 1) expect(en).toHaveProperty([`service.${service.id}.body${n}`]);
    }
  });

  it.each(writtenLanguages)('%s says the same with and without the pattern reader', (language) => {
    for (const key of keys) {
      const pattern = messagesOf(language)[key];
      const values = Object.fromEntries(
        shapeOf(pattern, language).values.map((one) => [one, pattern.includes(`{${one}, plural`) ? 7 : 'Wafa']),
      );
      const read = new IntlMessageFormat(pattern, localeOf(language)).format(values);
      expect(messageText(language, key, values), key).toBe(read);
    }
  });

  it('keeps ids apart from right-to-left words, and leaves English free of invisible marks', () => {
    const number = { text: '70212999', dir: 'ltr' } as const;
    expect(messageText('ar', 'ticket.title', { number })).toBe('المخالفة رقم \u206670212999\u2069');
    expect(messageText('en', 'ticket.title', { number })).toBe('Violation 70212999');
  });

  it.each(writtenLanguages)('%s is written without bidi control characters and with Western digits', (language) => {
    const files = ['messages', 'speech', 'paper'].map((folder) => join(import.meta.dirname, folder, `${language}.ts`));
    for (const file of files.filter(existsSync)) {
      const text = readFileSync(file, 'utf8');
      expect(text).not.toMatch(/[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u);
      expect(text).toBe(text.normalize('NFC'));
      // Arabic-Indic, extended Arabic-Indic, Devanagari, Bengali.
      expect(text).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef]/u);
    }
  });

  it.each(others)('%s is written in its own script, apart from names that are the same everywhere', (language) => {
    const words = messagesOf(language);
    const written = keys.filter((key) => !isAwaited(language, key));
    for (const key of written) expect(foreignLetters(words[key], language), key).toBe('');
  });

  it('says of every language whether a native reader has read it', () => {
    expect(Object.keys(reviews)).toEqual([...languages]);
  });

  it('never says a failed outcome where the outcome is not known', () => {
    const unknown = keys.filter((key) => key.startsWith('unknown.') || key.startsWith('confirming.'));
    for (const key of unknown) expect(en[key].toLowerCase(), key).not.toMatch(/fail|error|try again/);
  });

  it('speaks every message that has no spoken text of its own as it is written', () => {
    expect(spokenText('en', 'action.back')).toBeUndefined();
    expect(spokenText('ar', 'paid.title')).not.toBe(messagesOf('ar')['paid.title']);
  });
});
