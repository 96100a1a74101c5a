import type { Knowledge } from '../../../src-gateway/knet/evidence.ts';
import { judge, type Verdict } from '../../../src-gateway/knet/judge.ts';
import type { GatewayModel } from './gateway-model.ts';
import type { InquirySays } from './outside.ts';
import { settleCapture } from './settle.ts';
import type { PaymentRow } from './tables.ts';

/** Another copy of the gateway leaves a claimed attempt alone this long. */
const claimMs = 60_000;

/** What the judge may know. */
export function knowledgeOf(row: PaymentRow): Knowledge {
  if (row.pressedAt === null) throw new Error('nothing is known of a page nobody opened');
  return { openedAt: row.pressedAt, claims: row.claims, inquiries: row.inquiries, hints: row.hints };
}

/** Attempts whose outcome K-Net still owes us. */
export function isOwed(row: PaymentRow): boolean {
  if (row.rail === 'terminal') return false;
  const owed = row.state === 'open' || row.state === 'notified';
  return owed || ((row.state === 'manual' || row.state === 'not_charged') && row.nextInquiryAt !== null);
}

/** Asks K-Net about every attempt that is due. */
export function askDue(model: GatewayModel): void {
  const now = model.outside.now();
  const rows = [...model.tables.payments.values()];
  const due = rows
    .filter(({ nextInquiryAt }) => nextInquiryAt !== null && nextInquiryAt <= now)
    .toSorted((a, b) => (a.nextInquiryAt ?? 0) - (b.nextInquiryAt ?? 0) || (a.pid < b.pid ? -1 : 1));
  for (const row of due.toSorted((a, b) => (a.nextInquiryAt ?? 0) - (b.nextInquiryAt ?? 0))) {
    row.nextInquiryAt = now + claimMs;
    if (isOwed(row)) model.outside.inquire(row.pid, (says) => model.weigh(row.pid, now, says));
  }
}

/** After a start: nobody knows what happened in between. */
export function takeUpAgain(model: GatewayModel): void {
  for (const row of model.tables.payments.values()) {
    if (row.rail !== 'terminal' && (row.state === 'open' || row.state === 'notified')) {
      row.nextInquiryAt = model.outside.now();
    }
  }
}

/** Writes an answer down and acts on what may be believed. One transaction. */
export function weigh(model: GatewayModel, pid: string, askedAt: number, answer: InquirySays): void {
  const row = model.tables.payments.get(pid);
  if (!row) return;
  row.inquiries.push({ askedAt, says: answer.says, amount: answer.amount });
  if (answer.reference) row.knet = answer.reference;
  if (!isOwed(row)) return;
  const verdict = model.judge(row);
  if (row.state === 'manual') followCase(model, row, verdict);
  else act(model, row, verdict);
}

export function judgeRow(model: GatewayModel, row: PaymentRow): Verdict {
  return judge(knowledgeOf(row), model.settings.rules, model.outside.now());
}

function act(model: GatewayModel, row: PaymentRow, verdict: Verdict): void {
  switch (verdict.verdict) {
    case 'captured': {
      const knet = row.knet ?? { result: 'CAPTURED' };
      settleCapture(model, row, { capture: { amountFils: row.totalFils, knet } });
      return;
    }
    case 'not_charged':
      if (row.state === 'not_charged') contradict(model, row);
      else model.endUncharged(row, verdict.reason === 'voided' ? 'voided' : 'declined', true);
      return;
    case 'unknown':
      askLater(model, row, verdict);
      if (verdict.askAgainInMs === null) model.step(row, 'manual');
  }
}

function askLater(model: GatewayModel, row: PaymentRow, verdict: Extract<Verdict, { verdict: 'unknown' }>): void {
  const { askAgainInMs, reason } = verdict;
  if (reason === 'contradiction') model.tables.openCase(row.pid, 'contradiction');
  if (askAgainInMs === null) model.tables.openCase(row.pid, 'unresolved');
  const jitter = 1 + 0.1 * model.outside.random();
  row.nextInquiryAt = askAgainInMs === null ? null : model.outside.now() + Math.round(askAgainInMs * jitter);
}

/** A case's money may still turn up; when the visitor was told "not charged", it goes back. Only people close it. */
function followCase(model: GatewayModel, row: PaymentRow, verdict: Verdict): void {
  switch (verdict.verdict) {
    case 'captured':
      settleCapture(model, row, { capture: { amountFils: row.totalFils, ...(row.knet ? { knet: row.knet } : {}) } });
      return;
    case 'not_charged':
      row.nextInquiryAt = null;
      return;
    case 'unknown':
      askLater(model, row, verdict);
  }
}

/** The kiosk holds a receipt for what K-Net says was never charged. */
function contradict(model: GatewayModel, row: PaymentRow): void {
  model.tables.openCase(row.pid, 'contradiction');
  row.nextInquiryAt = null;
  model.step(row, 'manual');
}
