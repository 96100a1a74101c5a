import { send } from '../bridge.ts';
import { createActivity } from './activity.ts';
import { bounceMs, createKeyGuard, steadyMs } from './key-guard.ts';
import { createStaffCorners } from './staff-corners.ts';
import { createShield, shieldMs, type Shield } from './shield.ts';
import { createWedge } from './wedge.ts';

const nowMs = (): number => performance.now();
const shield = createShield(nowMs);
let steady = false;

/** Ignores input for a moment; the page carries `data-shielded` meanwhile. */
export function raiseShield(): void {
  shield.raise();
  document.documentElement.toggleAttribute('data-shielded', true);
  setTimeout(() => document.documentElement.toggleAttribute('data-shielded', shield.isUp()), shieldMs + 1);
}

/** Takes the same key or button once within half a second, for hands that tremble (A26). */
export function steadyHands(wanted: boolean): void {
  steady = wanted;
}

function swallow(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

function swallowBehind(guard: Shield): (event: Event) => void {
  return (event) => {
    if (guard.isUp()) swallow(event);
  };
}

/** Keeps scans of a scanner that types away from the page and sends them up; typing by hand goes on a moment later. */
function installWedge(target: Window): void {
  const replayed = new WeakSet<Event>();
  const wedge = createWedge<KeyboardEvent>({
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    typed(events) {
      for (const { key, code, shiftKey, target: at } of events) {
        const again = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
        replayed.add(again);
        (at instanceof Node && at.isConnected ? at : document.body).dispatchEvent(again);
      }
    },
    scanned: (text, whole) => send('scanned', { text, whole }),
  });
  target.addEventListener(
    'keydown',
    (event) => {
      if (replayed.has(event) || event.repeat) return;
      const command = event.ctrlKey || event.altKey || event.metaKey;
      if (wedge({ key: event.key, atMs: event.timeStamp, command, event })) swallow(event);
    },
    { capture: true },
  );
}

/** Listens before anything else on the page does: shield, key bounce, signs of life. Never to `mousemove`. */
export function installInput(target: Window): void {
  const alive = createActivity(nowMs, () => send('activity', {}));
  const keys = createKeyGuard(nowMs, () => (steady ? steadyMs : bounceMs));
  // A touch panel sends no bounces of its own: only hands do, and only who asked for it waits.
  const buttons = createKeyGuard(nowMs, () => (steady ? steadyMs : 0));
  for (const type of ['pointerup', 'keydown']) target.addEventListener(type, alive, { capture: true });
  const corners = createStaffCorners(nowMs, () => send('askStaff', {}));
  target.addEventListener(
    'pointerdown',
    ({ clientX: x, clientY: y }) => corners({ x, y, width: target.innerWidth, height: target.innerHeight }),
    { capture: true },
  );
  installWedge(target);
  for (const type of ['pointerdown', 'click', 'keydown']) {
    target.addEventListener(type, swallowBehind(shield), { capture: true });
  }
  target.addEventListener(
    'keydown',
    (event) => {
      if (!keys.accepts(event.key, event.repeat)) swallow(event);
    },
    { capture: true },
  );
  target.addEventListener(
    'click',
    (event) => {
      const button = event.target instanceof Element ? event.target.closest('button') : null;
      if (button && !buttons.accepts(button, false)) swallow(event);
    },
    { capture: true },
  );
  target.addEventListener('contextmenu', swallow, { capture: true });
}
