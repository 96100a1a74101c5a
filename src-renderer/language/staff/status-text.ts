import type { StatusLine } from '../../../src-shared/contract/staff/status.ts';
import type { MessageValues } from '../messages.ts';
import type { StaffWords } from './words.ts';

/**
 * What a line of the status page says. Values that are text (a time, a version) keep their own direction; minutes are also
 * there as `span`.
 */
export function statusText({ id, code, values }: StatusLine, words: StaffWords): string {
  const isolated: MessageValues = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? words.id(value) : value] as const),
  );
  const { minutes } = values;
  const span = typeof minutes === 'number' ? { span: spanText(minutes, words) } : {};
  return words.code(`status.${id}`, code, { ...isolated, ...span });
}

/** Minutes in the unit people would say: below two hours minutes, below two days hours, then days. */
function spanText(minutes: number, words: StaffWords): string {
  if (minutes < 120) return words.t('span.minutes', { count: minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return words.t('span.hours', { count: hours });
  return words.t('span.days', { count: Math.floor(hours / 24) });
}
