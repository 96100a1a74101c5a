import { h, type FunctionalComponent } from 'vue';
import { languageIn, textIn, type LocalText } from '../../../src-shared/domain/language.ts';
import { useWords } from '../../language/use-words.ts';

/** A text that came as data, in a direction of its own; where it is not in the visitor's language it says in which (A28). */
export const DataText: FunctionalComponent<{ text: LocalText }> = ({ text }) => {
  const { language } = useWords().value;
  const own = languageIn(text, language);
  return h('bdi', own === language ? {} : { lang: own }, textIn(text, language));
};
DataText.props = ['text'];
