import type { GatewayModel } from './gateway-model.ts';
import { fils } from '../../../src-shared/domain/money.ts';
import { refundsOf } from './refunds.ts';
import { settleCapture } from './settle.ts';
import type { PaymentRow } from './tables.ts';

/** What the acquirer says was taken and kept. */
export interface SettlementLine {
  readonly rail: 'hosted' | 'terminal';
  /** `null` when the acquirer has only its own reference. */
  readonly pid: string | null;
  readonly railRef: string;
  readonly amountFils: number;
  /** Of it, what the acquirer has on record as given back. */
  readonly givenBackFils: number;
}

/** What the day's match did by itself. */
export interface Matched {
  /** Captures that nobody but the acquirer had told us of. */
  readonly repaired: readonly string[];
}

/**
 * The match of D+1, by the rules of the end of day: b) the acquirer alone has it and we know the attempt: booked by
 * itself; c) nobody knows the reference: suspense, case; an attempt without an outcome that the complete files of the
 * acquirer do not have was not charged; d) a capture at a terminal that they do not have is a case.
 */
export function matchSettlement(model: GatewayModel, lines: readonly SettlementLine[]): Matched {
  const repaired: string[] = [];
  const found = new Set<PaymentRow>();
  for (const line of lines) {
    const row = find(model, line);
    if (!row) {
      suspend(model, line);
      continue;
    }
    // Taken and given back again: nothing of it is ours.
    if (row.capturedAt === null && line.givenBackFils === line.amountFils) continue;
    found.add(row);
    if (row.capturedAt !== null) {
      if (row.capture?.amountFils !== line.amountFils) model.tables.openCase(row.pid, 'amounts_differ');
    } else if (line.amountFils !== row.totalFils || line.givenBackFils > 0 || row.state === 'intent') {
      model.tables.openCase(row.pid, 'amounts_differ');
      if (row.state === 'open' || row.state === 'notified') handOver(model, row);
    } else if (row.state !== 'manual') {
      const capture = { amountFils: fils(line.amountFils) };
      settleCapture(model, row, { capture, ...(line.rail === 'terminal' ? { railRef: line.railRef } : {}) });
      repaired.push(row.pid);
    }
  }
  for (const row of model.tables.payments.values()) {
    const waits = row.state === 'open' || row.state === 'notified';
    if (waits && !found.has(row)) model.endUncharged(row, 'declined', true);
    if (row.rail === 'terminal' && row.capturedAt !== null && !found.has(row) && !isGivenBack(model, row)) {
      model.tables.openCase(row.pid, 'not_settled');
    }
  }
  return { repaired };
}

function isGivenBack(model: GatewayModel, { pid, capture }: PaymentRow): boolean {
  const done = refundsOf(model, pid).filter(({ state }) => state === 'done');
  return done.reduce((sum, { amountFils }) => sum + amountFils, 0) === capture?.amountFils;
}

/** Nobody but people can say what became of an attempt for which another amount was taken. */
function handOver(model: GatewayModel, row: PaymentRow): void {
  row.nextInquiryAt = null;
  model.step(row, 'manual');
}

function find(model: GatewayModel, { pid, railRef }: SettlementLine) {
  const rows = [...model.tables.payments.values()];
  return rows.find((row) => row.pid === pid) ?? rows.find((row) => row.railRef !== null && row.railRef === railRef);
}

/** Money under a reference nobody knows: it stands on the suspense account until people have looked. */
function suspend(model: GatewayModel, { railRef, amountFils }: SettlementLine): void {
  const { tables } = model;
  if (tables.entries.has(`suspense:${railRef}`)) return;
  tables.book(`suspense:${railRef}`, railRef, amountFils);
  tables.book(`suspense:owed:${railRef}`, railRef, -amountFils);
  tables.openCase(railRef, 'unknown_settlement');
}
