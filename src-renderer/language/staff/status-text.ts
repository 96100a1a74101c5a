import type { StatusLine } from '../../../src-shared/contract/staff/status.ts';
import type { StaffWords } from './words.ts';

/** What a line of the status page says. Values that are text (a time, a version) keep their own direction. */
export function statusText({ id, code, values }: StatusLine, words: StaffWords): string {
  const isolated = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? words.id(value) : value,
  ]);
  return words.code(`status.${id}`, code, Object.fromEntries(isolated));
}
