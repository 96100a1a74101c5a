import { longPlaces } from './places.ts';
import type { TicketRecipe } from './ticket.ts';

const longestPlace = longPlaces.toSorted((a, b) => b.text.ar.length - a.text.ar.length)[0];
const [firstLong, secondLong] = longPlaces;

/** Every situation that is rare and has to work: one ticket each. The name says what is awkward about it. */
export const awkwardTickets = {
  cameraSpeeding: { offences: ['33bis-4'], kind: 'indirect', standing: 'camera', excessKmh: 20 },
  disabledBay: { offences: ['33bis-9'], kind: 'indirect', standing: 'camera' },
  seriousRepeated: { offences: ['33bis-1'], kind: 'direct', standing: 'serious' },
  seriousReckless: { offences: ['33bis-2'], kind: 'direct', standing: 'serious', when: { daysAgo: 12 } },
  courtDrunkDriving: { offences: ['38-1'], kind: 'direct', standing: 'court' },
  courtCompany: { offences: ['37bis'], kind: 'indirect', standing: 'court' },
  courtFilming: { offences: ['36bis-1'], kind: 'direct', standing: 'court' },
  judgmentGiven: { offences: ['34-4'], kind: 'direct', standing: 'judgment' },
  judgmentOld: { offences: ['33bis-2'], kind: 'direct', standing: 'judgment', when: { on: '2023-03-19' } },
  amnesty: { offences: ['36-1'], kind: 'direct', standing: 'amnesty' },
  beingUpdated: { offences: ['35-15'], kind: 'direct', standing: 'updating', when: { daysAgo: 5 } },
  payingElsewhere: { offences: ['37-1'], kind: 'indirect', standing: 'paying_elsewhere', when: { daysAgo: 8 } },
  unexplained: { offences: ['34-12'], kind: 'indirect', standing: 'unexplained' },
  paid: { offences: ['37-1'], kind: 'indirect', standing: 'paid' },
  cancelled: { offences: ['35-9'], kind: 'indirect', standing: 'cancelled' },
  sixOffences: {
    offences: ['33-9', '34-8', '35-15', '36-4', '36-5', '37-2'],
    kind: 'direct',
    standing: 'payable',
    when: { daysAgo: 21 },
  },
  sixOffencesRefused: {
    offences: ['33bis-2', '33bis-6', '33-12', '34-6', '35-16', '35-17'],
    kind: 'direct',
    standing: 'serious',
  },
  longPlace: at(firstLong, { offences: ['34-7'], kind: 'indirect', standing: 'payable' }),
  longPlaceCamera: at(secondLong, { offences: ['33bis-4'], kind: 'indirect', standing: 'camera', excessKmh: 55 }),
  longestPlace: at(longestPlace, { offences: ['35-13'], kind: 'direct', standing: 'payable' }),
  plateWithoutCode: { offences: ['37-1'], kind: 'indirect', standing: 'payable', plate: 'number' },
  plateWithCode: { offences: ['37-1'], kind: 'indirect', standing: 'payable', plate: 'code' },
  plateWithGovernorate: { offences: ['34-10'], kind: 'direct', standing: 'payable', plate: 'full' },
  noPlatePedestrian: { offences: ['36-3'], kind: 'direct', standing: 'payable', plate: 'none' },
  oldRedLight: { offences: ['33bis-1'], kind: 'direct', standing: 'payable', when: { on: '2024-11-07' } },
  oldPhone: { offences: ['33-9'], kind: 'direct', standing: 'payable', when: { on: '2023-06-14' } },
  oldBelt: { offences: ['35-15'], kind: 'direct', standing: 'payable', when: { on: '2022-01-30' } },
  oldLeapDay: { offences: ['37-1'], kind: 'indirect', standing: 'payable', when: { on: '2024-02-29' } },
  oldDisabledBay: { offences: ['33bis-9'], kind: 'indirect', standing: 'camera', when: { on: '2025-04-21' } },
  firstDayOfNewAmounts: { offences: ['33-9'], kind: 'direct', standing: 'payable', when: { on: '2025-04-22' } },
  today: { offences: ['36-11'], kind: 'direct', standing: 'payable', when: { daysAgo: 0 } },
  yesterday: { offences: ['35-6'], kind: 'indirect', standing: 'payable', when: { daysAgo: 1 } },
  settleSoon: { offences: ['34-9'], kind: 'direct', standing: 'payable', when: { daysAgo: 58 } },
  settleOver: { offences: ['35-10'], kind: 'direct', standing: 'payable', when: { daysAgo: 90 } },
  speedStep20: { offences: ['33bis-4'], kind: 'direct', standing: 'payable', excessKmh: 20 },
  speedCeiling: { offences: ['33bis-4'], kind: 'direct', standing: 'serious', excessKmh: 80 },
} as const satisfies Record<string, TicketRecipe>;

function at(place: (typeof longPlaces)[number] | undefined, recipe: TicketRecipe): TicketRecipe {
  if (place === undefined) throw new Error('the list of long places is too short');
  return { ...recipe, place };
}
