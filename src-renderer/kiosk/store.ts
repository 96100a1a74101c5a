import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import { pushSchema, type Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { defaultLanguage } from '../../src-shared/domain/language.ts';
import { defaultPreferences } from '../../src-shared/session/preferences.ts';
import { selectScreen } from '../../src-shared/session/screen.ts';

/** `stale`: older than what is shown; `unreadable`: not what the contract says. Both change nothing. */
export type Received = 'taken' | 'stale' | 'unreadable';

/** Mirrors the last push of the main process. It never decides and never holds what is being typed. */
export const useKioskStore = defineStore('kiosk', () => {
  const snapshot = shallowRef<Snapshot | null>(null);
  const known = shallowRef<InquiryAnswer | null>(null);

  /** The answer this snapshot speaks of; null when there is none. */
  const answer = computed(() =>
    known.value !== null && known.value.id === snapshot.value?.answerId ? known.value : null,
  );
  const screen = computed(() => (snapshot.value ? selectScreen(snapshot.value, answer.value) : null));
  const language = computed(() => snapshot.value?.language ?? defaultLanguage);
  const preferences = computed(() => snapshot.value?.preferences ?? defaultPreferences);
  const selected = computed(() => new Set(snapshot.value?.selected ?? []));

  /** Takes one push as it came over the bridge. */
  function receive(raw: unknown): Received {
    const push = pushSchema.safeParse(raw);
    if (!push.success) return 'unreadable';
    const { snapshot: next, answer: fresh } = push.data;
    if (snapshot.value !== null && next.revision <= snapshot.value.revision) return 'stale';
    if (fresh) known.value = fresh;
    // The next visitor must not find the last one's answer in memory.
    if (next.answerId === null) known.value = null;
    snapshot.value = next;
    return 'taken';
  }

  return { snapshot, answer, screen, language, preferences, selected, receive };
});

/** The snapshot for components that are only drawn when there is one. */
export function useSnapshot() {
  const store = useKioskStore();
  return computed((): Snapshot => {
    if (store.snapshot === null) throw new Error('a screen was drawn before the first snapshot');
    return store.snapshot;
  });
}
