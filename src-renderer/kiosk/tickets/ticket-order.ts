import { isPayable, isTraffic, type Obligation } from '../../../src-shared/domain/obligation.ts';

/** What can be paid first, then the newest first: the order a visitor reads the list in. */
export function inReadingOrder(obligations: readonly Obligation[]): Obligation[] {
  return obligations.toSorted(
    (one, other) => Number(isPayable(other)) - Number(isPayable(one)) || momentOf(other) - momentOf(one),
  );
}

function momentOf(obligation: Obligation): number {
  return Date.parse(isTraffic(obligation) ? obligation.detail.occurredAt : obligation.detail.from);
}
