import { createPinia, setActivePinia } from 'pinia';
import { flushPromises, mount } from '@vue/test-utils';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Push } from '../../src-shared/contract/kiosk-ipc.ts';
import { directionOf, languages, type Language } from '../../src-shared/domain/language.ts';
import { exhibits } from '../../tests/gallery/exhibits.ts';
import { atRest } from '../../tests/gallery/pushes.ts';
import { loadAllLanguages } from '../language/load-language.ts';
import { languageNames } from '../language/names.ts';
import { messageText } from '../language/messages.ts';
import KioskApp from './KioskApp.vue';
import { useKioskStore } from './store.ts';

const chooseLanguage = vi.fn();
const ignored = (): Promise<void> => Promise.resolve();
let revision = 0;

function receive({ snapshot, answer }: Push, language: Language): Promise<void> {
  revision += 1;
  const next = { ...snapshot, revision, language };
  useKioskStore().receive(answer ? { snapshot: next, answer } : { snapshot: next });
  return flushPromises().then(() => undefined);
}

function exhibit(name: string): Push {
  const found = exhibits.find((one) => one.name === name);
  if (!found) throw new Error(`the gallery has no ${name}`);
  return found.push;
}

const find = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`nothing is ${selector}`);
  return found;
};

/** As a visitor does it: the button in the header, then the language; main answers with the same screen. */
async function choose(language: Language, onScreen: Push): Promise<void> {
  find('[data-action="language"]').click();
  await flushPromises();
  const button = find(`[data-dialog="language"] [data-action="language-${language}"]`);
  expect(button.textContent.trim()).toBe(languageNames[language]);
  button.click();
  expect(chooseLanguage).toHaveBeenLastCalledWith({ language });
  await receive(onScreen, language);
  expect(document.querySelector('[data-dialog="language"]')).toBeNull();
}

describe('changing the language in the middle of a visit', () => {
  beforeAll(async () => {
    await loadAllLanguages();
    Object.defineProperty(document, 'fonts', { configurable: true, value: { load: () => Promise.resolve([]) } });
    setActivePinia(createPinia());
    const intents = new Proxy({}, { get: (_target, verb) => (verb === 'chooseLanguage' ? chooseLanguage : ignored) });
    vi.stubGlobal('wafa', { intents, onPush: ignored });
    mount(KioskApp, { attachTo: document.body });
    await receive(atRest, 'ar');
  });

  it('keeps the page of a long list, and every selected ticket', { timeout: 60_000 }, async () => {
    const fleet = exhibit('list-fleet');
    await receive(fleet, 'ar');
    await vi.waitFor(() => find('[data-screen="TicketList"]'), { timeout: 30_000 });
    const ticketsOf = (): (string | null)[] =>
      [...document.querySelectorAll('[data-ticket]')].map((one) => one.getAttribute('data-ticket'));
    const pressed = (): number => document.querySelectorAll('[aria-checked="true"]').length;
    const firstPage = ticketsOf();
    find('[data-action="next-page"]').click();
    await flushPromises();
    expect(ticketsOf()).not.toEqual(firstPage);
    const before = { tickets: ticketsOf(), pressed: pressed() };
    expect(before.tickets.length).toBeGreaterThan(0);
    expect(before.pressed).toBeGreaterThan(0);
    for (const language of [...languages.slice(1), languages[0]]) {
      await choose(language, fleet);
      expect(document.documentElement.lang).toBe(language);
      expect(document.documentElement.dir).toBe(directionOf(language));
      expect(find('[data-screen]').textContent).toContain(messageText(language, 'action.continue'));
      expect({ tickets: ticketsOf(), pressed: pressed() }).toEqual(before);
    }
  });
});
