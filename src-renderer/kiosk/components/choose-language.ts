import { computed, ref, type ComputedRef } from 'vue';
import { offeredLanguages, type Language } from '../../../src-shared/domain/language.ts';
import { hasSpeech } from '../../../src-shared/speech/spoken.ts';
import { useKioskStore } from '../store.ts';

/** Is the choice of languages open? Like the help it belongs to how the window looks; main knows nothing of it. */
export const languageOpen = ref(false);

/** The languages to choose from: for who is led by ear those that have speech (A38). */
export function useOfferedLanguages(): ComputedRef<readonly Language[]> {
  const store = useKioskStore();
  return computed(() => (store.preferences.speech ? offeredLanguages.filter(hasSpeech) : offeredLanguages));
}
