/** Dots for every digit but the last two: the first digits of a civil number tell the birth date. */
export function maskNumber(digits: string): string {
  return '•'.repeat(Math.max(0, digits.length - 2)) + digits.slice(-2);
}
