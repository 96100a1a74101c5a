import { textIn, type Language } from '../../src-shared/domain/language.ts';
import type { NoteValue } from '../../src-shared/domain/receipt.ts';
import { unreachable } from '../../src-shared/result.ts';
import { moneyText, shortDateText, timeText } from '../language/formats.ts';
import type { MessageKey } from '../language/message-keys.ts';
import { messagesOf, messageText } from '../language/messages.ts';

export interface NoteSays {
  /** The window's own words; throws on a key nobody wrote words for, so that such a note is never printed half. */
  words(key: string): string;
  value(value: NoteValue): string;
  /** Is the value words, which differ from language to language? */
  isWords(value: NoteValue): boolean;
  /** Does it run left to right in every language? */
  isFigures(value: NoteValue): boolean;
}

/** What a note says in one language. */
export function noteSays(language: Language): NoteSays {
  const words = (key: string): string => {
    const said = [key, instead(key)].find(isMessageKey);
    if (!said) throw new Error(`no words for ${key}`);
    return messageText(language, said);
  };
  return {
    words,
    value(value) {
      switch (value.is) {
        case 'text':
          return textIn(value.text, language);
        case 'words':
          return words(value.key);
        case 'code':
          return value.code;
        case 'moment':
          return `${shortDateText(value.at)} ${timeText(value.at)}`;
        case 'day':
          return shortDateText(value.day);
        case 'money':
          return moneyText(value.amountFils, language);
        default:
          return unreachable(value);
      }
    },
    isWords: ({ is }) => is === 'text' || is === 'words',
    isFigures: ({ is }) => is === 'code' || is === 'moment' || is === 'day',
  };
}

/** The ministry may send a code nobody has words for; the screen has a word for that, and so does paper. */
function instead(key: string): string {
  return key.startsWith('fact.') ? 'fact.other' : key.replace(/\.reason\.\w+$/, '.reason.other');
}

function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(messagesOf('en'), key);
}
