import { defineStore } from 'pinia';
import { computed, shallowRef } from 'vue';
import {
  staffSnapshotSchema,
  type PlaceView,
  type PlaceViewOf,
  type StaffSnapshot,
} from '../../src-shared/contract/staff-ipc.ts';
import type { StaffAction } from '../../src-shared/staff/actions.ts';

/** Mirrors the last snapshot of the main process; never decides. */
export const useStaffStore = defineStore('staff', () => {
  const snapshot = shallowRef<StaffSnapshot | null>(null);

  /** Takes one snapshot as it came over the bridge; `stale` and `unreadable` change nothing. */
  function receive(raw: unknown): 'taken' | 'stale' | 'unreadable' {
    const next = staffSnapshotSchema.safeParse(raw);
    if (!next.success) return 'unreadable';
    if (snapshot.value && next.data.revision <= snapshot.value.revision) return 'stale';
    snapshot.value = next.data;
    return 'taken';
  }

  return { snapshot, receive };
});

/** What a page shows, for the component that is only drawn while it is the page. */
export function usePlace<N extends PlaceView['name']>(name: N) {
  const store = useStaffStore();
  let last: PlaceViewOf<N> | null = null;
  return computed((): PlaceViewOf<N> => {
    const place = store.snapshot?.place;
    // The last one stays for the moment in which the component is taken away.
    if (place?.name === name) last = place as PlaceViewOf<N>;
    if (!last) throw new Error(`the page ${name} was drawn without its view`);
    return last;
  });
}

/** May whoever is signed in do this, and is nothing else under way? */
export function useMay(): (action: StaffAction) => boolean {
  const store = useStaffStore();
  return (action) => store.snapshot?.who?.actions.includes(action) ?? false;
}
