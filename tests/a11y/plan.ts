import { languages, type Language } from '../../src-shared/domain/language.ts';
import { selectScreen } from '../../src-shared/session/screen.ts';
import type { Preferences } from '../../src-shared/session/preferences.ts';
import { exhibits } from '../gallery/exhibits.ts';
import type { Exhibit } from '../gallery/pushes.ts';

export const orientations = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;
export type Orientation = keyof typeof orientations;
const orientationNames = ['portrait', 'landscape'] as const;

/** What the screens are shown in: a language, or made-up longer words in its place (language/pseudo.ts). */
export interface Tongue {
  readonly name: string;
  readonly language: Language;
  readonly pseudo: 'ltr' | 'rtl' | null;
}
const real = languages.map((language): Tongue => ({ name: language, language, pseudo: null }));
const longest: Tongue = { name: 'pseudo-ltr', language: 'en', pseudo: 'ltr' };
const tongues: readonly Tongue[] = [...real, longest, { name: 'pseudo-rtl', language: 'ar', pseudo: 'rtl' }];

/** How a visitor has asked to see the screens: the three displays, and `low`, what is touched brought down. */
const modes = {
  normal: {},
  large: { display: 'large' },
  contrast: { display: 'contrast' },
  low: { lowReach: true },
} as const satisfies Record<string, Partial<Preferences>>;
export type Mode = keyof typeof modes;
const modeNames = ['normal', 'large', 'contrast', 'low'] as const;

/** The preferences of a mode over those of a visit. */
export function inMode(preferences: Preferences, mode: Mode): Preferences {
  return { ...preferences, ...modes[mode] };
}

/**
 * Only an upright screen is too high to reach. At rest every preference is back at its default (A41), so that the screen
 * at rest cannot be met in another mode: it is held to the text size of the large one as it is.
 */
export function isShownIn(orientation: Orientation, { push }: Exhibit, mode: Mode): boolean {
  if (mode === 'normal') return true;
  return selectScreen(push.snapshot, null) !== 'Attract' && (mode !== 'low' || orientation === 'portrait');
}

/** One way to look at a screen. */
export interface Way {
  readonly tongue: Tongue;
  readonly mode: Mode;
}

/** One exhibit and the ways it is looked at, one after the other. */
export interface Stop {
  readonly exhibit: Exhibit;
  readonly ways: readonly Way[];
}

export interface Plan {
  readonly tongues: readonly Tongue[];
  readonly orientations: readonly Orientation[];
  readonly modes: readonly Mode[];
  readonly stops: readonly Stop[];
}

export interface Wish {
  /** Everything instead of the core. */
  readonly all: boolean;
  /** Names of languages, orientations and modes, and beginnings of names of exhibits. */
  readonly filters: readonly string[];
}

/** In the core every so many-th exhibit is looked at in each mode but the normal one, in turns. */
const coreStride = 4;

/**
 * All: every exhibit in every language and mode. Core: every exhibit in Arabic, English and the longest made-up words,
 * and a fixed share of them in the other modes. Whoever names screens or modes gets those whole.
 *
 * @throws when a filter fits nothing
 */
export function planOf({ all, filters }: Wish): Plan {
  const known = new Set<string>([...tongues.map(({ name }) => name), ...orientationNames, ...modeNames]);
  const starts = filters.filter((filter) => !known.has(filter));
  for (const start of starts) {
    if (exhibits.some(({ name }) => name.startsWith(start))) continue;
    throw new Error(`No screen, language, orientation or mode begins with "${start}".`);
  }
  const core = tongues.filter(({ name }) => ['ar', 'en', longest.name].includes(name));
  const named = tongues.filter(({ name }) => filters.includes(name));
  const spoken = named.length > 0 ? named : all ? real : core;
  const shown = namedOf(modeNames, filters);
  const sampled = !all && starts.length === 0 && shown.length === modeNames.length;
  const stops = exhibits
    .filter(({ name }) => starts.length === 0 || starts.some((start) => name.startsWith(start)))
    .map((exhibit, index) => ({
      exhibit,
      ways: shown.flatMap((mode, at) =>
        sampled && mode !== 'normal' && index % coreStride !== at
          ? []
          : spoken.map((tongue): Way => ({ tongue, mode })),
      ),
    }));
  return { tongues: spoken, orientations: namedOf(orientationNames, filters), modes: shown, stops };
}

/** The choices that are named, or all of them. */
function namedOf<T extends string>(choices: readonly T[], filters: readonly string[]): readonly T[] {
  const named = choices.filter((choice) => filters.includes(choice));
  return named.length > 0 ? named : choices;
}
