/** Kuwait is UTC+3 all year: no daylight saving. */
const kuwaitOffsetMs = 3 * 60 * 60 * 1000;

/** Wall time as ISO 8601 in Kuwait: `2026-11-22T09:26:00.000+03:00`. */
export function kuwaitIso(wallMs: number): string {
  return new Date(wallMs + kuwaitOffsetMs).toISOString().replace('Z', '+03:00');
}

/** The calendar day in Kuwait, YYYY-MM-DD. */
export function kuwaitDay(wallMs: number): string {
  return kuwaitIso(wallMs).slice(0, 10);
}
