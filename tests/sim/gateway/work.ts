import type { Entry } from '../engine/agenda.ts';
import { dealWithInbox } from './callbacks.ts';
import type { GatewayModel } from './gateway-model.ts';
import { askDue, takeUpAgain } from './inquiries.ts';
import { postDue } from './postings.ts';
import { recoverRefunds, refundDue } from './refunds.ts';

/** Everything that goes on by itself at the gateway, one round. */
export function workOnce(model: GatewayModel): void {
  dealWithInbox(model);
  closeUnused(model);
  askDue(model);
  postDue(model);
  refundDue(model);
}

/** Takes up what was left open by a process that is gone. */
export function takeUp(model: GatewayModel): void {
  recoverRefunds(model);
  takeUpAgain(model);
}

/** Ends reservations that ran out and pages on which nobody pressed Pay in time. */
function closeUnused(model: GatewayModel): void {
  const now = model.outside.now();
  for (const row of model.tables.payments.values()) {
    if ((row.state !== 'reserved' && row.state !== 'intent') || row.leaseUntil > now) continue;
    model.closeUnpressed(row, row.state === 'intent' ? 'page_expired' : 'not_reserved', false);
  }
}

/** When there is something to do next; null when nothing is owed. */
function nextDue(model: GatewayModel): number | null {
  let next = Number.POSITIVE_INFINITY;
  const { payments, postings, refunds, inbox } = model.tables;
  for (const row of payments.values()) {
    if (row.state === 'reserved' || row.state === 'intent') next = Math.min(next, row.leaseUntil);
    if (row.rail !== 'terminal' && row.nextInquiryAt !== null) next = Math.min(next, row.nextInquiryAt);
  }
  for (const { nextTryAt } of postings) if (nextTryAt !== null) next = Math.min(next, nextTryAt);
  for (const { nextTryAt } of refunds.values()) if (nextTryAt !== null) next = Math.min(next, nextTryAt);
  if (inbox.some(({ verdict }) => verdict === null)) next = 0;
  return next === Number.POSITIVE_INFINITY ? null : next;
}

/** A round comes at latest this long after something is due. */
const roundMs = 1_000;

/** The gateway's rounds without the rounds in which nothing is due. */
export class Rounds {
  readonly #model: GatewayModel;
  readonly #after: () => void;
  #entry: Entry | null = null;
  #at = Number.POSITIVE_INFINITY;

  /** @param after called when a round has ended */
  constructor(model: GatewayModel, after: () => void) {
    this.#model = model;
    this.#after = after;
  }

  /** Something has changed: looks when the next round is due. */
  plan(): void {
    const due = nextDue(this.#model);
    if (due === null) return;
    const { outside } = this.#model;
    const at = Math.max(due, outside.now()) + roundMs;
    if (this.#entry && this.#at <= at) return;
    this.#entry?.cancel();
    this.#at = at;
    this.#entry = outside.after(at - outside.now(), () => {
      this.#entry = null;
      this.#at = Number.POSITIVE_INFINITY;
      workOnce(this.#model);
      this.#after();
      this.plan();
    });
  }

  stop(): void {
    this.#entry?.cancel();
    this.#entry = null;
    this.#at = Number.POSITIVE_INFINITY;
  }
}
