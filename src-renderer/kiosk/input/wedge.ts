/*
 * A scanner that types like a keyboard ("wedge"). Nothing but its speed tells it from a hand, so a character is held back
 * for a moment: if others follow faster than fingers can, it is a scan, and neither its characters reach what is being
 * typed nor its Enter a button. The same keeps out a keyboard robot plugged in to press our buttons.
 */

/** Keys closer together than this are not typed by a hand, ms. */
const gapMs = 30;
/** A lone character is handed on after this, ms: long enough for the next key to arrive on a busy page. */
const holdMs = 90;
/** Fewest characters of a scan: two or three fingers landing together are a hand. */
const shortest = 4;
/** Most characters that are kept of a scan; one more than a scan may have, so that main can tell that it is too long. */
const longest = 513;

export interface Stroke<Event> {
  readonly key: string;
  /** When the key was pressed, on any clock that does not go back. */
  readonly atMs: number;
  /** With Ctrl, Alt or the system key held. */
  readonly command: boolean;
  readonly event: Event;
}

export interface WedgePorts<Event> {
  readonly after: (ms: number, run: () => void) => () => void;
  /** Characters that turned out to be typed by hand, in their order. */
  readonly typed: (events: readonly Event[]) => void;
  /** A scan; `whole` is false when its end never came or keys were among it that no document holds. */
  readonly scanned: (text: string, whole: boolean) => void;
}

/** Tells scans from typing. The returned function answers for each key: true keeps it from the page. */
export function createWedge<Event>(ports: WedgePorts<Event>): (stroke: Stroke<Event>) => boolean {
  let held: Stroke<Event>[] = [];
  let lastAt = Number.NEGATIVE_INFINITY;
  let spoilt = false;
  let cancel: () => void = () => undefined;

  function end(whole: boolean): void {
    cancel();
    const strokes = held;
    const good = whole && !spoilt;
    held = [];
    spoilt = false;
    if (strokes.length >= shortest) ports.scanned(strokes.map(({ key }) => key).join(''), good);
    else if (strokes.length > 0) ports.typed(strokes.map(({ event }) => event));
  }

  function hold(stroke: Stroke<Event>, text: boolean): true {
    lastAt = stroke.atMs;
    if (text && held.length < longest) held.push(stroke);
    cancel();
    cancel = ports.after(holdMs, () => end(false));
    return true;
  }

  return (stroke) => {
    const { key, atMs, command } = stroke;
    const follows = held.length > 0 && atMs - lastAt < gapMs;
    if (!follows) end(false);
    if (key === 'Enter' || key === 'Tab') {
      if (!follows || held.length < shortest) {
        end(false);
        return false;
      }
      end(true);
      return true;
    }
    // Capitals and `<` come with Shift.
    if (key === 'Shift' || key === 'CapsLock') return follows && hold(stroke, false);
    const isText = Array.from(key).length === 1 && !command;
    // A space alone presses a button; no scan begins with one.
    if (!follows) return isText && key !== ' ' && hold(stroke, true);
    if (!isText) spoilt = true;
    return hold(stroke, isText);
  };
}
