import { IntlMessageFormat } from 'intl-messageformat';
import type { Messages } from './message-keys.ts';

/*
 * Made-up languages for tests, never offered to a visitor: English words made 40 % longer and unlike English, so that
 * a text which is not in the message files, does not fit, or takes the wrong direction stands out.
 */

/** How much longer the translations may be than English (Hindi, Bengali and Filipino are). */
const growth = 1.4;

const latin: Readonly<Record<string, string>> = { a: 'àâ', e: 'éê', i: 'îï', o: 'ôö', u: 'ùû' };
const arabic: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ a: 'اا', e: 'هه', i: 'يي', o: 'وو', u: 'عع' }).concat(
    [...'bcdfghjklmnpqrstvwxyz'].map((letter, at) => [letter, [...'بجدفغحثكلمنصقرستضوخيز'][at] ?? letter]),
  ),
);

/** Plain words have number 0 in the parser's table of what a pattern is made of. */
const isLiteral = ({ type }: { readonly type: number }): boolean => type === 0;

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

function lengthened(text: string, letters: Readonly<Record<string, string>>): string {
  if (!/[a-z]/i.test(text)) return text;
  const longer = [...text].map((letter) => letters[letter.toLowerCase()] ?? letter).join('');
  return longer.padEnd(Math.ceil(text.length * growth), '·');
}

function printed(elements: readonly Element[], letters: Readonly<Record<string, string>>): string {
  return elements
    .map((element) => {
      if ('options' in element) {
        const forms = Object.entries(element.options).map(
          ([form, { value }]) => `${form} {${printed(value, letters)}}`,
        );
        return `{${element.value}, plural, ${forms.join(' ')}}`;
      }
      if (!('value' in element)) return '#';
      return isLiteral(element) ? lengthened(element.value, letters) : `{${element.value}}`;
    })
    .join('');
}

/** English as a made-up language of that direction. The brackets show where a text is cut off. */
export function pseudoMessages(messages: Messages, direction: 'ltr' | 'rtl'): Messages {
  const letters = direction === 'ltr' ? latin : arabic;
  const pseudo = Object.entries(messages).map(([key, pattern]) => [
    key,
    `[${printed(new IntlMessageFormat(pattern, 'en').getAst(), letters)}]`,
  ]);
  return Object.fromEntries(pseudo) as Messages;
}
