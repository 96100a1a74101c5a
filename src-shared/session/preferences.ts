import { z } from 'zod';

/** Loudness of speech, quietest first. One step is at most 10 dB (A36). */
export const volumeSteps = 8;
/** Speeds of speech in per cent of the clips' own (A37). */
export const speechRates = [75, 100, 125, 150, 175, 200] as const;

/** How this visitor wants the kiosk to be: nothing about who they are. Lasts as long as the visit (A41). */
export const preferencesSchema = z.strictObject({
  /** `large`: capitals of 7.33 mm (A06); `contrast`: white on black, 20:1 (A09). */
  display: z.enum(['normal', 'large', 'contrast']),
  /** What is touched stands in the lower half of a portrait screen (A04). */
  lowReach: z.boolean(),
  /** The same touch or key within 500 ms counts once (A26). */
  steadyHands: z.boolean(),
  /** All limits of a visit are ten times as long (A16). */
  moreTime: z.boolean(),
  /** Nothing on the screen moves (A30). */
  calm: z.boolean(),
  /** The kiosk speaks and is worked with the keypad (A31). */
  speech: z.boolean(),
  /** In speech mode: the screen shows nothing (A42). */
  blank: z.boolean(),
  volume: z
    .int()
    .min(0)
    .max(volumeSteps - 1),
  rate: z.literal(speechRates),
});
export type Preferences = z.infer<typeof preferencesSchema>;

/** Any of them, as one intent carries them. */
export const preferencesChangeSchema = preferencesSchema.partial();
export type PreferencesChange = z.infer<typeof preferencesChangeSchema>;

/** How every visit begins. */
export const defaultPreferences: Preferences = {
  display: 'normal',
  lowReach: false,
  steadyHands: false,
  moreTime: false,
  calm: false,
  speech: false,
  blank: false,
  volume: 3,
  rate: 100,
};

/** The preferences after a change. A blank screen needs speech: without it a visitor would be left with nothing. */
export function changePreferences(preferences: Preferences, change: PreferencesChange): Preferences {
  const named = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const next: Preferences = { ...preferences, ...named };
  return { ...next, blank: next.blank && next.speech };
}
