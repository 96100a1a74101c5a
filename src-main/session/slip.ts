import { sumFils } from '../../src-shared/domain/money.ts';
import { isPayable, isTraffic, titleOf } from '../../src-shared/domain/obligation.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { Slip } from '../../src-shared/domain/receipt.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import type { SessionState } from '../../src-shared/session/state.ts';
import type { KioskStatus } from './ports.ts';

/** Longest list a slip prints; more would be metres of paper. The slip says the total of what it lists. */
const maxLines = 60;

/** What the visitor takes along when paying is not possible here; null while there is nothing to list. */
export function slipOf(state: SessionState, status: KioskStatus, wallMs: number): Slip | null {
  const { answer, party } = state;
  if (!answer || !party || answer.obligations.length === 0) return null;
  const items = answer.obligations.slice(0, maxLines);
  return {
    issuedAt: kuwaitIso(wallMs),
    ...(status.timeInDoubt ? { timeInDoubt: true } : {}),
    kioskCode: status.kioskCode,
    site: status.site,
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    asOf: answer.asOf,
    items: items.map((item) => ({
      ticketNo: item.detail.ticketNo,
      ...(isTraffic(item) ? {} : { system: item.system }),
      title: titleOf(item),
      amountFils: item.amountFils,
      payable: isPayable(item),
    })),
    totalFils: sumFils(items.map((item) => item.amountFils)),
    offices: answer.offices.slice(0, 10).map(({ name, area }) => ({ name, area })),
    demo: status.demo,
  };
}
