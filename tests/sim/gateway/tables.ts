import type { Fils } from '../../../src-shared/domain/money.ts';
import type { KnetReference, Rail } from '../../../src-shared/domain/receipt.ts';
import type { CommitReply } from '../../../src-shared/contract/gateway-http.ts';
import type { CaseClosure, Capture, Reversal } from '../../../src-shared/payment/record.ts';
import { gatewayEdges, type GatewayState, type NotPaidReason } from '../../../src-shared/payment/states.ts';
import type { Asked, Claim } from '../../../src-gateway/knet/evidence.ts';

/** One item of an attempt, as the gateway keeps it. */
export interface ItemRow {
  readonly itemId: string;
  readonly ticketNo: string;
  readonly amountFils: Fils;
}

/** One attempt. The names follow the table `payment`; times are simulated milliseconds. */
export interface PaymentRow {
  readonly pid: string;
  readonly kiosk: string;
  readonly rail: Rail;
  readonly items: readonly ItemRow[];
  readonly totalFils: Fils;
  readonly contentHash: string;
  state: GatewayState;
  version: number;
  leaseUntil: number;
  pageExpiresAt: number | null;
  pressedAt: number | null;
  nextInquiryAt: number | null;
  capturedAt: number | null;
  notPaidReason: NotPaidReason | null;
  knet: KnetReference | null;
  receiptNo: string | null;
  railRef: string | null;
  capture: Capture | null;
  /** The answer to COMMIT as it was first given; repeated word for word. */
  committed: CommitReply | null;
  /** Somebody may have been told that nothing was charged: money that turns up afterwards goes back. */
  toldNotCharged: boolean;
  closure: CaseClosure | null;
  /** Everything the judge may look at. */
  readonly claims: Claim[];
  readonly inquiries: Asked[];
  readonly hints: number[];
}

export interface LeaseRow {
  readonly pid: string;
  until: number;
  held: boolean;
}

export interface PostingRow {
  readonly pid: string;
  readonly itemId: string;
  readonly ticketNo: string;
  readonly amountFils: Fils;
  active: boolean;
  state: 'pending' | 'posted' | 'refused';
  tries: number;
  nextTryAt: number | null;
  receiptNo: string | null;
}

export interface RefundRow {
  readonly refundRef: string;
  readonly pid: string;
  readonly itemIds: readonly string[];
  readonly amountFils: number;
  readonly reason: Reversal['reason'];
  state: 'due' | 'sent' | 'done' | 'manual';
  nextTryAt: number | null;
  proof: string | null;
}

export interface InboxRow {
  readonly pid: string;
  readonly word: string;
  readonly amountFils: number;
  readonly clear: boolean;
  readonly from: 'notification' | 'browser';
  lastAt: number;
  verdict: string | null;
}

export interface CaseRow {
  readonly id: string;
  readonly pid: string;
  readonly class: string;
  readonly subject: string;
  closed: boolean;
}

/** The gateway's database: what a committed transaction leaves. */
export class Tables {
  payments = new Map<string, PaymentRow>();
  leases = new Map<string, LeaseRow>();
  postings: PostingRow[] = [];
  refunds = new Map<string, RefundRow>();
  /** Double entry; by reference, so that nothing is booked twice. */
  entries = new Map<string, { readonly pid: string; readonly fils: number }>();
  inbox: InboxRow[] = [];
  cases: CaseRow[] = [];
  /** Closed days by kiosk and number, in canonical form. */
  days = new Map<string, string>();

  /** A backup: everything as it stands, sharing nothing. */
  copy(): Tables {
    return Object.assign(new Tables(), structuredClone({ ...this }));
  }

  activePosting(itemId: string): PostingRow | undefined {
    return this.postings.find((row) => row.active && row.itemId === itemId);
  }

  postingsOf(pid: string): PostingRow[] {
    return this.postings.filter((row) => row.pid === pid).toSorted((a, b) => (a.itemId < b.itemId ? -1 : 1));
  }

  /** Moves an attempt one step along the legal edges; throws for any other. */
  step(row: PaymentRow, to: GatewayState): void {
    if (!gatewayEdges[row.state].includes(to)) throw new Error(`gateway: ${row.pid} from ${row.state} to ${to}`);
    row.state = to;
    row.version += 1;
  }

  book(ref: string, pid: string, amount: number): void {
    if (this.entries.has(ref)) throw new Error(`booked twice: ${ref}`);
    this.entries.set(ref, { pid, fils: amount });
  }

  /** Opens a case unless one of its class and subject is open for the attempt. */
  openCase(pid: string, name: string, subject = ''): CaseRow {
    const open = this.cases.find(
      (row) => row.pid === pid && row.class === name && row.subject === subject && !row.closed,
    );
    if (open) return open;
    const opened = { id: String(this.cases.length + 1), pid, class: name, subject, closed: false };
    this.cases.push(opened);
    return opened;
  }

  /** The case a person with this attempt in hand is asked for. */
  caseOf(pid: string): string | null {
    const all = this.cases.filter((row) => row.pid === pid);
    return (all.findLast(({ closed }) => !closed) ?? all.at(-1))?.id ?? null;
  }

  /** The sum of all entries: 0, or something is wrong. */
  trialBalance(): number {
    let sum = 0;
    for (const { fils } of this.entries.values()) sum += fils;
    return sum;
  }
}
