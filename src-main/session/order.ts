import { maskNumber } from '../../src-shared/domain/mask.ts';
import { sumFils } from '../../src-shared/domain/money.ts';
import { dayOf, isPayable, isTraffic, titleOf, type Obligation } from '../../src-shared/domain/obligation.ts';
import type { PaymentItem } from '../../src-shared/payment/record.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { SessionCommand } from '../../src-shared/session/events.ts';
import type { SessionState } from '../../src-shared/session/state.ts';
import type { PaymentClosedReason } from '../../src-shared/session/steps.ts';
import type { Order } from '../payment/payment-desk.ts';
import type { KioskStatus } from './ports.ts';

/** The order a visitor agreed to, made from what main holds and nothing the window said. */
export function orderOf(
  state: SessionState,
  command: Extract<SessionCommand, { do: 'start_payment' }>,
  status: KioskStatus,
): Result<Order, PaymentClosedReason> {
  const wanted = new Set(command.itemIds);
  const obligations = state.answer?.obligations.filter((item) => wanted.has(item.id) && isPayable(item)) ?? [];
  if (!state.party || obligations.length === 0 || obligations.length !== wanted.size) return err('payments_closed');
  const totalFils = sumFils([...obligations.map((item) => item.amountFils), status.serviceChargeFils]);
  if (obligations.length > status.maxItems || totalFils > status.maxAmountFils) return err('over_limit');
  return ok({
    rail: command.rail,
    language: state.language,
    party: state.party,
    maskedNumber: maskNumber(state.party.number),
    ...(state.grant === null ? {} : { grant: state.grant }),
    ...(state.fields.fineType === undefined ? {} : { fineType: state.fields.fineType }),
    items: obligations.map(itemOf),
    serviceChargeFils: status.serviceChargeFils,
    totalFils,
  });
}

function itemOf(obligation: Obligation): PaymentItem {
  return {
    obligationId: obligation.id,
    version: obligation.version,
    ticketNo: obligation.detail.ticketNo,
    ...(isTraffic(obligation) ? {} : { system: obligation.system }),
    title: titleOf(obligation),
    occurredOn: dayOf(obligation),
    amountFils: obligation.amountFils,
  };
}
