import { send } from './bridge.ts';

const everyMs = 1000;

/** Tells main that somebody is at the screen, once a second at most. */
export function installActivity(target: Window): void {
  let lastMs = Number.NEGATIVE_INFINITY;
  const alive = (): void => {
    const nowMs = performance.now();
    if (nowMs - lastMs < everyMs) return;
    lastMs = nowMs;
    send('activity', {});
  };
  for (const type of ['pointerdown', 'keydown']) target.addEventListener(type, alive, { capture: true });
  target.addEventListener('contextmenu', (event) => event.preventDefault(), { capture: true });
}
