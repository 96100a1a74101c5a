import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { CommitReply, CommitRequest, GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { itemsDigestInput, type ReceiptStatement } from '../../src-shared/domain/receipt.ts';
import type { CaseClosure, PaymentFacts, Reversal } from '../../src-shared/payment/record.ts';
import { ok, unreachable, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { closeAnswered, contradictWord, fileWord, knownOf } from '../cases/kiosk-word.ts';
import { worthOf } from '../cases/worth.ts';
import { giveToPeople } from './number-twice.ts';
import { openCase } from './cases.ts';
import { holdLeases } from './leases.ts';
import { itemsOf, lockPayment, note, step, type Payment, type PaymentItemRow } from './payment-row.ts';
import { problem, type PaymentDeps } from './ports.ts';
import { postingsOf, tellMinistryNow } from './postings.ts';
import { recreate } from './recreate.ts';
import { followRefunds, hastenRefunds, refundsOf, reversalOf } from './refunds.ts';
import { settleCapture } from './settle.ts';
import { brokenNumber } from './unique-numbers.ts';

/** Who brings a capture. A revoked kiosk may do nothing else any more, but its captures are facts all the same. */
export interface Committer {
  readonly code: string;
  readonly revoked: boolean;
}

type Reply = Result<CommitReply, GatewayProblem>;

/**
 * Takes a capture and binds the kiosk's receipt number to it, however late it comes, with or without a lease, and
 * whatever we believed before; says the same again word for word as often as it is asked. At the terminal the kiosk
 * has the proof, and the money is booked here; on a hosted page K-Net has to confirm it first.
 */
export async function commit(deps: PaymentDeps, kiosk: Committer, pid: string, request: CommitRequest): Promise<Reply> {
  const broken = whatIsWrong(kiosk, pid, request);
  if (broken !== null) return problem('bad_request', broken);
  try {
    const answered = await inTransaction(deps.db, (trx) => take(trx, deps, kiosk, request));
    deps.news.tell(pid);
    return answered;
  } catch (error) {
    const number = brokenNumber(error);
    if (number === null) throw error;
    // The money may be real, so this is not only refused: people look at it.
    await inTransaction(deps.db, (trx) => giveToPeople(trx, deps, kiosk.code, request, number));
    deps.news.tell(pid);
    return problem('conflict', `this ${number} belongs to another attempt`);
  }
}

/** What no kiosk of ours can send; null when there is nothing. */
function whatIsWrong(kiosk: Committer, pid: string, { receiptNo, facts }: CommitRequest): string | null {
  if (!receiptNo.startsWith(`${kiosk.code}-`)) return 'this is not a receipt number of this kiosk';
  if (facts.pid !== pid) return 'the facts are about another attempt';
  return hasSoundFacts(facts) ? null : 'the facts contradict themselves';
}

function hasSoundFacts({ items, totalFils, serviceChargeFils }: PaymentFacts): boolean {
  const sum = items.reduce((total, { amountFils }) => total + amountFils, serviceChargeFils as number);
  const ids = new Set(items.map(({ obligationId }) => obligationId));
  return sum === totalFils && ids.size === items.length && items.every(({ amountFils }) => amountFils > 0);
}

async function take(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kiosk: Committer,
  request: CommitRequest,
): Promise<Reply> {
  const payment = (await lockPayment(trx, request.facts.pid)) ?? (await recreate(trx, deps, kiosk.code, request.facts));
  if (payment.kiosk_code !== kiosk.code) return problem('not_found', 'no such attempt of this kiosk');
  if (payment.proof !== null) return repeated(deps, payment, request);
  if (kiosk.revoked) await openRevokedCase(trx, deps, payment, request);
  if (request.closure) return takeWord(trx, deps, kiosk, payment, { ...request, closure: request.closure });
  if (payment.captured_at !== null) return bind(trx, deps, payment, request);
  if (payment.rail === 'terminal') {
    return bind(trx, deps, await captureAtTerminal(trx, deps, kiosk, payment, request), request);
  }
  await askFirst(trx, deps, payment);
  return problem('conflict', 'the payment is not confirmed by K-Net yet: send this again');
}

/** Not the rail but two people at the kiosk say that the money was taken. */
async function takeWord(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kiosk: Committer,
  payment: Payment,
  request: CommitRequest & { readonly closure: CaseClosure },
): Promise<Reply> {
  const word = { outcome: 'captured', closure: request.closure } as const;
  const fresh = await fileWord(trx, deps, payment, word);
  const worth = worthOf('captured', knownOf(payment));
  switch (worth) {
    case 'agree':
      return bind(trx, deps, payment, request);
    case 'ask':
      await askFirst(trx, deps, payment);
      return problem('conflict', 'the payment is not confirmed by K-Net yet: send this again');
    case 'contradict':
      await contradictWord(trx, deps, payment, request.closure);
      await step(trx, payment, 'manual', deps.time.now());
      return problem('conflict', 'the terminal or the settlement says that nothing was taken: people look at it');
    case 'follow': {
      // What the same word has not moved before is with people here.
      if (!fresh && payment.state === 'manual') return problem('conflict', 'people at the gateway have this attempt');
      const captured = await captureAtTerminal(trx, deps, kiosk, payment, request);
      await closeAnswered(trx, deps, payment.pid, word);
      return bind(trx, deps, captured, request);
    }
    default:
      return unreachable(worth);
  }
}

/** The answer as it was first given. */
function repeated({ log }: PaymentDeps, payment: Payment, { receiptNo }: CommitRequest): Reply {
  const { pid, proof, commit_result: result, commit_postings: postings, commit_reversal: reversal } = payment;
  if (proof === null || result === null || postings === null) throw new Error(`payment ${pid}: half an answer`);
  if (payment.receipt_no !== receiptNo) {
    log.error({ alarm: 'second_receipt', pid }, 'a kiosk brings another receipt number for a receipted payment');
    return problem('conflict', 'this attempt has another receipt number');
  }
  return ok({ result, proof, postings: [...postings], ...(reversal === null ? {} : { reversal }) });
}

/** Quarantine: the key may be in wrong hands, so people match the money before the ministry hears of it. */
async function openRevokedCase(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  { pid, rail }: Payment,
  { capture, railRef, receiptNo }: CommitRequest,
): Promise<void> {
  const evidence = { rail, railRef, receiptNo, amountFils: capture.amountFils };
  await openCase(trx, deps.log, { pid, class: 'revoked_kiosk', evidence, now: deps.time.now() });
}

function captureAtTerminal(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kiosk: Committer,
  payment: Payment,
  { capture, railRef, reversal }: CommitRequest,
): Promise<Payment> {
  return settleCapture(trx, deps, payment, {
    capture,
    railRef,
    ...(reversal === undefined ? {} : { goesBack: reversal.reason }),
    quarantined: kiosk.revoked,
  });
}

/**
 * A kiosk brings a receipt for what we have not seen captured: this gateway was restored, or is behind. On a hosted
 * page nobody's word counts but K-Net's, so it is asked, from whatever state the attempt is in.
 */
async function askFirst(trx: Transaction<Tables>, deps: PaymentDeps, payment: Payment): Promise<void> {
  const now = new Date(deps.time.now());
  const due = { pressed_at: payment.pressed_at ?? now, next_inquiry_at: now };
  if (payment.state === 'reserved' || payment.state === 'intent') {
    await holdLeases(trx, payment.pid);
    await step(trx, payment, 'open', now.getTime(), due);
  } else if (payment.state === 'not_charged' && payment.next_inquiry_at === null) {
    await note(trx, payment.pid, due);
  }
}

async function bind(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  payment: Payment,
  request: CommitRequest,
): Promise<Reply> {
  const now = deps.time.now();
  const items = await itemsOf(trx, payment.pid);
  await tellMinistryNow(trx, payment.pid, request.receiptNo, now);
  await hastenRefunds(trx, payment, now);
  const reversal = reversalOf(await refundsOf(trx, payment.pid));
  if (request.reversal !== undefined && reversal === null) {
    // It was booked before the kiosk came, by K-Net's or the settlement's word, as money that stays.
    const evidence = { kioskOwes: request.reversal };
    await openCase(trx, deps.log, { pid: payment.pid, class: 'contradiction', evidence, now });
  }
  const reply: CommitReply = {
    result: resultOf(items, reversal),
    proof: deps.signReceipt(statementOf(deps, payment, items, request)),
    postings: await postingsOf(trx, payment.pid),
    ...(reversal === null ? {} : { reversal }),
  };
  const facts = {
    receipt_no: request.receiptNo,
    issued_at: request.issuedAt,
    proof: reply.proof,
    commit_result: reply.result,
    commit_postings: JSON.stringify(reply.postings),
    commit_reversal: reversal === null ? null : JSON.stringify(reversal),
  };
  if (payment.state === 'captured' && reversal === null) {
    await step(trx, payment, 'posted', now, facts);
  } else {
    await note(trx, payment.pid, facts);
    await followRefunds(trx, payment, now);
  }
  return ok(reply);
}

function resultOf(items: readonly PaymentItemRow[], reversal: Reversal | null): CommitReply['result'] {
  if (reversal === null) return 'posted';
  return reversal.itemIds.length === items.length ? 'duplicate' : 'part';
}

/** What the signature says: this much was paid for these tickets. It says nothing about postings, which change. */
function statementOf(
  deps: PaymentDeps,
  payment: Payment,
  items: readonly PaymentItemRow[],
  { receiptNo, issuedAt }: CommitRequest,
): ReceiptStatement {
  const lines = items.map((item) => ({ ticketNo: item.ticket_no, amountFils: item.amount_fils }));
  return {
    v: 1,
    n: receiptNo,
    t: issuedAt,
    k: payment.kiosk_code,
    p: payment.pid,
    a: payment.captured_fils ?? payment.total_fils,
    c: items.length,
    h: createHash('sha256').update(itemsDigestInput(lines)).digest('hex').slice(0, 32),
    m: payment.masked_number,
    ...(deps.settings.demo ? { d: 1 as const } : {}),
  };
}
