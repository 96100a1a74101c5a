import type { StatusLine } from '../../../src-shared/contract/staff/status.ts';
import type { MessageValues } from '../messages.ts';
import type { StaffWords } from './words.ts';

/** What a line of the status page says. Values that are text (a time, a version) keep their own direction. */
export function statusText({ id, code, values }: StatusLine, words: StaffWords): string {
  const isolated: MessageValues = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? words.id(value) : value] as const),
  );
  return words.code(`status.${id}`, code, isolated);
}
