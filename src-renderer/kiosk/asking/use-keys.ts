import { onActivated, onBeforeUnmount, onDeactivated, onMounted } from 'vue';
import { useSnapshot } from '../store.ts';

/** What a keyboard brings while a question is on the screen; nothing while the visitor is asked "still there?". */
export function useKeys(keys: { type: (text: string) => void; erase: () => void; submit: () => void }): void {
  const snapshot = useSnapshot();

  function onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || snapshot.value.idleSecondsLeft !== null) return;
    if (event.key === 'Backspace') keys.erase();
    else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) keys.submit();
    else if (event.key.length === 1) keys.type(event.key);
  }

  const listen = (): void => document.addEventListener('keydown', onKey);
  const ignore = (): void => document.removeEventListener('keydown', onKey);
  onMounted(listen);
  onActivated(listen);
  onDeactivated(ignore);
  onBeforeUnmount(ignore);
}
