import { fils, filsSchema, type Fils } from '../../../src-shared/domain/money.ts';

/** How far from a whole number of fils an amount may be and still be meant as one. */
const tolerance = 1e-6;

/** KWD as the protocol's JSON number. With at most nine digits, its text is exactly the amount: 10.25 for 10,250 fils. */
export function toMajorUnits(amount: Fils): number {
  return amount / 1000;
}

/** Null when it is no whole number of fils, or more than one payment can be. */
export function fromMajorUnits(amount: number): Fils | null {
  const whole = Math.round(amount * 1000);
  if (Math.abs(amount * 1000 - whole) > tolerance) return null;
  return filsSchema.safeParse(whole).success ? fils(whole) : null;
}
