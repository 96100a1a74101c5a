import type { CallbackBody } from '../../../src-gateway/knet/callback.ts';
import { matchAmount } from '../../../src-gateway/knet/fields.ts';
import { replyTo, type CallbackReply, type KnownAttempt } from '../../../src-gateway/knet/reply.ts';
import { readCallbackResult } from '../../../src-gateway/knet/result-words.ts';
import { askAgainInMs } from '../../../src-gateway/knet/schedule.ts';
import { formatKnetAmount, fils } from '../../../src-shared/domain/money.ts';
import type { GatewayModel } from './gateway-model.ts';
import type { InboxRow, PaymentRow } from './tables.ts';
import { knowledgeOf } from './inquiries.ts';

/** A result that K-Net, or somebody else, brings. */
export interface Result {
  readonly pid: string;
  readonly word: string;
  readonly amountFils: number;
  /** Clear fields that anybody can send. */
  readonly clear: boolean;
}

/** The body as the shipped reader would hand it on. */
export function bodyOf({ pid, word, amountFils, clear }: Result): Exclude<CallbackBody, { kind: 'undecodable' }> {
  const fields = new Map([
    ['result', word],
    ['trackid', pid],
    ['amt', formatKnetAmount(fils(amountFils))],
  ]);
  const reading = readCallbackResult(word);
  if (clear) return { kind: 'error_fields', reading, code: null, fields };
  return { kind: 'result', reading, fields, clear: new Map() };
}

/** The attempt as the reply may know it; null while nobody has pressed Pay: K-Net cannot know it. */
export function knownAttempt(row: PaymentRow | undefined): KnownAttempt | null {
  if (!row || row.pressedAt === null || row.pageExpiresAt === null) return null;
  const state = row.capturedAt !== null ? 'paid' : row.notPaidReason === null ? 'open' : 'not_charged';
  return { trackId: row.pid, amount: row.totalFils, state, receiptUrl: `http://127.0.0.1:1/receipt/${row.pid}` };
}

/** Durable first, then the reply. `from` as in the shipped reply. */
export function receive(model: GatewayModel, result: Result, from: 'notification' | 'browser'): CallbackReply {
  const now = model.outside.now();
  const same = model.tables.inbox.find(
    (row) =>
      row.pid === result.pid &&
      row.word === result.word &&
      row.amountFils === result.amountFils &&
      row.clear === result.clear &&
      row.from === from,
  );
  if (same) {
    same.lastAt = now;
    same.verdict = null;
  } else {
    model.tables.inbox.push({ ...result, from, lastAt: now, verdict: null });
  }
  const attempt = knownAttempt(model.tables.payments.get(result.pid));
  return replyTo({ from, stored: true, body: bodyOf(result), attempt });
}

/** Deals with everything that was answered and not acted on yet. */
export function dealWithInbox(model: GatewayModel): void {
  for (const row of model.tables.inbox) if (row.verdict === null) dealWith(model, row);
}

function dealWith(model: GatewayModel, message: InboxRow): void {
  const row = model.tables.payments.get(message.pid);
  const attempt = knownAttempt(row);
  if (!row || !attempt) {
    message.verdict = 'foreign';
    return;
  }
  const body = bodyOf(message);
  const { then } = replyTo({ from: message.from, stored: true, body, attempt });
  message.verdict = then;
  if (then === 'nothing') return;
  if (body.kind === 'error_fields') row.hints.push(message.lastAt);
  else {
    const { class: said } = body.reading;
    const says = said === 'captured_claim' ? 'captured' : said === 'error_code' ? 'unknown' : said;
    row.claims.push({ receivedAt: message.lastAt, says, amount: matchAmount(body.fields, row.totalFils) });
  }
  followUp(model, row, attempt, then);
}

function followUp(model: GatewayModel, row: PaymentRow, attempt: KnownAttempt, then: CallbackReply['then']): void {
  const now = model.outside.now();
  if (attempt.state === 'paid') {
    model.tables.openCase(row.pid, 'callback_after_end');
    return;
  }
  if (then === 'urgent_case') {
    model.tables.openCase(row.pid, 'captured_after_not_charged');
    if (row.state === 'not_charged') {
      row.nextInquiryAt = now;
      model.step(row, 'manual');
    }
    return;
  }
  if (attempt.state === 'not_charged') return;
  const wait = askAgainInMs(knowledgeOf(row), model.settings.rules, now);
  row.nextInquiryAt = wait === null ? null : now + wait;
  if (then === 'confirm' && row.state === 'open') model.step(row, 'notified');
}
