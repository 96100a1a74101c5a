import type { KnetReference } from '../../src-shared/domain/receipt.ts';
import type { KnetConfig } from './config.ts';
import { matchAmount, present, referenceOf, type AmountMatch, type Fields } from './fields.ts';
import { notFoundCode } from './error-codes.ts';
import { readInquiryResult } from './result-words.ts';
import type { TranPipePort, TransportFault } from './tran-pipe-port.ts';
import { parseTranPipeAnswer, tranPipeBody, type TranPipeQuestion } from './tran-pipe-xml.ts';

/** What K-Net's record says about a payment. */
export type InquiryAnswer =
  /** `amount` other than `ours` is no proof, and no proof of the opposite either. */
  | { readonly says: 'captured'; readonly amount: AmountMatch; readonly reference: KnetReference }
  | { readonly says: 'failure' | 'voided'; readonly reference: KnetReference; readonly authRespCode: string | null }
  /** Not final while the page can still be paid. */
  | { readonly says: 'not_found' }
  /** Ask again. `code` is the IPAY code when there was one. */
  | { readonly says: 'unknown'; readonly why: InquiryDoubt; readonly code: string | null };

/** Why an answer says nothing. `foreign`: it is about another payment. */
export type InquiryDoubt = TransportFault | 'unreadable' | 'word' | 'error_code' | 'foreign' | 'contradictory';

/** An answer with what was exchanged, for the attempt's record: the request without credentials, the reply as received. */
export interface InquiryOutcome {
  readonly answer: InquiryAnswer;
  readonly sent: string;
  readonly received: string | null;
}

/**
 * Asks K-Net what became of a payment, once. Asking is harmless and may be repeated; how often is the caller's
 * business (the judge says when). Never rejects for anything K-Net or the network does.
 */
export async function inquire(
  port: TranPipePort,
  config: KnetConfig,
  question: TranPipeQuestion,
): Promise<InquiryOutcome> {
  const { body, forRecord } = tranPipeBody(config, '8', question);
  const reply = await port.post(body);
  if (!reply.ok) return { answer: doubt(reply.error), sent: forRecord, received: null };
  return { answer: readInquiryAnswer(reply.value, question), sent: forRecord, received: reply.value };
}

/** Reads the answer to an inquiry; everything that is not clear is `unknown`. */
export function readInquiryAnswer(text: string, question: TranPipeQuestion): InquiryAnswer {
  const fields = parseTranPipeAnswer(text);
  if (!fields.ok) return doubt('unreadable');
  const trackId = present(fields.value, 'trackid');
  if (trackId !== null && trackId !== question.trackId) return doubt('foreign');
  const reading = readInquiryResult(present(fields.value, 'result') ?? '');
  const code = reading.class === 'error_code' ? reading.code : errorTag(fields.value);
  if (code !== null) return readError(code, reading.class);
  const amount = matchAmount(fields.value, question.amount);
  const reference = referenceOf(fields.value);
  switch (reading.class) {
    case 'captured_claim':
      return { says: 'captured', amount, reference };
    case 'failure':
    case 'voided':
      if (amount === 'other') return doubt('foreign');
      return { says: reading.class, reference, authRespCode: present(fields.value, 'authrespcode') };
    default:
      return doubt('word');
  }
}

function readError(code: string, resultClass: ReturnType<typeof readInquiryResult>['class']): InquiryAnswer {
  if (resultClass !== 'error_code' && resultClass !== 'unknown') return doubt('contradictory', code);
  return code === notFoundCode ? { says: 'not_found' } : doubt('error_code', code);
}

/** `error_code_tag` in the form of a code, an unreadable one as itself, or null when there is none. */
function errorTag(fields: Fields): string | null {
  const tag = present(fields, 'error_code_tag');
  return tag === null ? null : (/\bIPAY\d{7}\b/.exec(tag.toUpperCase())?.[0] ?? tag);
}

function doubt(why: InquiryDoubt, code: string | null = null): InquiryAnswer {
  return { says: 'unknown', why, code };
}
