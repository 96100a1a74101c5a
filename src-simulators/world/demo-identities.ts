import type { LocalText } from '../../src-shared/domain/language.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { awkwardTickets } from './awkward-tickets.ts';
import { ordinaryRecipe } from './ordinary-tickets.ts';
import type { Random } from './random.ts';
import type { TicketRecipe } from './ticket.ts';

/** Someone to try the kiosk with. */
export interface DemoIdentity {
  readonly party: Party;
  /** One line for the demo's printout. */
  readonly description: LocalText;
}

interface DemoSituation extends DemoIdentity {
  readonly tickets: (random: Random) => readonly TicketRecipe[];
}

/** An everyday mixture: old and new amounts, one ticket with two offences, one that cannot be paid here. */
const handful: readonly TicketRecipe[] = [
  { offences: ['33-9'], kind: 'direct', standing: 'payable', when: { daysAgo: 3 }, plate: 'full' },
  { offences: ['37-1'], kind: 'indirect', standing: 'payable', when: { daysAgo: 9 }, plate: 'full' },
  { offences: ['33bis-4'], kind: 'indirect', standing: 'camera', when: { daysAgo: 16 }, excessKmh: 34, plate: 'full' },
  { offences: ['36-4', '36-5'], kind: 'direct', standing: 'payable', when: { daysAgo: 40 }, plate: 'code' },
  { offences: ['34-7'], kind: 'indirect', standing: 'payable', when: { daysAgo: 75 }, plate: 'full' },
  { offences: ['35-15'], kind: 'direct', standing: 'payable', when: { on: '2024-09-12' }, plate: 'number' },
];

const fleet: readonly TicketRecipe[] = [
  { offences: ['37-1'], kind: 'indirect', standing: 'payable', when: { daysAgo: 2 }, plate: 'full' },
  { offences: ['36-11'], kind: 'indirect', standing: 'payable', when: { daysAgo: 6 }, plate: 'full' },
  { offences: ['35-13'], kind: 'direct', standing: 'payable', when: { daysAgo: 11 }, plate: 'code' },
  { offences: ['34-5'], kind: 'direct', standing: 'payable', when: { daysAgo: 19 }, plate: 'full' },
  { offences: ['33bis-4'], kind: 'indirect', standing: 'camera', when: { daysAgo: 24 }, excessKmh: 18, plate: 'full' },
  { offences: ['37bis'], kind: 'indirect', standing: 'court', when: { daysAgo: 33 }, plate: 'none' },
  { offences: ['36-12'], kind: 'direct', standing: 'payable', when: { daysAgo: 52 }, plate: 'full' },
  { offences: ['33-8'], kind: 'direct', standing: 'payable', when: { daysAgo: 61 }, plate: 'full' },
  { offences: ['37-1'], kind: 'indirect', standing: 'paid', when: { daysAgo: 80 }, plate: 'full' },
];

/**
 * The situations of the demo. The civil numbers have valid check digits and birth dates in the 2090s, so they
 * belong to nobody; the company's number begins with a digit no civil number has.
 */
export const demoSituations: readonly DemoSituation[] = [
  {
    party: { kind: 'individual', numberKind: 'civil', number: '399123100017' },
    description: {
      ar: 'ست مخالفات متنوعة، إحداها لا تُدفع إلكترونياً',
      en: 'six mixed tickets, one of them not payable electronically',
    },
    tickets: () => handful,
  },
  {
    party: { kind: 'individual', numberKind: 'civil', number: '399010100029' },
    description: { ar: 'لا توجد مخالفات مسجلة', en: 'nothing recorded' },
    tickets: () => [],
  },
  {
    party: { kind: 'individual', numberKind: 'civil', number: '398022800028' },
    description: {
      ar: 'أربعون مخالفة تجمع كل الحالات الصعبة',
      en: 'forty tickets with every awkward case among them',
    },
    tickets: (random) => fillTo(40, Object.values(awkwardTickets), random),
  },
  {
    party: { kind: 'individual', numberKind: 'civil', number: '397061500015' },
    description: { ar: 'أربعمئة مخالفة', en: 'four hundred tickets' },
    tickets: (random) => fillTo(400, [], random),
  },
  {
    party: { kind: 'company', numberKind: 'unified', number: '990000000017' },
    description: { ar: 'شركة لديها تسع مخالفات', en: 'a company with nine tickets' },
    tickets: () => fleet,
  },
];

/** Somebody who has just come and has no civil card. Stands at the end of the world, so that nobody else's tickets change. */
export const newcomer = {
  party: { kind: 'individual', numberKind: 'unified', number: '800000000017' },
  description: {
    ar: 'قادم جديد بلا بطاقة مدنية: رقم موحد فقط',
    en: 'a newcomer without a civil card: unified number only',
  },
  tickets: () => [{ offences: ['37-1'], kind: 'indirect', standing: 'payable', when: { daysAgo: 4 }, plate: 'full' }],
} as const satisfies DemoSituation;

/** The numbers a demo prints for people to try. */
export const demoIdentities: readonly DemoIdentity[] = [...demoSituations, newcomer].map(({ party, description }) => ({
  party,
  description,
}));

/** The recipes, followed by ordinary ones up to `count`. */
export function fillTo(count: number, recipes: readonly TicketRecipe[], random: Random): readonly TicketRecipe[] {
  if (recipes.length > count) throw new Error(`${recipes.length} tickets do not fit into ${count}`);
  const more = Array.from({ length: count - recipes.length }, () => ordinaryRecipe(random));
  return [...recipes, ...more];
}
