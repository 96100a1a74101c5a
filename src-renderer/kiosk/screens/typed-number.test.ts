import { createPinia, setActivePinia } from 'pinia';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { computed, defineComponent, h } from 'vue';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '../../../src-shared/domain/language.ts';
import type { Step } from '../../../src-shared/session/steps.ts';
import { atRest } from '../../../tests/gallery/pushes.ts';
import { provideLanguage } from '../../language/use-words.ts';
import { useKioskStore } from '../store.ts';
import VisitFrame from '../VisitFrame.vue';

const submitField = vi.fn();
const ignored = (): Promise<void> => Promise.resolve();
let revision = 0;

function show(step: Step, language: Language = 'ar'): Promise<void> {
  revision += 1;
  useKioskStore().receive({ snapshot: { ...atRest.snapshot, revision, step, language } });
  return flushPromises().then(() => undefined);
}

const asked = {
  at: 'ask',
  serviceId: 'trafficIndividuals',
  field: 'civilOrUnified',
  problem: null,
  number: 1,
  count: 1,
} as const;

async function visit(): Promise<VueWrapper> {
  await show(asked);
  const window = mount(
    defineComponent(() => {
      provideLanguage(computed(() => useKioskStore().language));
      return () => h(VisitFrame);
    }),
    { attachTo: document.body },
  );
  await flushPromises();
  return window;
}

const typed = (): string | undefined => document.querySelector<HTMLInputElement>('#number')?.value;

function press(key: string): void {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
}

describe('what is typed on the number pad', () => {
  beforeEach(() => {
    setActivePinia(createPinia());
    document.body.replaceChildren();
    submitField.mockReset();
    const intents = new Proxy({}, { get: (_target, verb) => (verb === 'submitField' ? submitField : ignored) });
    vi.stubGlobal('wafa', { intents, onPush: ignored });
  });

  it('comes from the pad and from a keyboard of any script, and goes up as it was typed', async () => {
    const window = await visit();
    for (const digit of ['3', '9', '9']) await window.get(`[data-key="${digit}"]`).trigger('click');
    press('١');
    press('x');
    press('2');
    await flushPromises();
    expect(typed()).toBe('3991 2');
    press('Backspace');
    press('Enter');
    expect(submitField).toHaveBeenCalledExactlyOnceWith({ typed: '3991' });
    window.unmount();
  });

  it('survives a change of language and the question about a unified number', async () => {
    const window = await visit();
    for (const digit of '3991') press(digit);
    await show(asked, 'en');
    expect(typed()).toBe('3991');
    await show({ ...asked, problem: 'maybe_unified' }, 'en');
    press('7');
    await show(asked, 'en');
    expect(typed()).toBe('3991');
    window.unmount();
  });

  it('is gone when the visitor has left the question', async () => {
    const window = await visit();
    for (const digit of '3991') press(digit);
    await show({ at: 'home' });
    await show(asked);
    expect(typed()).toBe('');
    window.unmount();
  });

  it('counts the digits that were sent in the error, and takes the focus to it', async () => {
    const window = await visit();
    for (const digit of '39912') press(digit);
    press('Enter');
    await show({ ...asked, problem: 'wrong_length' }, 'en');
    press('3');
    await flushPromises();
    expect(document.activeElement?.textContent).toContain('You entered 5.');
    window.unmount();
  });
});
