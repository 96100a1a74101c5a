import type { Entry } from '../engine/agenda.ts';
import type { Asked, JudgeRules } from '../../../src-gateway/knet/evidence.ts';
import type { KnetReference } from '../../../src-shared/domain/receipt.ts';

/** What K-Net says when it is asked. */
export type InquirySays = Omit<Asked, 'askedAt'> & { readonly reference?: KnetReference };

/** How an item stands at the ministry. */
export interface MinistryItem {
  readonly version: number;
  readonly amountFils: number;
  readonly paid: boolean;
}

export type SettlementSays = 'posted' | 'pending' | 'ministry_down' | 'refused';
export type RefundSays = 'done' | 'refused' | 'no_answer';

/** Everything the gateway model reaches for. Answers come through a call, at once or later, or never. */
export interface Outside {
  now(): number;
  after(ms: number, run: () => void): Entry;
  inquire(pid: string, answer: (says: InquirySays) => void): void;
  postSettlement(settlement: { key: string; itemId: string }, answer: (says: SettlementSays) => void): void;
  /** K-Net's own refund: no key, so it is sent once. */
  refund(pid: string, fils: number, answer: (says: RefundSays) => void): void;
  /** The ministry's list; null when it does not answer. */
  item(itemId: string): MinistryItem | 'down' | 'unknown';
  /** 0..1, for spreading questions. */
  random(): number;
  /** Why no money may be taken now. */
  closed(): boolean;
}

/** What operators set. Milliseconds. */
export interface GatewaySettings {
  readonly leaseMs: number;
  readonly pageMs: number;
  readonly receiptWaitMs: number;
  /** A kiosk that has not said within this time that it gave the money back leaves it to people. */
  readonly kioskRefundMs: number;
  readonly rules: JudgeRules;
  /** Who gives money of the hosted page back. */
  readonly refundBy: 'manual' | 'api';
  /** Who gives money of the terminal back. */
  readonly terminalRefund: 'counter' | 'kiosk';
}
