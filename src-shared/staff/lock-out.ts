/** Wrong PINs in a row for one person, or for persons nobody knows. */
export type WrongPins = number;

/** After so many wrong PINs in a row the next try has to wait, ms. */
const delays = [0, 0, 0, 30_000, 120_000, 600_000, 1_800_000, 3_600_000] as const;

/** How long the next try has to wait. Grows to an hour and stays there: nobody is locked out for ever. */
export function waitAfter(wrong: WrongPins): number {
  return delays[Math.min(wrong, delays.length - 1)] ?? 0;
}
