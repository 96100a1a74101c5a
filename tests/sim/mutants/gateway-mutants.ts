import { receive, type Result } from '../gateway/callbacks.ts';
import { GatewayModel, problem } from '../gateway/gateway-model.ts';
import { settleCapture } from '../gateway/settle.ts';
import type { Owed } from '../gateway/refunds.ts';
import type { PaymentRow, RefundRow } from '../gateway/tables.ts';
import type { CommitRequest } from '../../../src-shared/contract/gateway-http.ts';
import { MinistryModel } from '../world/ministry-model.ts';
import type { Mutant } from './mutant.ts';

class EachCommitAnew extends GatewayModel {
  override commit(kiosk: string, request: CommitRequest): ReturnType<GatewayModel['commit']> {
    const { pid } = request.facts;
    if (this.find(kiosk, pid)?.committed) {
      const now = this.outside.now();
      this.tables.postings = this.tables.postings.map((posting) =>
        posting.pid === pid && posting.state === 'posted'
          ? { ...posting, ticketNo: `${posting.ticketNo}+`, state: 'pending', nextTryAt: now }
          : posting,
      );
    }
    return super.commit(kiosk, request);
  }
}

class KeylessMinistry extends MinistryModel {
  override post(_key: string, itemId: string): 'posted' {
    this.items.get(itemId)?.credits.push(_key);
    return 'posted';
  }
}

class DuplicatesIgnored extends GatewayModel {
  override oweRefund(row: PaymentRow, owed: Owed): void {
    if (owed.reason !== 'settled_elsewhere') super.oweRefund(row, owed);
  }
}

class NewRefundEachTry extends GatewayModel {
  override sendRefund(refund: RefundRow): void {
    this.outside.refund(refund.pid, refund.amountFils, (says) => {
      if (says === 'done') return super.sendRefund(refund);
      // Under another name, as if nobody had asked before.
      this.outside.refund(refund.pid, refund.amountFils, () => undefined);
    });
  }
}

class NoLease extends GatewayModel {
  override leases = false;
  override whyTaken(): null {
    return null;
  }
}

class PostOnCallback extends GatewayModel {
  settleAtOnce({ pid, word, clear }: Result): void {
    const row = this.tables.payments.get(pid);
    if (clear || word !== 'CAPTURED' || row?.state !== 'open') return;
    settleCapture(this, row, { capture: { amountFils: row.totalFils } });
  }
}

class InquireTooEarly extends GatewayModel {
  override judge(row: PaymentRow): ReturnType<GatewayModel['judge']> {
    const says = row.inquiries.at(-1)?.says;
    return says === 'captured' ? { verdict: 'captured', reason: 'twice' } : super.judge(row);
  }
}

class NotFoundFinal extends GatewayModel {
  override judge(row: PaymentRow): ReturnType<GatewayModel['judge']> {
    const says = row.inquiries.at(-1)?.says;
    return says === 'not_found' ? { verdict: 'not_charged', reason: 'page_over' } : super.judge(row);
  }
}

class RefundRetried extends GatewayModel {
  override sendRefund(refund: RefundRow): void {
    const { pid, amountFils } = refund;
    this.outside.refund(pid, amountFils, (says) => {
      if (says === 'no_answer') this.sendRefund(refund);
    });
    super.sendRefund({ ...refund, amountFils: 0 });
  }
}

class TransportRetries extends GatewayModel {
  override sendRefund(refund: RefundRow): void {
    super.sendRefund(refund);
    if (this.outside.random() < 0.2) this.outside.refund(refund.pid, refund.amountFils, () => undefined);
  }
}

class PageBeforeRow extends GatewayModel {
  override press(pid: string): boolean {
    const row = this.tables.payments.get(pid);
    if (row?.state !== 'intent' || this.handedOut.has(pid)) return false;
    this.handedOut.add(pid);
    // Stored when there is time, which a crash may not leave.
    this.outside.after(30_000, () => void super.press(pid));
    return true;
  }
  readonly handedOut = new Set<string>();
}

class LeaseIsTruth extends GatewayModel {
  override commit(kiosk: string, request: CommitRequest): ReturnType<GatewayModel['commit']> {
    const row = this.find(kiosk, request.facts.pid);
    const over = row !== null && row.committed === null && row.leaseUntil < this.outside.now();
    return over ? problem('conflict') : super.commit(kiosk, request);
  }
}

class WholeBasketBack extends GatewayModel {
  override oweRefund(row: PaymentRow, owed: Owed): void {
    super.oweRefund(row, { ...owed, itemIds: row.items.map(({ itemId }) => itemId), amountFils: row.totalFils });
  }
}

class SplitForgotten extends GatewayModel {
  override oweRefund(row: PaymentRow, owed: Owed): void {
    if (owed.itemIds.length === row.items.length) super.oweRefund(row, owed);
  }
}

class RevokedDropped extends GatewayModel {
  override commit(kiosk: string, request: CommitRequest): ReturnType<GatewayModel['commit']> {
    return this.revoked.has(kiosk) ? problem('unknown_kiosk') : super.commit(kiosk, request);
  }
}

class AnswersOnlyOnce extends GatewayModel {
  override commit(kiosk: string, request: CommitRequest): ReturnType<GatewayModel['commit']> {
    const row = this.find(kiosk, request.facts.pid);
    return row?.committed ? problem('conflict') : super.commit(kiosk, request);
  }
}

/** `NOT CAPTURED` contains `CAPTURED`, and whoever comes to our address says what was paid. */
function trusting(model: GatewayModel, result: Result, from: 'notification' | 'browser'): ReturnType<typeof receive> {
  const reply = receive(model, result, from);
  const row = model.tables.payments.get(result.pid);
  if (row?.state === 'open' && result.word.includes('CAPTURED')) {
    settleCapture(model, row, { capture: { amountFils: row.totalFils } });
  }
  return reply;
}

/** The line first, the inbox when there is time. */
function replyFirst(model: GatewayModel, result: Result, from: 'notification' | 'browser'): ReturnType<typeof receive> {
  const before = structuredClone(model.tables.inbox);
  const reply = receive(model, result, from);
  const after = model.tables.inbox;
  model.tables.inbox = before;
  const { tables } = model;
  model.outside.after(20_000, () => {
    if (model.tables === tables && model.outside.random() < 0.8) model.tables.inbox.push(...after.slice(before.length));
  });
  return reply;
}

function atOnce(model: GatewayModel, result: Result, from: 'notification' | 'browser'): ReturnType<typeof receive> {
  const reply = receive(model, result, from);
  if (model instanceof PostOnCallback) model.settleAtOnce(result);
  return reply;
}

const phone = { rail: 'phone' } as const;

export const gatewayMutants: readonly Mutant[] = [
  {
    ...{
      id: 'M01',
      name: 'gwNoDedupe',
      broken: 'the gateway posts each COMMIT anew',
      killedBy: ['I2', 'I3', 'I9'],
      ...phone,
    },
    needs: ['duplicate'],
    patch: { Gateway: EachCommitAnew },
  },
  {
    ...{ id: 'M06', name: 'registryNoDedupe', broken: 'ministry posting without a key', killedBy: ['I3'], ...phone },
    patch: { Ministry: KeylessMinistry },
  },
  {
    ...{
      id: 'M07',
      name: 'ignoreDuplicate',
      broken: 'the second payer of an item is told POSTED',
      killedBy: ['I2', 'I9'],
      ...phone,
    },
    needs: ['no_lease', 'second_kiosk'],
    patch: { Gateway: DuplicatesIgnored },
  },
  {
    ...{ id: 'M09', name: 'refundNewId', broken: 'a new refund reference on each try', killedBy: ['I2'], ...phone },
    needs: ['other_payers', 'loss'],
    patch: { Gateway: NewRefundEachTry },
  },
  {
    ...{ id: 'M11', name: 'noLease', broken: 'no reservation', killedBy: ['bound'], ...phone },
    needs: ['second_kiosk'],
    patch: { Gateway: NoLease },
  },
  {
    ...{
      id: 'M12',
      name: 'noRecon',
      broken: 'the match with the settlement is off',
      killedBy: ['I2', 'I4', 'I7'],
      rail: 'terminal',
    },
    needs: ['kiosk_destroyed'],
    patch: { matchSettlement: () => ({ repaired: [] }) },
  },
  {
    ...{
      id: 'M13',
      name: 'postOnCallback',
      broken: 'the item is posted on the callback',
      killedBy: ['I5', 'I3', 'I9'],
      ...phone,
    },
    patch: { Gateway: PostOnCallback, receive: atOnce },
  },
  {
    ...{
      id: 'M14',
      name: 'inquireTooEarly',
      broken: 'an inquiry inside the void window is believed',
      killedBy: ['I5', 'I3', 'I9'],
      ...phone,
    },
    patch: { Gateway: InquireTooEarly },
  },
  {
    ...{
      id: 'M15',
      name: 'notFoundFinal',
      broken: '"not found" is final while the page lives',
      killedBy: ['I5'],
      ...phone,
    },
    patch: { Gateway: NotFoundFinal },
  },
  {
    ...{
      id: 'M16',
      name: 'retryRefund',
      broken: 'a refund without an answer is sent again',
      killedBy: ['I2'],
      ...phone,
    },
    needs: ['other_payers', 'loss'],
    patch: { Gateway: RefundRetried },
  },
  {
    ...{ id: 'M17', name: 'autoRetryClient', broken: 'the transport repeats the refund', killedBy: ['I2'], ...phone },
    needs: ['other_payers'],
    patch: { Gateway: TransportRetries },
  },
  {
    ...{
      id: 'M18',
      name: 'replyBeforePersist',
      broken: 'a callback is acknowledged before it is durable',
      killedBy: ['I6'],
      ...phone,
    },
    patch: { receive: replyFirst },
  },
  {
    ...{
      id: 'M19',
      name: 'sessionBeforePersist',
      broken: 'the page exists before its row',
      killedBy: ['I5', 'I2', 'I7'],
      ...phone,
    },
    patch: { Gateway: PageBeforeRow },
  },
  {
    ...{
      id: 'M30',
      name: 'leaseIsTruth',
      broken: 'COMMIT is refused after the lease has ended',
      killedBy: ['I3', 'I6', 'I7', 'I8'],
      rail: 'terminal',
    },
    needs: ['partition', 'process_crash'],
    patch: { Gateway: LeaseIsTruth },
  },
  {
    ...{
      id: 'M31',
      name: 'refundWholeBasket',
      broken: 'one refused item, and everything goes back',
      killedBy: ['I2'],
      ...phone,
    },
    needs: ['other_payers'],
    patch: { Gateway: WholeBasketBack },
  },
  {
    ...{
      id: 'M32',
      name: 'splitForgotten',
      broken: 'refused items of a basket are not refunded',
      killedBy: ['I2'],
      ...phone,
    },
    needs: ['other_payers'],
    patch: { Gateway: SplitForgotten },
  },
  {
    ...{
      id: 'M34',
      name: 'trustRedirect',
      broken: 'the return of a browser, or part of a word, is taken for paid',
      killedBy: ['I2', 'I3', 'I5', 'I9'],
      ...phone,
    },
    needs: ['callbacks'],
    patch: { receive: trusting },
  },
  {
    ...{
      id: 'M38',
      name: 'revokedDropped',
      broken: 'captures of a revoked kiosk are thrown away',
      killedBy: ['I6', 'I7', 'I8'],
      rail: 'terminal',
    },
    needs: ['revoked'],
    patch: { Gateway: RevokedDropped },
  },
  {
    ...{
      id: 'M40',
      name: 'restoreTrusted',
      broken: 'a restored gateway serves on as if it knew',
      killedBy: ['I2', 'I5'],
      ...phone,
    },
    needs: ['gateway_restored'],
    patch: { afterRestore: () => undefined },
  },
  {
    ...{
      id: 'M41',
      name: 'answerOnce',
      broken: 'a COMMIT whose answer was lost is a conflict',
      killedBy: ['I7'],
      ...phone,
    },
    needs: ['loss'],
    patch: { Gateway: AnswersOnlyOnce },
  },
];
