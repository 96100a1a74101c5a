import { languages, type Language } from '../../src-shared/domain/language.ts';
import { selectScreen, type ScreenName } from '../../src-shared/session/screen.ts';
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
const tongues: readonly Tongue[] = [
  ...real,
  { name: 'pseudo-ltr', language: 'en', pseudo: 'ltr' },
  { name: 'pseudo-rtl', language: 'ar', pseudo: 'rtl' },
];

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

const isAtRest: ReadonlySet<ScreenName> = new Set(['Attract', 'OutOfService']);

/**
 * Only an upright screen is too high to reach. At rest every preference is back at its default (A41), so that a screen
 * at rest cannot be met in another mode: the first one is held to the text size of the large display as it is, and a
 * kiosk out of service has neither a visit nor anything to touch.
 */
function isShownIn({ push }: Exhibit, { orientation, mode }: Shape): boolean {
  if (mode === 'normal') return true;
  return !isAtRest.has(selectScreen(push.snapshot, null)) && (mode !== 'low' || orientation === 'portrait');
}

/** How the screen stands and how it was asked for. */
interface Shape {
  readonly orientation: Orientation;
  readonly mode: Mode;
}

/** One way to look at a screen. */
export interface Way extends Shape {
  readonly tongue: Tongue;
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

/**
 * All: every exhibit in every language, orientation and mode. Core: see `coreWays`. Whoever names languages,
 * orientations, modes or screens gets those whole; made-up words only come when they are named.
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
  const named = tongues.filter(({ name }) => filters.includes(name));
  const spoken = named.length > 0 ? named : real;
  const modes = namedOf(modeNames, filters);
  const stands = namedOf(orientationNames, filters);
  const shapes = stands.flatMap((orientation) => modes.map((mode): Shape => ({ orientation, mode })));
  const isCore = !all && filters.length === 0;
  const stops = exhibits
    .filter(({ name }) => starts.length === 0 || starts.some((start) => name.startsWith(start)))
    .map((exhibit, index): Stop => {
      const here = shapes.filter((shape) => isShownIn(exhibit, shape));
      const ways = here.flatMap((shape) => spoken.map((tongue): Way => ({ ...shape, tongue })));
      return { exhibit, ways: isCore ? coreWays(here, index) : ways };
    });
  return { tongues: spoken, orientations: stands, modes, stops };
}

/**
 * A share of all ways that CI has the time for: each exhibit in all six languages in one shape, and in every other one
 * of the shapes that are left in one language. Shapes and languages take turns from exhibit to exhibit.
 */
function coreWays(shapes: readonly Shape[], index: number): Way[] {
  const home = index % shapes.length;
  const inTurn = (at: number): readonly Tongue[] => real.slice(at % real.length, (at % real.length) + 1);
  return shapes.flatMap((shape, at) => {
    const spoken = at === home ? real : (at + index) % 2 === 0 ? inTurn(at + index) : [];
    return spoken.map((tongue): Way => ({ ...shape, tongue }));
  });
}

/** The choices that are named, or all of them. */
function namedOf<T extends string>(choices: readonly T[], filters: readonly string[]): readonly T[] {
  const named = choices.filter((choice) => filters.includes(choice));
  return named.length > 0 ? named : choices;
}
