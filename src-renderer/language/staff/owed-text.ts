import type { OwedRow } from '../../../src-shared/contract/staff/outbox.ts';
import type { StaffWords } from './words.ts';

/** Why the gateway has not got something it is owed; nothing while it was not tried, or only its turn is to come. */
export function whyOwed({ trouble }: Pick<OwedRow, 'trouble'>, words: StaffWords): string | null {
  return trouble === null ? null : words.code('trouble', trouble);
}

/** Since when it is owed, since when it is set aside, and how often it was tried. */
export function owedSince({ since, tries, asideSince }: OwedRow, words: StaffWords): string[] {
  return [
    words.t('outbox.since', { when: words.moment(since) }),
    ...(asideSince === null ? [] : [words.t('outbox.asideSince', { when: words.moment(asideSince) })]),
    words.t('outbox.tries', { tries }),
  ];
}
