const dayMs = 86_400_000;

/** A day, YYYY-MM-DD, moved by whole days. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * dayMs).toISOString().slice(0, 10);
}

/** A day, YYYY-MM-DD, moved by whole months; the 31st becomes the last day of a shorter month. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, dayOfMonth = 1] = day.split('-').map(Number);
  const lastOfTarget = new Date(Date.UTC(year, month + months, 0));
  const date = Math.min(dayOfMonth, lastOfTarget.getUTCDate());
  return `${lastOfTarget.toISOString().slice(0, 8)}${String(date).padStart(2, '0')}`;
}

/** Whole days from one day to a later one. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(`${later}T00:00:00Z`) - Date.parse(`${earlier}T00:00:00Z`)) / dayMs);
}
