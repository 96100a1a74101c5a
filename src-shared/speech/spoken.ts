import { z } from 'zod';
import { languageSchema, type Language } from '../domain/language.ts';
import { volumeSteps } from '../session/preferences.ts';

/**
 * Where sound goes now. `private`: into headphones; `open`: out of the loudspeaker, for everyone in the hall;
 * `none`: this kiosk has no sound.
 */
export const audioRouteSchema = z.enum(['private', 'open', 'none']);
export type AudioRoute = z.infer<typeof audioRouteSchema>;

/**
 * Languages somebody can be led through by ear, in the order of the language menu (A38). There is no free voice for
 * Filipino, and recorded clips alone cannot say a name or an amount.
 */
export const speechLanguages = ['ar', 'en', 'ur', 'hi', 'bn'] as const satisfies readonly Language[];
export type SpeechLanguage = (typeof speechLanguages)[number];

/** Can somebody be led through in this language by ear? */
export function hasSpeech(language: Language): language is SpeechLanguage {
  return (speechLanguages as readonly Language[]).includes(language);
}

/** One piece of speech, as the window asks for it. */
export const spokenItemSchema = z.strictObject({
  /** The message it is; null for what came as data: an offence, an amount, a number. For the log and for recorded clips. */
  key: z.string().max(80).nullable(),
  language: languageSchema,
  text: z.string().min(1).max(2000),
  /** Nobody else in the hall may hear it: on any route but the private one a tone stands for it (A34, A35). */
  personal: z.boolean(),
  /** The message takes no values, so that a recorded clip may stand for the text. */
  fixed: z.boolean(),
});
export type SpokenItem = z.infer<typeof spokenItemSchema>;

/** The longest screen of all (forty tickets to a page) has some hundred pieces. */
export const longestSpeech = 400;

/** What the window plays: sounds it fetches from main by their id. `gain` 0–1, `rate` 1 = as recorded. */
export const soundSchema = z.discriminatedUnion('do', [
  z.object({ do: z.literal('play'), id: z.string(), gain: z.number().min(0).max(1), rate: z.number().positive() }),
  z.object({ do: z.literal('stop') }),
]);
export type Sound = z.infer<typeof soundSchema>;

/** One step of volume, dB: A36 allows 10. */
export const volumeStepDb = 6;

/** Linear gain of a step of volume; the loudest is 1. */
export function gainOf(volume: number): number {
  return 10 ** ((-(volumeSteps - 1 - volume) * volumeStepDb) / 20);
}
