/**
 * What the keys of a keypad mean: a five-way pad with its own headphone socket (Storm AudioNav and its kin, which are
 * USB keyboards with codes that can be set) and a twelve-key pad. The codes are DOM `key` names. Every code can be
 * typed by a plain keyboard too, so nothing here depends on one maker.
 *
 * How the keys have to feel (A39, for whoever orders the hardware): a raised dot on 5, a raised circle on Enter, a
 * raised left arrow on Clear, a raised X on Cancel; all can be told apart without pressing them.
 */
export const navigationKeys = {
  /** To the item before, to the next: nothing happens to the item. */
  ArrowUp: 'previous',
  ArrowDown: 'next',
  /** To the way back, to the way on. They only go there: Enter does it, so that nobody pays by a slip of a thumb. */
  ArrowLeft: 'back',
  ArrowRight: 'forward',
  Enter: 'choose',
  /** Clear and Cancel of a twelve-key pad. */
  Backspace: 'clear',
  Escape: 'cancel',
  /** Help, and again for more of it. */
  F16: 'help',
} as const;
export type NavigationKey = (typeof navigationKeys)[keyof typeof navigationKeys];

/** Keys the main process takes itself, so that they work on every screen, the hosted payment page included. */
export const deviceKeys = {
  /** Starts speech; while it speaks, says the screen again. */
  F13: 'speech',
  /** The keypad's own headphone socket: a plug went in, came out. */
  F14: 'plugged',
  F15: 'unplugged',
  F17: 'repeat',
  F18: 'louder',
  F19: 'quieter',
  F20: 'faster',
  F21: 'slower',
  /** Takes the picture away, and brings it back (A42). */
  F22: 'blank',
} as const;
export type DeviceKey = (typeof deviceKeys)[keyof typeof deviceKeys];

/** The key switch behind the door, wired as two keys: staff are here, staff are gone. Main's own too. */
export const switchKeys = { F23: 'come', F24: 'go' } as const;
export type SwitchKey = (typeof switchKeys)[keyof typeof switchKeys];

const forWindow: ReadonlyMap<string, NavigationKey> = new Map(Object.entries(navigationKeys));
const forMain: ReadonlyMap<string, DeviceKey> = new Map(Object.entries(deviceKeys));
const ofSwitch: ReadonlyMap<string, SwitchKey> = new Map(Object.entries(switchKeys));

/** What a key means to the window, if it is one of these. */
export function navigationKey(key: string): NavigationKey | null {
  return forWindow.get(key) ?? null;
}

/** What a key means to the main process, if it is one of these. */
export function deviceKey(key: string): DeviceKey | null {
  return forMain.get(key) ?? null;
}

/** What a key means that comes from the key switch, if it does. */
export function switchKey(key: string): SwitchKey | null {
  return ofSwitch.get(key) ?? null;
}
