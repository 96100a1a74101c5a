import { shallowRef, watch, type Ref } from 'vue';
import { defaultLanguage, type Language } from '../../src-shared/domain/language.ts';

/** What has to be there before a language is drawn. */
export interface LanguageSource {
  /** Can it be drawn at once? */
  isReady(language: Language): boolean;
  /** Brings its words and faces. */
  prepare(language: Language): Promise<void>;
  /** Something is missing in the installation. */
  onFault: (error: unknown) => void;
}

/**
 * The language to draw: the wanted one as soon as it can be drawn, and the one before until then, so that nobody
 * sees half a language. What cannot be brought does not hold the visitor up: English stands in for its words.
 */
export function followLanguage(wanted: Readonly<Ref<Language>>, source: LanguageSource): Readonly<Ref<Language>> {
  const shown = shallowRef(defaultLanguage);
  const show = (language: Language): void => {
    // While it was being brought, the visitor may have chosen again.
    if (wanted.value === language) shown.value = language;
  };
  watch(
    wanted,
    (language) => {
      if (source.isReady(language)) return show(language);
      void source
        .prepare(language)
        .catch(source.onFault)
        .then(() => show(language));
    },
    { immediate: true, flush: 'sync' },
  );
  return shown;
}
