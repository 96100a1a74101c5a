import { onBeforeUnmount, ref, type Ref } from 'vue';

/** Is the window taller than wide? Follows the window; for what CSS cannot decide, such as items per page. */
export function usePortrait(): Readonly<Ref<boolean>> {
  const query = window.matchMedia('(orientation: portrait)');
  const portrait = ref(query.matches);
  const follow = (): void => {
    portrait.value = query.matches;
  };
  query.addEventListener('change', follow);
  onBeforeUnmount(() => query.removeEventListener('change', follow));
  return portrait;
}
