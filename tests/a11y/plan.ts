import { offeredLanguages, type Language } from '../../src-shared/domain/language.ts';
import { preferencesSchema } from '../../src-shared/session/preferences.ts';
import { exhibits } from '../gallery/exhibits.ts';
import type { Exhibit } from '../gallery/pushes.ts';
import type { Display } from './probe/finding.ts';

export const orientations = {
  portrait: { width: 1080, height: 1920 },
  landscape: { width: 1920, height: 1080 },
} as const;
export type Orientation = keyof typeof orientations;
const orientationNames = ['portrait', 'landscape'] as const;

const displays: readonly Display[] = preferencesSchema.shape.display.options;

/** One way to look at a screen. */
export interface Way {
  readonly language: Language;
  readonly display: Display;
}

/** One exhibit and the ways it is looked at, one after the other. */
export interface Stop {
  readonly exhibit: Exhibit;
  readonly ways: readonly Way[];
}

export interface Plan {
  readonly languages: readonly Language[];
  readonly orientations: readonly Orientation[];
  readonly displays: readonly Display[];
  readonly stops: readonly Stop[];
}

export interface Wish {
  /** Everything instead of the core. */
  readonly all: boolean;
  /** Names of languages, orientations and displays, and beginnings of names of exhibits. */
  readonly filters: readonly string[];
}

/** In the core every so many-th exhibit is looked at in the large and in the high-contrast display. */
const coreStride = 4;

/**
 * All: every exhibit in every language and display. Core: every exhibit in the languages given, in the normal display,
 * and a fixed share of them in the others.
 *
 * @param coreLanguages for the core
 * @throws when a filter fits nothing
 */
export function planOf({ all, filters }: Wish, coreLanguages: readonly Language[] = ['ar', 'en']): Plan {
  const wanted = (name: string): boolean => filters.length === 0 || filters.includes(name);
  const named = <T extends string>(choices: readonly T[], otherwise: readonly T[] = choices): readonly T[] =>
    choices.some((choice) => filters.includes(choice)) ? choices.filter(wanted) : otherwise;
  const known = new Set<string>([...offeredLanguages, ...orientationNames, ...displays]);
  const starts = filters.filter((filter) => !known.has(filter));
  for (const start of starts) {
    if (!exhibits.some(({ name }) => name.startsWith(start)))
      throw new Error(`No screen, language, orientation or display begins with "${start}".`);
  }
  const languages = named(offeredLanguages, all ? offeredLanguages : coreLanguages);
  const shown = named(displays);
  const chosen = exhibits.filter(({ name }) => starts.length === 0 || starts.some((start) => name.startsWith(start)));
  // Whoever names screens or displays wants to see those, all of them.
  const sampled = !all && starts.length === 0 && shown.length === displays.length;
  const stops = chosen.map((exhibit, index) => ({
    exhibit,
    ways: shown.flatMap((display, at) =>
      sampled && display !== 'normal' && index % coreStride !== at
        ? []
        : languages.map((language) => ({ language, display })),
    ),
  }));
  return { languages, orientations: named(orientationNames), displays: shown, stops };
}
