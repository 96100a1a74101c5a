import { z } from 'zod';
import { err, ok, type Result } from '../result.ts';

/** Kuwaiti money: whole fils, 1 KWD = 1000 fils. Never a float. */
export const filsSchema = z.int().nonnegative().max(999_999_999).brand<'fils'>();
export type Fils = z.infer<typeof filsSchema>;

/** Makes fils from a whole number; throws on anything else, because that is a bug. */
export function fils(amount: number): Fils {
  return filsSchema.parse(amount);
}

/** The sum of amounts; throws when it leaves the range of one payment (999,999.999 KWD). */
export function sumFils(amounts: readonly Fils[]): Fils {
  return fils(amounts.reduce((total, amount) => total + amount, 0));
}

/** Text as K-Net wants it: dot, exactly three decimals, no grouping: `10.000`. */
export function formatKnetAmount(amount: Fils): string {
  const whole = Math.trunc(amount / 1000);
  return `${whole}.${String(amount % 1000).padStart(3, '0')}`;
}

/** Reads `1.25`, `1.250` or `1`; refuses grouping, signs, exponents and more than three decimals. */
export function parseKnetAmount(text: string): Result<Fils, 'not_an_amount'> {
  const match = /^(\d{1,6})(?:\.(\d{1,3}))?$/.exec(text);
  if (!match) return err('not_an_amount');
  return ok(fils(Number(match[1]) * 1000 + Number((match[2] ?? '').padEnd(3, '0'))));
}
