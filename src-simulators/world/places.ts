import { z } from 'zod';
import { localTextSchema, type LocalText } from '../../src-shared/domain/language.ts';
import { officeSchema, type Office } from '../../src-shared/domain/obligation.ts';
import governorateFile from '../../resources/demo/governorates.json' with { type: 'json' };
import officeFile from '../../resources/demo/offices.json' with { type: 'json' };
import placeFile from '../../resources/demo/places.json' with { type: 'json' };

export const governorateKeys = ['capital', 'hawalli', 'farwaniya', 'ahmadi', 'jahra', 'mubarak_al_kabeer'] as const;
const governorateKeySchema = z.enum(governorateKeys);
export type GovernorateKey = z.infer<typeof governorateKeySchema>;

export interface Place {
  readonly governorate: GovernorateKey;
  readonly text: LocalText;
  /** A road on which speeding happens and nobody parks. */
  readonly fast: boolean;
}

const placeSchema = localTextSchema
  .extend({ governorate: governorateKeySchema, fast: z.boolean().default(false) })
  .transform(({ governorate, fast, ar, en }): Place => ({ governorate, fast, text: { ar, en } }));

const placesRead = z
  .object({ places: z.array(placeSchema).min(1), longPlaces: z.array(placeSchema).min(1) })
  .parse(placeFile);

/** Places as officers write them down. */
export const places: readonly Place[] = placesRead.places;

/** Descriptions of more than a hundred characters: they happen, and layouts have to stand them. */
export const longPlaces: readonly Place[] = placesRead.longPlaces;

const namedGovernorates = z
  .object({ governorates: z.array(z.object({ key: governorateKeySchema, ar: z.string(), en: z.string() })) })
  .parse(governorateFile)
  .governorates.map(({ key, ar, en }) => [key, { ar, en }] as const);

/** Names of the governorates. */
export const governorateNames: ReadonlyMap<GovernorateKey, LocalText> = new Map(namedGovernorates);

const officesRead = z
  .object({ offices: z.array(officeSchema.extend({ governorate: governorateKeySchema })) })
  .parse(officeFile).offices;

/** Offices where a ticket that cannot be paid electronically is settled. */
export const offices: readonly Office[] = officesRead.map(({ code, name, area, hours }) => ({
  code,
  name,
  area,
  ...(hours === undefined ? {} : { hours }),
}));

/** Which of the offices is meant: the investigation section of the place, or one of the two that serve everybody. */
export type OfficeKind = 'investigation' | 'judgments' | 'service_centre';

/** Code of the office for a ticket of that governorate. */
export function officeCodeFor(kind: OfficeKind, governorate: GovernorateKey): string {
  if (kind === 'judgments') return 'JUDGMENTS';
  if (kind === 'service_centre') return 'SERVICE-CENTRE';
  const section = officesRead.find((office) => office.governorate === governorate && office.code.startsWith('INV-'));
  if (section === undefined) throw new Error(`no investigation section in ${governorate}`);
  return section.code;
}
