import type { LocalText } from '../../src-shared/domain/language.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { addDays } from './calendar.ts';
import { demoFiles } from './demo-files.ts';
import { makeRandom, type Random } from './random.ts';
import { makeFine, type FineRecipe, type FineStanding, type ResidencyFine } from './residency-fines.ts';

/** One entry of somebody's case. */
export interface CaseStep {
  readonly daysAgo: number;
  readonly text: LocalText;
}

/** What is decided about a person beside traffic. */
export interface FileRecipe {
  /** 9 to 12 digits. */
  readonly referenceNumber: string;
  readonly passport: { readonly number: string; /** YYYY-MM-DD */ readonly expiry: string } | null;
  /** Issue date of the nationality certificate; null for residents. */
  readonly nationalityDate: string | null;
  readonly fines: readonly FineRecipe[];
  readonly cases: readonly (FineRecipe & { readonly fineType: FineType })[];
  /** Result code of the medical test, 0 to 6. */
  readonly medicalCode: number;
  readonly steps: readonly CaseStep[];
  readonly card: CardState;
  /** Number on the receipt of the card's application, 6 digits. */
  readonly cardReceiptNo: string | null;
  readonly hasInsurance: boolean;
}

/** Fine types of the residency cases as the back end numbers them. */
export type FineType = '01' | '02' | '03';

/** Ready, in issue, nothing applied for. */
export type CardState = 'ready' | 'in_issue' | 'none';

/** What the ministry's other systems know about a person. */
export interface PersonFile extends Omit<FileRecipe, 'fines' | 'cases' | 'steps'> {
  readonly party: Party;
  readonly fines: readonly ResidencyFine[];
  readonly cases: readonly (ResidencyFine & { readonly fineType: FineType })[];
  /** Oldest first. */
  readonly steps: readonly { readonly on: string; readonly text: LocalText }[];
}

/**
 * A file for every person. It draws from its own sequence, so that it changes nothing about anybody's traffic tickets.
 * @param parties persons only
 */
export function makePersonFiles(parties: readonly Party[], seed: number, today: string): readonly PersonFile[] {
  const random = makeRandom(seed ^ 0x5e51de);
  const nextNo = numbers(random);
  return parties.map((party, index) =>
    makeFile(party, demoFiles.get(party.number) ?? ordinaryFile(index, random, today), nextNo, today),
  );
}

function makeFile(party: Party, recipe: FileRecipe, nextNo: (first: '4' | '8') => string, today: string): PersonFile {
  return {
    ...recipe,
    party,
    fines: recipe.fines.map((fine) => makeFine(fine, { no: nextNo('4'), system: 'residency', today })),
    cases: recipe.cases.map(({ fineType, ...fine }) => ({
      ...makeFine(fine, { no: nextNo('8'), system: 'residency_cases', today }),
      fineType,
    })),
    steps: recipe.steps.map(({ daysAgo, text }) => ({ on: addDays(today, -daysAgo), text })),
  };
}

/** Ten digits, where a ticket has nine: the first tells fines from cases. */
function numbers(random: Random): (first: '4' | '8') => string {
  let last = 200_000_000;
  return (first) => {
    last += random.int(1, 97);
    return `${first}${last}`;
  };
}

const permits = ['17', '18', '19', '20', '22', '23', '24'] as const;
const kinds = ['permit_expired', 'permit_expired', 'permit_cancelled', 'newborn_not_reported'] as const;
const usualStandings: readonly FineStanding[] = ['payable', 'payable', 'payable', 'payable', 'amnesty', 'paid'];

/** What most people have: no fine, a valid passport, a card in the pocket. */
function ordinaryFile(index: number, random: Random, today: string): FileRecipe {
  const isCitizen = random.chance(25);
  const fines = isCitizen || random.chance(70) ? [] : [ordinaryFine(random)];
  return {
    referenceNumber: String(320_000_000 + index * 7 + random.int(0, 6)),
    passport: {
      number: `D${String(random.int(0, 9_999_999)).padStart(7, '0')}`,
      expiry: addDays(today, random.int(30, 1800)),
    },
    nationalityDate: isCitizen ? addDays(today, -random.int(2000, 9000)) : null,
    fines,
    cases: [],
    medicalCode: random.pick([0, 0, 0, 0, 2, 4, 5]),
    steps: [],
    card: random.pick(['ready', 'in_issue', 'none'] as const),
    cardReceiptNo: null,
    hasInsurance: random.chance(85),
  };
}

function ordinaryFine(random: Random): FineRecipe {
  const permitArticle = random.pick(permits);
  const lasted = random.chance(40) ? { lasted: random.int(1, 60) } : {};
  return {
    kind: random.pick(kinds),
    permitArticle,
    ...(permitArticle === '20' ? { domestic: true } : {}),
    daysAgo: random.int(60, 400),
    ...lasted,
    standing: random.pick(usualStandings),
  };
}
