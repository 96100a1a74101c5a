import { z } from 'zod';
import type { LocalText } from '../../src-shared/domain/language.ts';
import { fils, parseKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import table from '../../resources/demo/traffic-violations.json' with { type: 'json' };

/** What settling a violation costs: one amount, an amount that follows the speed, or no settlement at all. */
export type Settlement =
  | { readonly kind: 'fixed'; readonly amount: Fils }
  | { readonly kind: 'by_speed'; readonly least: Fils; readonly most: Fils }
  | { readonly kind: 'court' };

export interface Violation {
  /** Article and item, for example `33bis-4`; this project's own, the ministry's codes differ. */
  readonly code: string;
  readonly article: string;
  readonly text: LocalText;
  readonly settlement: Settlement;
}

const tableSchema = z.object({
  validFrom: z.iso.date(),
  violations: z.array(
    z.object({
      code: z.string().max(16),
      article: z.string(),
      ar: z.string(),
      en: z.string(),
      settlement: z.string().nullable(),
    }),
  ),
});
const readTable = tableSchema.parse(table);

/** First day of the present amounts (Decree-Law 5/2025). Older tickets keep the old ones. */
export const presentAmountsFrom = readTable.validFrom;

/** All violations of the table, in its order. */
export const violations: readonly Violation[] = readTable.violations.map((row) => ({
  code: row.code,
  article: row.article.replace(' مكرر', 'bis'),
  text: { ar: row.ar, en: row.en },
  settlement: readSettlement(row.settlement),
}));

const byCode = new Map(violations.map((violation) => [violation.code, violation]));

/** The violation with a code; throws for a code the table does not have. */
export function violationByCode(code: string): Violation {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`no violation ${code} in the table`);
  return found;
}

/** Amounts before {@link presentAmountsFrom}, as far as they are known. */
export const amountsBefore: ReadonlyMap<string, Fils> = new Map([
  ['33bis-1', fils(50_000)],
  ['33bis-2', fils(30_000)],
  ['33bis-9', fils(10_000)],
  ['33-9', fils(5_000)],
  ['35-15', fils(10_000)],
  ['37-1', fils(5_000)],
]);

/** Steps of the speeding settlement: excess in km/h up to and including, fils. Above the last step the ceiling applies. */
const speedSteps: readonly (readonly [number, number])[] = [
  [20, 70_000],
  [30, 80_000],
  [40, 90_000],
  [50, 100_000],
];

/** What settling one violation costs on a day; nought where only a court decides. */
export function settlementAmount(violation: Violation, day: string, excessKmh: number): Fils {
  if (day < presentAmountsFrom) {
    const old = amountsBefore.get(violation.code);
    if (old === undefined) throw new Error(`the amount of ${violation.code} before ${presentAmountsFrom} is not known`);
    return old;
  }
  const { settlement } = violation;
  if (settlement.kind === 'court') return fils(0);
  if (settlement.kind === 'fixed') return settlement.amount;
  const step = speedSteps.find(([upTo]) => excessKmh <= upTo);
  return step === undefined ? settlement.most : fils(step[1]);
}

function readSettlement(text: string | null): Settlement {
  if (text === null) return { kind: 'court' };
  const [least, most] = text.split('–').map(readAmount);
  if (least === undefined) throw new Error(`not a settlement: ${text}`);
  return most === undefined ? { kind: 'fixed', amount: least } : { kind: 'by_speed', least, most };
}

function readAmount(text: string): Fils {
  const amount = parseKnetAmount(text);
  if (!amount.ok) throw new Error(`not an amount: ${text}`);
  return amount.value;
}
