import { fils } from '../../../src-shared/domain/money.ts';
import { finishRefund, followRefunds, refundsOf } from '../gateway/refunds.ts';
import { settleCapture } from '../gateway/settle.ts';
import type { PaymentRow } from '../gateway/tables.ts';
import { takenOf } from './truth.ts';
import type { World } from './world.ts';

/** People work on the cases the gateway has opened: they look at the ledgers, give money back once, write it down. */
export function closeCases(world: World): void {
  const { gateway } = world;
  gateway.act(() => {
    for (const row of gateway.model.tables.payments.values()) {
      const withPeople = refundsOf(gateway.model, row.pid).some(({ state }) => state === 'manual');
      if (row.state === 'manual' || withPeople) closeOne(world, row);
    }
    for (const found of gateway.model.tables.cases) if (found.class === 'unknown_settlement') found.closed = true;
  });
}

function closeOne(world: World, row: PaymentRow): void {
  const { model } = world.gateway;
  const caseId = model.tables.caseOf(row.pid) ?? 'none';
  row.closure = { caseId, evidence: 'the settlement file', staff: ['A. One', 'B. Two'] };
  const taken = takenOf(world).find(({ pid }) => pid === row.pid);
  world.log(`staff close ${row.pid.slice(0, 4)}`);
  if (row.capturedAt === null) {
    if (!taken || taken.voided) return model.endUncharged(row, 'declined', true);
    const railRef = row.rail === 'terminal' ? { railRef: taken.railRef } : {};
    settleCapture(model, row, { capture: { amountFils: fils(taken.amountFils) }, ...railRef });
    followRefunds(model, row);
  }
  for (const refund of refundsOf(model, row.pid)) {
    if (refund.state !== 'manual') continue;
    // What K-Net did without saying so is in its portal: nobody gives it a second time, nor what was never taken.
    if (!taken) model.tables.openCase(row.pid, 'contradiction').closed = true;
    else if (!world.portal.hasRefund(row.pid, refund.refundRef, refund.amountFils)) {
      world.portal.giveBack(row.pid, refund.refundRef, refund.amountFils);
    }
    finishRefund(model, row, refund.refundRef, `P-${refund.refundRef}`);
  }
}
