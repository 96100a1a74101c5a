import { groupBy } from './group-by.ts';
import type { Finding } from './probe/finding.ts';
import type { Sight } from './run.ts';

/** A finding that shows only when screens are laid side by side. */
export interface AcrossFinding {
  readonly sight: Sight;
  readonly finding: Finding;
}

/** A23. */
const tolerancePx = 2;

/** Help, end and cancel stand in the same place on every screen that looks the same way. */
export function fixedPlaceFindings(sights: readonly Sight[]): AcrossFinding[] {
  const kinds = groupBy(sights, (sight) => `${sight.orientation} ${sight.tongue.name} ${sight.mode}`);
  return [...kinds.values()].flatMap((alike) =>
    [...new Set(alike.flatMap(({ look }) => Object.keys(look.places)))].flatMap((action) =>
      placeFindings(alike, action),
    ),
  );
}

function placeFindings(alike: readonly Sight[], action: string): AcrossFinding[] {
  const spots = alike.flatMap((sight) => {
    const place = sight.look.places[action];
    return place ? [{ sight, place }] : [];
  });
  const [first] = spots;
  if (!first) return [];
  return spots
    .filter(
      ({ place }) =>
        Math.abs(place.x - first.place.x) > tolerancePx ||
        Math.abs(place.y - first.place.y) > tolerancePx ||
        Math.abs(place.width - first.place.width) > tolerancePx ||
        Math.abs(place.height - first.place.height) > tolerancePx,
    )
    .map(({ sight, place }) => ({
      sight,
      finding: {
        rule: 'place' as const,
        where: `[data-action=${action}]`,
        what: `at ${Math.round(place.x)}, ${Math.round(place.y)}; on ${first.sight.screen} at ${Math.round(first.place.x)}, ${Math.round(first.place.y)}`,
      },
    }));
}

/** A sentence that reads the same in another language was forgotten by whoever translated. */
export function untranslatedFindings(sights: readonly Sight[]): AcrossFinding[] {
  const sources = new Map<string, Set<string>>();
  for (const { screen, tongue, look } of sights) {
    const key = `${screen} ${tongue.name}`;
    sources.set(key, new Set([...(sources.get(key) ?? []), ...look.sentences]));
  }
  return sights.flatMap((sight) => {
    // Arabic and English are the languages everything is written in first.
    const sameAs = (['en', 'ar'] as const).filter((source) => source !== sight.tongue.language);
    return sight.look.sentences
      .filter((sentence) => sameAs.some((source) => sources.get(`${sight.screen} ${source}`)?.has(sentence)))
      .map((sentence) => ({
        sight,
        finding: { rule: 'untranslated' as const, where: 'text', what: sentence.slice(0, 120) },
      }));
  });
}
