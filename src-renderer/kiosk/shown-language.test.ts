import { nextTick, shallowRef } from 'vue';
import { describe, expect, it, vi } from 'vitest';
import type { Language } from '../../src-shared/domain/language.ts';
import { followLanguage, type LanguageSource } from './shown-language.ts';

/** A source whose languages arrive when the test says so. */
function source(ready: readonly Language[]) {
  const arrive = new Map<Language, { come: () => void; fail: (error: Error) => void }>();
  const onFault = vi.fn();
  const made: LanguageSource = {
    isReady: (language) => ready.includes(language),
    prepare: (language) => new Promise((come, fail) => arrive.set(language, { come, fail })),
    onFault,
  };
  return { made, arrive, onFault };
}

describe('the language that is drawn', () => {
  it('changes at once when everything is there', () => {
    const wanted = shallowRef<Language>('ar');
    const shown = followLanguage(wanted, source(['ar', 'en']).made);
    wanted.value = 'en';
    expect(shown.value).toBe('en');
  });

  it('stays the one before until words and faces are there', async () => {
    const wanted = shallowRef<Language>('ar');
    const { made, arrive } = source(['ar', 'en']);
    const shown = followLanguage(wanted, made);
    wanted.value = 'hi';
    await nextTick();
    expect(shown.value).toBe('ar');
    arrive.get('hi')?.come();
    await vi.waitFor(() => expect(shown.value).toBe('hi'));
  });

  it('is the last one chosen, whatever arrives late', async () => {
    const wanted = shallowRef<Language>('ar');
    const { made, arrive } = source(['ar', 'en']);
    const shown = followLanguage(wanted, made);
    wanted.value = 'hi';
    wanted.value = 'en';
    arrive.get('hi')?.come();
    await nextTick();
    await nextTick();
    expect(shown.value).toBe('en');
  });

  it('comes even when its files are missing, and the fault is reported', async () => {
    const wanted = shallowRef<Language>('ar');
    const { made, arrive, onFault } = source(['ar', 'en']);
    const shown = followLanguage(wanted, made);
    wanted.value = 'bn';
    arrive.get('bn')?.fail(new Error('no such chunk'));
    await vi.waitFor(() => expect(shown.value).toBe('bn'));
    expect(onFault).toHaveBeenCalledOnce();
  });
});
