import { h, type FunctionalComponent } from 'vue';
import type { MessageKey } from '../../language/message-keys.ts';
import { messageParts, type Isolated, type MessageValues } from '../../language/messages.ts';
import { useWords } from '../../language/use-words.ts';

/** A value that keeps its own direction: `<bdi dir="ltr">KPY-2026</bdi>`. */
export const IsolatedText: FunctionalComponent<{ value: Isolated }> = ({ value }) =>
  h('bdi', { dir: value.dir }, value.text);
IsolatedText.props = ['value'];

/** A sentence of the visitor's language whose values are isolated from its direction. */
export const WordsLine: FunctionalComponent<{ k: MessageKey; values?: MessageValues }> = ({ k, values }) => {
  const words = useWords().value;
  words.t(k, values); // the line leaves its spoken form, as every sentence does
  return messageParts(words.language, k, values).map((part) =>
    typeof part === 'string' ? part : h(IsolatedText, { value: part }),
  );
};
WordsLine.props = ['k', 'values'];
