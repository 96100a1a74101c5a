import type { KnetReference } from '../../src-shared/domain/receipt.ts';
import type { KnetConfig } from './config.ts';
import { present, referenceOf } from './fields.ts';
import { readCallbackResult } from './result-words.ts';
import type { TranPipePort } from './tran-pipe-port.ts';
import { parseTranPipeAnswer, tranPipeBody, type TranPipeQuestion } from './tran-pipe-xml.ts';

/** How a refund ended. `manual`: staff look in the acquirer's portal; it must not be sent again. */
export type RefundOutcome =
  | { readonly done: true; readonly reference: KnetReference; readonly sent: string; readonly received: string }
  | { readonly done: false; readonly next: 'manual'; readonly sent: string | null; readonly received: string | null };

/**
 * Asks K-Net to give money back, **once**: the interface has no idempotency key, so a second request may be a second
 * refund. REFUND_SENT must be durable before the call, and it must never be made twice for one refund. Done only on
 * `CAPTURED` for our track id; everything else, silence included, is for staff. With `refund` set to `manual`
 * (the default) nothing is sent.
 */
export async function refund(
  port: TranPipePort,
  config: KnetConfig,
  question: TranPipeQuestion,
): Promise<RefundOutcome> {
  if (config.refund === 'manual') return { done: false, next: 'manual', sent: null, received: null };
  const { body, forRecord } = tranPipeBody(config, '2', question);
  const reply = await port.post(body);
  if (!reply.ok) return { done: false, next: 'manual', sent: forRecord, received: null };
  const reference = refundedReference(reply.value, question);
  if (reference === null) return { done: false, next: 'manual', sent: forRecord, received: reply.value };
  return { done: true, reference, sent: forRecord, received: reply.value };
}

function refundedReference(text: string, question: TranPipeQuestion): KnetReference | null {
  const fields = parseTranPipeAnswer(text);
  if (!fields.ok || present(fields.value, 'error_code_tag') !== null) return null;
  const trackId = present(fields.value, 'trackid');
  if (trackId !== null && trackId !== question.trackId) return null;
  return readCallbackResult(present(fields.value, 'result') ?? '').class === 'captured_claim'
    ? referenceOf(fields.value)
    : null;
}
