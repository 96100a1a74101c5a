import { computed, nextTick, ref, useTemplateRef, watch } from 'vue';
import { fields, type FieldId } from '../../../src-shared/domain/field.ts';
import { useWords } from '../../language/use-words.ts';
import { send } from '../bridge.ts';
import { useSnapshot } from '../store.ts';

/** What the screens that ask for something share: the question, what is wrong with the answer, and sending it. */
export function useQuestion() {
  const snapshot = useSnapshot();
  const words = useWords();

  const asked = computed(() => (snapshot.value.step.at === 'ask' ? snapshot.value.step : null));
  const field = computed((): FieldId => asked.value?.field ?? 'civilOrUnified');
  const length = computed(() => fields[field.value].length);
  /** How many characters the error speaks of: those that were sent, not those being corrected now. */
  const sentCount = ref(0);
  const problemText = computed(() => {
    const problem = asked.value?.problem ?? null;
    if (problem === null) return '';
    if (problem !== 'wrong_length') return words.value.t(`problem.${problem}`);
    const [least, most] = length.value;
    const needed = words.value.t(least === most ? 'problem.needs.exact' : 'problem.needs.range', { least, most });
    return words.value.t('problem.wrong_length', { needed, count: sentCount.value });
  });

  /** The frame of the screen, which takes the focus to what is wrong. */
  const frame = useTemplateRef<{ focus: () => void }>('frame');
  const awaiting = ref(false);
  // Every answer to a submit is a new snapshot, also when the same thing is wrong again.
  watch(snapshot, async () => {
    if (!awaiting.value || problemText.value === '') return;
    awaiting.value = false;
    await nextTick();
    frame.value?.focus();
  });

  function submit(typed: string, count: number): void {
    sentCount.value = count;
    awaiting.value = true;
    send('submitField', { typed });
  }

  return { asked, field, length, problemText, submit };
}
