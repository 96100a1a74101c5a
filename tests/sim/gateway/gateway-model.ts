import { canonicalJson } from '../../../src-shared/contract/canonical-json.ts';
import type {
  ArmReply,
  CommitReply,
  CommitRequest,
  DayReportReply,
  GatewayProblem,
  GatewayProblemCode,
  NoChargeRequest,
  OpenReply,
  PaymentReport,
  QuoteChange,
  ReserveReply,
  ReserveRequest,
  ReversedRequest,
} from '../../../src-shared/contract/gateway-http.ts';
import type { SignedDayReport } from '../../../src-shared/domain/day-report.ts';
import type { InquiryAnswer } from '../../../src-shared/domain/inquiry.ts';
import { fils } from '../../../src-shared/domain/money.ts';
import type { Verdict } from '../../../src-gateway/knet/judge.ts';
import type { ItemPosting } from '../../../src-shared/payment/record.ts';
import type { NotPaidReason, ReversalReason } from '../../../src-shared/payment/states.ts';
import { err, ok, type Err, type Result } from '../../../src-shared/result.ts';
import { takeCommit } from './commit.ts';
import { followGivenBack, followNotCharged } from './kiosk-word.ts';
import { judgeRow, weigh } from './inquiries.ts';
import type { GatewaySettings, InquirySays, Outside, SettlementSays } from './outside.ts';
import { takePostingAnswer } from './postings.ts';
import { finishRefund, oweRefund, refundsOf, reversalOf, takeRefundAnswer, type Owed } from './refunds.ts';
import type { Taken } from './settle.ts';
import { Tables, type ItemRow, type PaymentRow, type RefundRow } from './tables.ts';

export type Reply<T> = Result<T, GatewayProblem>;

const leaseMarginMs = 60_000;
const firstInquiryMs = 5_000;
const longestPaymentSeconds = 200;

/** Said with `changed`; the kiosk only shows it. */
const someAnswer: InquiryAnswer = {
  id: 'answer',
  partyKind: 'individual',
  maskedNumber: '••17',
  obligations: [],
  systems: [{ system: 'traffic', state: 'answered' }],
  offices: [],
  asOf: '2026-11-22T09:00:00+03:00',
  source: { from: 'live' },
};

/**
 * The gateway as the kiosks see it, in memory. Each method is one transaction: it happens whole or not at all.
 * The differential row holds it to the real one on a database.
 */
export class GatewayModel {
  tables = new Tables();
  readonly outside: Outside;
  settings: GatewaySettings;
  /** Off: nothing is held for anybody, to see what the constraint on postings is worth alone. */
  leases = true;
  /** Kiosks whose key is not trusted any more. */
  readonly revoked = new Set<string>();
  /** Told each change of an attempt that is durable. */
  onNews: (pid: string) => void = () => undefined;

  constructor(outside: Outside, settings: GatewaySettings) {
    this.outside = outside;
    this.settings = settings;
  }

  reserve(kiosk: string, request: ReserveRequest): Reply<ReserveReply> {
    const contentHash = hashOf(request);
    const known = this.tables.payments.get(request.pid);
    if (known) return this.#repeated(known, kiosk, contentHash);
    if (this.outside.closed()) return problem('payments_closed');
    const changes = this.quoteChanges(request);
    if (changes === 'down') return problem('ministry_down');
    if (changes.length > 0) return ok({ result: 'changed', changes, answer: someAnswer });
    const until = this.outside.now() + this.settings.leaseMs;
    this.tables.payments.set(request.pid, newRow(kiosk, request, contentHash, until));
    for (const { obligationId } of this.leases ? request.items : []) {
      this.tables.leases.set(obligationId, { pid: request.pid, until, held: false });
    }
    return ok({ result: 'reserved', leaseSeconds: this.settings.leaseMs / 1000 });
  }

  /** What differs from what the visitor agreed to; empty when nothing does. */
  quoteChanges(request: ReserveRequest): QuoteChange[] | 'down' {
    const changes: QuoteChange[] = [];
    for (const item of request.items) {
      const now = this.outside.item(item.obligationId);
      if (now === 'down') return 'down';
      const was = { obligationId: item.obligationId, ticketNo: item.ticketNo, wasFils: item.amountFils };
      const taken = this.whyTaken(item.obligationId);
      if (now === 'unknown') changes.push({ ...was, why: 'not_payable' });
      else if (taken && !now.paid) changes.push({ ...was, why: taken });
      else if (now.paid) changes.push({ ...was, why: 'paid' });
      else if (now.version !== item.version || now.amountFils !== item.amountFils) {
        changes.push({ ...was, nowFils: fils(now.amountFils), why: 'amount' });
      }
    }
    return changes;
  }

  /** Why nobody may begin to pay an item now. */
  whyTaken(itemId: string): 'paid' | 'being_paid' | null {
    if (this.tables.activePosting(itemId)) return 'paid';
    const lease = this.tables.leases.get(itemId);
    return lease && (lease.held || lease.until > this.outside.now()) ? 'being_paid' : null;
  }

  #repeated(known: PaymentRow, kiosk: string, contentHash: string): Reply<ReserveReply> {
    if (known.kiosk !== kiosk || known.contentHash !== contentHash) return problem('conflict');
    const leaseSeconds = Math.floor((known.leaseUntil - this.outside.now()) / 1000);
    if (known.state !== 'reserved' || leaseSeconds < 1) return problem('conflict');
    return ok({ result: 'reserved', leaseSeconds });
  }

  open(kiosk: string, pid: string): Reply<OpenReply> {
    const row = this.find(kiosk, pid);
    if (!row) return problem('not_found');
    if (row.rail === 'terminal') return problem('conflict');
    const now = this.outside.now();
    if (row.state === 'intent' && row.pageExpiresAt !== null && row.pageExpiresAt > now) {
      return ok(this.#page(row, row.pageExpiresAt));
    }
    if (row.state !== 'reserved') return problem('conflict');
    if (this.outside.closed()) return problem('payments_closed');
    if (!this.holdsLeases(row)) return problem('conflict');
    row.pageExpiresAt = now + this.settings.pageMs;
    row.leaseUntil = row.pageExpiresAt;
    for (const lease of this.#leasesOf(pid)) lease.until = row.pageExpiresAt + leaseMarginMs;
    this.step(row, 'intent');
    return ok(this.#page(row, row.pageExpiresAt));
  }

  #page({ pid }: PaymentRow, until: number): OpenReply {
    const expiresInSeconds = Math.max(1, Math.floor((until - this.outside.now()) / 1000));
    return { pageUrl: `http://127.0.0.1:1/p/${pid}`, expiresInSeconds };
  }

  /** Somebody pressed Pay on the page; true when they are sent on to K-Net, once. */
  press(pid: string): boolean {
    const row = this.tables.payments.get(pid);
    const now = this.outside.now();
    if (row?.state !== 'intent' || row.pageExpiresAt === null || row.pageExpiresAt <= now) return false;
    if (this.outside.closed() || !this.holdsLeases(row)) return false;
    this.holdLeases(pid);
    row.pressedAt = now;
    row.nextInquiryAt = now + firstInquiryMs;
    this.step(row, 'open');
    return true;
  }

  arm(kiosk: string, pid: string): Reply<ArmReply> {
    const row = this.find(kiosk, pid);
    if (!row) return problem('not_found');
    const leaseSeconds = Math.max(longestPaymentSeconds, this.settings.leaseMs / 1000);
    if (row.rail !== 'terminal') return problem('conflict');
    if (row.state === 'open') return ok({ leaseSeconds });
    if (row.state !== 'reserved') return problem('conflict');
    if (this.outside.closed()) return problem('payments_closed');
    if (!this.holdsLeases(row)) return problem('conflict');
    this.holdLeases(pid);
    row.pressedAt = this.outside.now();
    row.leaseUntil = row.pressedAt + leaseSeconds * 1000;
    this.step(row, 'open');
    return ok({ leaseSeconds });
  }

  withdraw(kiosk: string, pid: string): Reply<PaymentReport> {
    const row = this.find(kiosk, pid);
    if (!row) return problem('not_found');
    this.closeUnpressed(row, 'withdrawn', true);
    return ok(this.reportOf(row));
  }

  /** Ends an attempt that has never reached K-Net; any other is left as it is. */
  closeUnpressed(row: PaymentRow, reason: NotPaidReason, told: boolean): void {
    if (row.state !== 'reserved' && row.state !== 'intent') return;
    this.endUncharged(row, reason, told);
  }

  /** @param told whether anybody is told now that nothing was charged */
  endUncharged(row: PaymentRow, reason: NotPaidReason, told: boolean): void {
    this.releaseLeases(row.pid);
    row.notPaidReason = reason;
    row.toldNotCharged ||= told;
    row.nextInquiryAt = null;
    this.step(row, 'not_charged');
  }

  noCharge(kiosk: string, pid: string, { reason, closure }: NoChargeRequest): Reply<PaymentReport> {
    const row = this.tables.payments.get(pid);
    if (!row) return ok({ pid, version: 0, state: 'not_charged', totalFils: fils(0), notPaidReason: reason });
    if (row.kiosk !== kiosk) return problem('not_found');
    if (closure) {
      followNotCharged(this, row, reason, closure);
      return ok(this.reportOf(row));
    }
    if (row.rail !== 'terminal') return problem('conflict');
    if (row.state === 'reserved' || row.state === 'open') this.endUncharged(row, reason, true);
    else if (row.state === 'not_charged') row.toldNotCharged = true;
    return ok(this.reportOf(row));
  }

  /** Takes a capture and binds the kiosk's receipt number to it, whatever was believed before. */
  commit(kiosk: string, request: CommitRequest): Reply<CommitReply> {
    return takeCommit(this, kiosk, request);
  }

  reversed(kiosk: string, pid: string, request: ReversedRequest): Reply<PaymentReport> {
    const { refundRef: ref, refundProof, closure } = request;
    const row = this.find(kiosk, pid);
    if (!row) return problem('not_found');
    if (closure) {
      if (row.capturedAt === null) return problem('conflict');
      followGivenBack(this, row, { ref, proof: refundProof, closure });
      return ok(this.reportOf(row));
    }
    const refund = this.tables.refunds.get(ref);
    if (row.rail !== 'terminal' || refund?.pid !== pid) return problem('conflict');
    if (refund.state === 'done' && refund.proof !== refundProof) return problem('conflict');
    finishRefund(this, row, ref, refundProof);
    return ok(this.reportOf(row));
  }

  postings(kiosk: string, pid: string): Reply<{ postings: ItemPosting[] }> {
    if (!this.find(kiosk, pid)) return problem('not_found');
    return ok({
      postings: this.tables.postingsOf(pid).map(({ itemId, state }) => ({ obligationId: itemId, posting: state })),
    });
  }

  /** Once per number, word for word. */
  takeDay({ report }: SignedDayReport): Reply<DayReportReply> {
    const { kioskCode, no } = report;
    const key = `${kioskCode} ${no}`;
    const text = canonicalJson(report);
    const known = this.tables.days.get(key);
    if (known !== undefined && known !== text) return problem('conflict');
    this.tables.days.set(key, text);
    return ok({ no });
  }

  reportOf(row: PaymentRow): PaymentReport {
    return {
      pid: row.pid,
      version: row.version,
      state: row.state,
      totalFils: row.totalFils,
      ...(row.knet ? { knet: row.knet } : {}),
      ...(row.capture ? { capturedFils: row.capture.amountFils } : {}),
      ...(row.notPaidReason ? { notPaidReason: row.notPaidReason } : {}),
      ...(row.closure ? { closure: row.closure } : {}),
      ...this.#aboutRefunds(row),
    };
  }

  #aboutRefunds({ pid, state }: PaymentRow): Partial<PaymentReport> {
    if (state !== 'refund_due' && state !== 'refunded' && state !== 'manual') return {};
    const reversal = reversalOf(this, pid);
    const refundProof = refundsOf(this, pid)
      .map(({ proof }) => proof ?? '')
      .join(' ');
    const caseId = state === 'manual' ? this.tables.caseOf(pid) : null;
    return {
      ...(reversal ? { reversal } : {}),
      ...(state === 'refunded' ? { refundProof } : {}),
      ...(caseId ? { caseId } : {}),
    };
  }

  /** May this item be settled by the attempt that asks? The unique index of the real tables. */
  mayPost({ itemId }: ItemRow): boolean {
    return this.tables.activePosting(itemId) === undefined;
  }

  /** Why nothing of a capture is kept. */
  whyAllGoesBack(row: PaymentRow, { goesBack, capture }: Taken): ReversalReason | null {
    if (row.toldNotCharged) return 'told_not_charged';
    if (goesBack !== undefined) return goesBack;
    return capture.amountFils === row.totalFils ? null : 'wrong_amount';
  }

  oweRefund(row: PaymentRow, owed: Owed): void {
    oweRefund(this, row, owed);
  }

  judge(row: PaymentRow): Verdict {
    return judgeRow(this, row);
  }

  weigh(pid: string, askedAt: number, says: InquirySays): void {
    weigh(this, pid, askedAt, says);
  }

  takePostingAnswer(pid: string, itemId: string, says: SettlementSays): void {
    takePostingAnswer(this, pid, itemId, says);
  }

  /** Asks K-Net to give money back, once. */
  sendRefund({ refundRef: ref, pid, amountFils }: RefundRow): void {
    this.outside.refund(pid, amountFils, (says) => takeRefundAnswer(this, ref, says === 'done'));
  }

  /** An attempt that is surely there. */
  row(pid: string): PaymentRow {
    const row = this.tables.payments.get(pid);
    if (!row) throw new Error(`gateway: no payment ${pid}`);
    return row;
  }

  find(kiosk: string, pid: string): PaymentRow | null {
    const row = this.tables.payments.get(pid);
    return row?.kiosk === kiosk ? row : null;
  }

  step(row: PaymentRow, to: PaymentRow['state']): void {
    this.tables.step(row, to);
    this.onNews(row.pid);
  }

  holdsLeases(row: PaymentRow): boolean {
    return !this.leases || row.items.every(({ itemId }) => this.tables.leases.get(itemId)?.pid === row.pid);
  }

  releaseLeases(pid: string): void {
    for (const [itemId, lease] of this.tables.leases) if (lease.pid === pid) this.tables.leases.delete(itemId);
  }

  #leasesOf(pid: string) {
    return [...this.tables.leases.values()].filter((lease) => lease.pid === pid);
  }

  holdLeases(pid: string): void {
    for (const lease of this.#leasesOf(pid)) lease.held = true;
  }
}

export function problem(error: GatewayProblemCode): Err<GatewayProblem> {
  return err({ error, message: error });
}

type NewPayment = Pick<ReserveRequest, 'pid' | 'rail' | 'totalFils' | 'items'>;

function hashOf({ party, ...rest }: ReserveRequest): string {
  return JSON.stringify({ ...rest, kind: party.kind });
}

export function newRow(kiosk: string, request: NewPayment, contentHash: string, leaseUntil: number): PaymentRow {
  const items = request.items.map(({ obligationId, ticketNo, amountFils }) => ({
    itemId: obligationId,
    ticketNo,
    amountFils,
  }));
  return {
    ...{ pid: request.pid, kiosk, rail: request.rail, contentHash, leaseUntil, totalFils: request.totalFils },
    items: items.toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1)),
    ...{ state: 'reserved', version: 1, pageExpiresAt: null, pressedAt: null, nextInquiryAt: null, capturedAt: null },
    ...{ notPaidReason: null, knet: null, receiptNo: null, railRef: null, capture: null },
    ...{ committed: null, toldNotCharged: false, closure: null, claims: [], inquiries: [], hints: [] },
  };
}
