import type { Transaction } from 'kysely';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { JudgeRules } from '../knet/evidence.ts';
import { judge, type Verdict } from '../knet/judge.ts';
import type { InquiryOutcome } from '../knet/inquiry.ts';
import { openCase } from './cases.ts';
import { inquiryEvidence, knowledgeOf, reasonFrom, referenceFrom } from './knowledge.ts';
import { releaseLeases } from './leases.ts';
import {
  addEvidence,
  evidenceOf,
  findPayment,
  lockPayment,
  note,
  step,
  type Evidence,
  type Payment,
} from './payment-row.ts';
import type { PaymentDeps } from './ports.ts';
import { settleCapture, type Taken } from './settle.ts';

/** Spreads the questions of many attempts: up to this share of the wait is added. */
const jitterShare = 0.1;

/** Asks K-Net once what became of an attempt, writes the answer down, and acts on what may be believed. */
export async function askKnet(deps: PaymentDeps, pid: string): Promise<void> {
  const { knet } = deps;
  const payment = await findPayment(deps.db, pid);
  if (payment === null || knet === null || !isOwed(payment)) return;
  const askedAt = new Date(deps.time.now());
  const outcome = await knet.provider.inquire({ trackId: pid, amount: payment.total_fils });
  if (outcome.answer.says === 'unknown' && outcome.answer.code !== null) {
    deps.knetHealth.report(pid, outcome.answer.code, 'inquiry');
  }
  const changed = await inTransaction(deps.db, (trx) => weigh(trx, deps, knet.rules, { pid, outcome, askedAt }));
  if (changed) deps.news.tell(pid);
}

/**
 * Attempts whose outcome K-Net still owes us. A case is asked about until its money is found or its void is proved, and
 * so is an attempt we closed for which a kiosk has brought a receipt.
 */
function isOwed({ rail, state, next_inquiry_at: next }: Payment): boolean {
  if (rail === 'terminal') return false;
  return state === 'open' || state === 'notified' || ((state === 'manual' || state === 'not_charged') && next !== null);
}

async function weigh(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  rules: JudgeRules,
  { pid, outcome, askedAt }: { pid: string; outcome: InquiryOutcome; askedAt: Date },
): Promise<boolean> {
  const payment = await lockPayment(trx, pid);
  if (payment === null) throw new Error('a payment row is never deleted');
  await addEvidence(trx, inquiryEvidence(pid, outcome, askedAt));
  if (!isOwed(payment)) return false;
  const evidence = await evidenceOf(trx, pid);
  const verdict = judge(knowledgeOf(payment, evidence), rules, deps.time.now());
  if (payment.state === 'manual') return followCase(trx, deps, payment, evidence, verdict);
  return act(trx, deps, payment, evidence, verdict);
}

/** Acts on a verdict for an attempt that is open; true when its state has changed. */
async function act(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  evidence: readonly Evidence[],
  verdict: Verdict,
): Promise<boolean> {
  switch (verdict.verdict) {
    case 'captured': {
      if (verdict.reason === 'twice')
        deps.log.warn({ alarm: 'callback_missing', pid: payment.pid }, 'paid, and no callback ever came');
      await settleCapture(trx, deps, payment, captureFrom(payment, evidence));
      return true;
    }
    case 'not_charged': {
      if (payment.state === 'not_charged') return contradict(trx, deps, payment);
      const knet = referenceFrom(evidence, verdict.reason === 'voided' ? 'voided' : 'failure');
      await releaseLeases(trx, payment.pid);
      await step(trx, payment, 'not_charged', deps.time.now(), {
        next_inquiry_at: null,
        not_paid_reason: reasonFrom(evidence, verdict.reason),
        told_not_charged: true,
        knet: knet === null ? null : JSON.stringify(knet),
      });
      return true;
    }
    case 'unknown':
      await askLater(trx, deps, payment, verdict);
      // K-Net is not asked any more: from here on only the acquirer's settlement and people can tell.
      if (verdict.askAgainInMs === null) await step(trx, payment, 'manual', deps.time.now());
      return verdict.askAgainInMs === null;
  }
}

async function askLater(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  { pid }: Payment,
  verdict: Extract<Verdict, { verdict: 'unknown' }>,
): Promise<void> {
  const now = deps.time.now();
  const { askAgainInMs, reason } = verdict;
  if (reason === 'contradiction') await openCase(trx, deps.log, { pid, class: 'contradiction', evidence: {}, now });
  if (askAgainInMs === null) await openCase(trx, deps.log, { pid, class: 'unresolved', evidence: { reason }, now });
  const next = askAgainInMs === null ? null : new Date(now + jittered(deps, askAgainInMs));
  await note(trx, pid, { next_inquiry_at: next });
}

/** A case's money may still turn up; when the visitor was told "not charged", it goes back. Only people close the case. */
async function followCase(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  evidence: readonly Evidence[],
  verdict: Verdict,
): Promise<boolean> {
  switch (verdict.verdict) {
    case 'captured':
      await settleCapture(trx, deps, payment, captureFrom(payment, evidence));
      return true;
    case 'not_charged':
      await note(trx, payment.pid, { next_inquiry_at: null });
      return false;
    case 'unknown':
      await askLater(trx, deps, payment, verdict);
      return false;
  }
}

/** The kiosk holds a receipt for what K-Net says was never charged. */
async function contradict(trx: Transaction<Tables>, deps: PaymentDeps, payment: Payment): Promise<boolean> {
  const now = deps.time.now();
  await openCase(trx, deps.log, { pid: payment.pid, class: 'contradiction', evidence: {}, now });
  await step(trx, payment, 'manual', now, { next_inquiry_at: null });
  return true;
}

/** The verdict "captured" is about our amount and no other. */
function captureFrom(payment: Payment, evidence: readonly Evidence[]): Taken {
  const knet = referenceFrom(evidence, 'captured');
  return { capture: { amountFils: payment.total_fils, ...(knet === null ? {} : { knet }) } };
}

/** `ms` and up to a tenth more. */
export function jittered(deps: Pick<PaymentDeps, 'rng'>, ms: number): number {
  const [random = 0] = deps.rng.bytes(1);
  return Math.round(ms * (1 + (jitterShare * random) / 255));
}
