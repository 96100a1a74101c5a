import { afterEach, describe, expect, it } from 'vitest';
import type { MessageKey } from './message-keys.ts';
import { ar } from './messages/ar.ts';
import { en } from './messages/en.ts';
import { messageText, setMessages } from './messages.ts';
import { pseudoMessages } from './pseudo.ts';

describe('the made-up languages of the tests', () => {
  afterEach(() => {
    setMessages('en', en);
    setMessages('ar', ar);
  });

  it.each(['ltr', 'rtl'] as const)('%s has every message, at least 40 % longer', (direction) => {
    const pseudo = pseudoMessages(en, direction);
    expect(Object.keys(pseudo)).toEqual(Object.keys(en));
    for (const key of Object.keys(en) as MessageKey[]) {
      if (en[key].includes('plural')) continue;
      const words = en[key].replaceAll(/\{\w+\}/g, '');
      expect(pseudo[key].replaceAll(/\{\w+\}/g, '').length, key).toBeGreaterThanOrEqual(words.length * 1.35);
    }
  });

  it('keeps values and plural forms', () => {
    setMessages('en', pseudoMessages(en, 'ltr'));
    expect(messageText('en', 'pager.page', { page: 2, pages: 7 })).toMatch(/^\[Pàâgéê 2 .+7/);
    expect(messageText('en', 'list.title', { count: 1 })).not.toBe(messageText('en', 'list.title', { count: 2 }));
    expect(messageText('en', 'list.title', { count: 12 })).toContain('12');
  });

  it('the right-to-left one has no Latin letter left', () => {
    setMessages('ar', pseudoMessages(en, 'rtl'));
    for (const key of Object.keys(en) as MessageKey[]) {
      const text = messageText('ar', key, { ...Object.fromEntries(valuesOf(key).map((value) => [value, 12])) });
      expect(text, key).not.toMatch(/[a-z]/i);
    }
  });
});

/** Names of the values a message asks for. */
function valuesOf(key: MessageKey): string[] {
  return [...en[key].matchAll(/\{(\w+)[,}]/g)].map((found) => found[1] ?? '');
}
