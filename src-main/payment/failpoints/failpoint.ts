/** Tells that the program has come to a named place. Returns, unless this is the place where it has to die. */
export type Hit = (place: string) => void;

/** A place in the program and which visit of it is meant. */
export interface Failpoint {
  readonly place: string;
  /** Counted from 1. */
  readonly nth: number;
}

/** A place is a side of an act: `journal.before:CAPTURE_PROVED`, `send.after:commit`. */
const pattern = /^([a-z]+\.(?:before|after):\w+)(?:#([1-9]\d{0,4}))?$/;

/** Reads `place` or `place#nth`; null for anything else. */
export function readFailpoint(text: string): Failpoint | null {
  const [, place, nth] = pattern.exec(text) ?? [];
  return place === undefined ? null : { place, nth: Number(nth ?? 1) };
}

export interface FailpointPorts {
  /** The setting as it is now: a test may set it while the program runs. */
  readonly setting: () => string | undefined;
  /** Ends the program. */
  readonly strike: () => void;
}

/**
 * Strikes at the place that is set, when it is come to for the nth time since it was set. Throws on a setting that
 * cannot be read: a test that waits for it would wait in vain.
 */
export function failpoint({ setting, strike }: FailpointPorts): Hit {
  let known: string | undefined;
  let armed: Failpoint | null = null;
  let hits = 0;
  return (place) => {
    const text = setting();
    if (text !== known) {
      known = text;
      hits = 0;
      armed = text ? readFailpoint(text) : null;
      if (text && !armed)
        throw new Error(`WAFA_FAILPOINT is "${text}"; it reads like send.before:commit or send.before:commit#2`);
    }
    if (place !== armed?.place) return;
    hits += 1;
    if (hits === armed.nth) strike();
  };
}
