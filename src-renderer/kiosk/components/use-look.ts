import { computed, type ComputedRef } from 'vue';
import { useKioskStore } from '../store.ts';
import { usePortrait } from './use-portrait.ts';

/** How this visitor's screen looks, for what CSS cannot decide, such as items on a page. */
export interface Look {
  readonly portrait: ComputedRef<boolean>;
  /** Text is larger: fewer things stand on a page. */
  readonly large: ComputedRef<boolean>;
  /** What is touched stands in the lower half; a lying screen is low already. */
  readonly low: ComputedRef<boolean>;
}

/** Follows the window and the preferences of the visit. */
export function useLook(): Look {
  const store = useKioskStore();
  const upright = usePortrait();
  return {
    portrait: computed(() => upright.value),
    large: computed(() => store.preferences.display === 'large'),
    low: computed(() => store.preferences.lowReach && upright.value),
  };
}
