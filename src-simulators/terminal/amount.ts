/** How far from a whole number of fils an amount may be and still be meant as one. */
const tolerance = 1e-6;

/** Fils of an amount in KWD as the protocol carries it; null when that is no whole, positive number of fils. */
export function filsFromMajor(major: number): number | null {
  const whole = Math.round(major * 1000);
  return whole > 0 && whole <= 999_999_999 && Math.abs(major * 1000 - whole) <= tolerance ? whole : null;
}

/** The same amount as the protocol's JSON number. */
export function majorFromFils(fils: number): number {
  return fils / 1000;
}

/** With exactly three decimals, as on a display and in a settlement file: `15.000`. */
export function textFromFils(fils: number): string {
  return `${Math.trunc(fils / 1000)}.${String(fils % 1000).padStart(3, '0')}`;
}
