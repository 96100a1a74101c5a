import { IntlMessageFormat } from 'intl-messageformat';
import type { Page } from '@playwright/test';
import type { Language } from '../../src-shared/domain/language.ts';
import type { MessageKey } from '../../src-renderer/language/message-keys.ts';
import { messagesOf } from '../../src-renderer/language/messages.ts';

/*
 * Which messages stand on a screen, found without any help of the speech code: from the letters a visitor sees and the
 * language files alone.
 */

interface AstElement {
  readonly type: number;
  readonly value?: string;
  readonly options?: Readonly<Record<string, { readonly value: readonly AstElement[] }>>;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A message as an expression that its drawn text fits, whatever the values are. */
function expression(elements: readonly AstElement[]): string {
  return elements
    .map((element) => {
      if (element.type === 0) return escaped(element.value ?? '').replace(/\s+/g, '\\s+');
      if (!element.options) return '.+?';
      return `(?:${Object.values(element.options)
        .map((option) => expression(option.value))
        .join('|')})`;
    })
    .join('');
}

/** Every line of text that can be seen under these elements, one for each block. */
function linesOf(page: Page, selector: string): Promise<string[]> {
  return page.evaluate((wanted) => {
    const text = [...document.querySelectorAll<HTMLElement>(wanted)].map((element) => element.innerText).join('\n');
    return text
      .replace(/[\u200e\u200f\u2066-\u2069]/g, '')
      .replace(/\u00a0/g, ' ')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  }, selector);
}

/**
 * The messages that are seen, each as the set of keys that would be drawn alike («Continue» has several); a line that is
 * put together from several messages counts by the messages that it begins with.
 */
export async function visibleMessages(
  page: Page,
  language: Language,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const dialog = (await page.locator('[role=alertdialog]').count()) > 0;
  const lines = await linesOf(page, dialog ? '[role=alertdialog]' : 'main');
  const messages = messagesOf(language);
  const patterns = (Object.keys(messages) as MessageKey[]).map((key) => {
    const ast = new IntlMessageFormat(messages[key], language).getAst() as readonly AstElement[];
    return { key, pattern: new RegExp(`^${expression(ast)}$`, 'u'), bare: ast.every(({ type }) => type !== 0) };
  });
  const found = new Map<string, ReadonlySet<string>>();
  for (const line of lines) {
    // A message that is nothing but a value fits every line.
    const keys = patterns.filter(({ pattern, bare }) => !bare && pattern.test(line)).map(({ key }) => key);
    if (keys.length > 0) found.set(line, new Set(keys));
  }
  return found;
}
