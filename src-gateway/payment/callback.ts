import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Timers } from '../../src-shared/ports.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { trackIdOf, type CallbackBody } from '../knet/callback.ts';
import type { JudgeRules } from '../knet/evidence.ts';
import { replyTo, type CallbackReply, type FollowUp, type KnownAttempt } from '../knet/reply.ts';
import { askAgainInMs } from '../knet/schedule.ts';
import { openCase } from './cases.ts';
import { callbackEvidence, knowledgeOf } from './knowledge.ts';
import { addEvidence, evidenceOf, findPayment, lockPayment, note, step, type Payment } from './payment-row.ts';
import type { HostedPage, PaymentDeps } from './ports.ts';

/** A message as it arrived at one of our two addresses for K-Net. */
export interface Arrived {
  readonly source: 'knet_notify' | 'knet_error';
  readonly from: 'notification' | 'browser';
  readonly body: Uint8Array;
}

/**
 * Durable first, then one read, then the reply: no remote call, no lock, nothing that waits for anybody. Everything
 * else is done by {@link dealWithInbox} afterwards.
 */
export async function receiveCallback(
  deps: PaymentDeps & { readonly timers: Timers },
  knet: HostedPage,
  { source, from, body }: Arrived,
): Promise<CallbackReply> {
  const stored = await withinBudget(deps, knet.storeBudgetMs, keep(deps, source, body));
  const read = knet.provider.parseResult(body);
  const attempt = stored ? await attemptFor(deps, read) : null;
  const reply = replyTo({ from, stored, body: read, attempt });
  if (!stored) deps.log.error({ alarm: 'callback_not_stored', source }, 'a callback could not be made durable in time');
  return reply;
}

async function keep({ db, time }: PaymentDeps, source: Arrived['source'], body: Uint8Array): Promise<void> {
  const now = new Date(time.now());
  await db
    .insertInto('inbox')
    .values({
      source,
      content_hash: createHash('sha256').update(body).digest('hex'),
      body,
      first_at: now,
      last_at: now,
    })
    .onConflict((conflict) =>
      conflict.columns(['source', 'content_hash']).doUpdateSet((row) => ({
        last_at: now,
        seen: row('inbox.seen', '+', 1),
        verdict: null,
      })),
    )
    .execute();
}

/** Whether the write was done in time. What is late is still written, but K-Net has had its answer by then. */
function withinBudget(
  { timers, log }: PaymentDeps & { readonly timers: Timers },
  budgetMs: number,
  work: Promise<void>,
): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = timers.after(budgetMs, () => {
      resolve(false);
    });
    work
      .then(() => {
        resolve(true);
      })
      .catch((error: unknown) => {
        log.error({ err: error }, 'the inbox cannot be written');
        resolve(false);
      })
      .finally(() => {
        timer.cancel();
      });
  });
}

async function attemptFor(deps: PaymentDeps, body: CallbackBody): Promise<KnownAttempt | null> {
  const trackId = trackIdOf(body);
  const payment = trackId === null ? null : await findPayment(deps.db, trackId);
  return payment === null ? null : knownAttempt(deps, payment);
}

/** Null for an attempt nobody has pressed Pay on: K-Net cannot know it, so the message is not from K-Net. */
function knownAttempt(deps: PaymentDeps, payment: Payment): KnownAttempt | null {
  const state = fateOf(payment);
  if (state === null || payment.page_token === null) return null;
  const receiptUrl = `${deps.settings.publicUrl}/receipt/${payment.page_token}`;
  return { trackId: payment.pid, amount: payment.total_fils, state, receiptUrl };
}

function fateOf(payment: Payment): KnownAttempt['state'] | null {
  if (payment.pressed_at === null) return null;
  if (payment.captured_at !== null) return 'paid';
  return payment.not_paid_reason === null ? 'open' : 'not_charged';
}

/** Deals with everything in the inbox that was answered but not acted on yet, also from before a restart. */
export async function dealWithInbox(deps: PaymentDeps, knet: HostedPage): Promise<void> {
  const waiting = await deps.db
    .selectFrom('inbox')
    .select('id')
    .where('verdict', 'is', null)
    .orderBy('id')
    .limit(100)
    .execute();
  for (const { id } of waiting) {
    try {
      const changed = await inTransaction(deps.db, (trx) => dealWith(trx, deps, knet, id));
      if (changed !== null) deps.news.tell(changed);
    } catch (error) {
      // One message nobody can digest must not hold up the others. The sweeper asks K-Net all the same.
      deps.log.error({ alarm: 'inbox_poison', err: error, inbox: id }, 'a callback could not be dealt with');
      await deps.db.updateTable('inbox').set({ verdict: 'failed' }).where('id', '=', id).execute();
    }
  }
}

/** @returns the pid the message was about, null when it was about none of ours or is dealt with already */
async function dealWith(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  knet: HostedPage,
  id: number,
): Promise<string | null> {
  const message = await trx
    .selectFrom('inbox')
    .selectAll()
    .where('id', '=', id)
    .where('verdict', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  if (message === undefined) return null;
  const body = knet.provider.parseResult(message.body);
  const trackId = trackIdOf(body);
  const payment = trackId === null ? null : await lockPayment(trx, trackId);
  const attempt = payment === null ? null : knownAttempt(deps, payment);
  if (body.kind === 'undecodable' || payment === null || attempt === null) {
    deps.log.warn(
      { alarm: 'foreign_callback', source: message.source, kind: body.kind },
      'a callback is not about a payment of ours',
    );
    await settleMessage(trx, id, { verdict: 'foreign', pid: null });
    return null;
  }
  const from = message.source === 'knet_notify' ? 'notification' : 'browser';
  const { then } = replyTo({ from, stored: true, body, attempt });
  if (then !== 'nothing')
    await addEvidence(trx, callbackEvidence(payment.pid, payment.total_fils, body, message.last_at));
  if (body.kind === 'error_fields' && body.code !== null) deps.knetHealth.report(payment.pid, body.code, 'browser');
  await followUp(trx, deps, knet.rules, payment, attempt, then);
  await settleMessage(trx, id, { verdict: then, pid: payment.pid });
  return payment.pid;
}

async function settleMessage(
  trx: Transaction<Tables>,
  id: number,
  found: { verdict: string; pid: string | null },
): Promise<void> {
  await trx.updateTable('inbox').set(found).where('id', '=', id).execute();
}

async function followUp(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  rules: JudgeRules,
  payment: Payment,
  attempt: KnownAttempt,
  then: FollowUp,
): Promise<void> {
  const { pid } = payment;
  const now = deps.time.now();
  if (then === 'nothing') return;
  if (then === 'alarm_and_inquire')
    deps.log.error({ alarm: 'doubtful_callback', pid }, 'a callback does not fit the payment it names');
  if (attempt.state === 'paid') {
    await openCase(trx, deps.log, { pid, class: 'callback_after_end', evidence: {}, now });
    return;
  }
  if (then === 'urgent_case') {
    await openCase(trx, deps.log, { pid, class: 'captured_after_not_charged', evidence: {}, now });
    if (payment.state === 'not_charged') await step(trx, payment, 'manual', now, { next_inquiry_at: new Date(now) });
    return;
  }
  if (attempt.state === 'not_charged') return;
  // News changes when K-Net is asked: at once, or after the void window when a capture is claimed.
  const wait = askAgainInMs(knowledgeOf(payment, await evidenceOf(trx, pid)), rules, now);
  const next = wait === null ? null : new Date(now + wait);
  if (then === 'confirm' && payment.state === 'open')
    await step(trx, payment, 'notified', now, { next_inquiry_at: next });
  else await note(trx, pid, { next_inquiry_at: next });
}
