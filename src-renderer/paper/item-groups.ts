import type { LocalText } from '../../src-shared/domain/language.ts';
import { sumFils, type Fils } from '../../src-shared/domain/money.ts';
import { systemSchema, type System } from '../../src-shared/domain/obligation.ts';

/** One item as paper lists it. */
export interface PaperItem {
  /** Absent: traffic. */
  readonly system?: System | undefined;
  readonly ticketNo: string;
  readonly title: LocalText;
  readonly amountFils: Fils;
  /** YYYY-MM-DD. */
  readonly day?: string | undefined;
  /** What became of this one, where it is not the same for all. */
  readonly state?: string | undefined;
}

export interface ItemGroup {
  readonly system: System;
  readonly items: readonly (Omit<PaperItem, 'system'> & { readonly number: number })[];
}

/** Items by system, numbered through from first to last. */
export function groupsOf(items: readonly PaperItem[]): ItemGroup[] {
  let number = 0;
  return systemSchema.options.flatMap((system) => {
    const mine = items.filter((item) => (item.system ?? 'traffic') === system);
    return mine.length === 0
      ? []
      : [{ system, items: mine.map(({ system: _same, ...item }) => ({ ...item, number: (number += 1) })) }];
  });
}

export function sumOfGroup({ items }: ItemGroup): Fils {
  return sumFils(items.map((item) => item.amountFils));
}

/** Which counter can help with these items: that of their one system, or any. */
export function counterOf(
  items: readonly Pick<PaperItem, 'system'>[],
): 'notice.counter.traffic' | 'notice.counter.residency' | 'notice.counter.any' {
  const traffic = items.filter(({ system = 'traffic' }) => system === 'traffic').length;
  if (traffic === items.length) return 'notice.counter.traffic';
  return traffic === 0 ? 'notice.counter.residency' : 'notice.counter.any';
}
