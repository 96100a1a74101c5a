import type { Insertable } from 'kysely';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { KnetReference } from '../../src-shared/domain/receipt.ts';
import type { NotPaidReason } from '../../src-shared/payment/states.ts';
import type { EvidenceTable } from '../db/tables.ts';
import type { CallbackBody } from '../knet/callback.ts';
import type { Claim, Knowledge } from '../knet/evidence.ts';
import { matchAmount, present, referenceOf, type Fields } from '../knet/fields.ts';
import type { InquiryOutcome } from '../knet/inquiry.ts';
import type { Evidence, Payment } from './payment-row.ts';
import { reasonFor } from './reasons.ts';

type NewEvidence = Insertable<EvidenceTable>;

/** What the judge may know, read back from what was written down. */
export function knowledgeOf(payment: Payment, evidence: readonly Evidence[]): Knowledge {
  if (payment.pressed_at === null) throw new Error('nothing is known of a page nobody opened');
  const claims: Claim[] = [];
  const inquiries: Knowledge['inquiries'][number][] = [];
  const hints: number[] = [];
  for (const { kind, at, says, amount } of evidence) {
    if (kind === 'hint') hints.push(at.getTime());
    else if (kind === 'inquiry') inquiries.push({ askedAt: at.getTime(), says, amount });
    else if (says !== 'not_found') claims.push({ receivedAt: at.getTime(), says, amount });
  }
  return { openedAt: payment.pressed_at.getTime(), claims, inquiries, hints };
}

/** A callback as evidence: decrypted it is a claim, in clear fields only a hint. */
export function callbackEvidence(
  pid: string,
  ours: Fils,
  body: Exclude<CallbackBody, { kind: 'undecodable' }>,
  at: Date,
): NewEvidence {
  const kept = { pid, at, received: JSON.stringify(Object.fromEntries(body.fields)) };
  const reference = JSON.stringify(referenceOf(body.fields));
  if (body.kind === 'error_fields') return { ...kept, kind: 'hint', says: 'unknown', amount: 'absent', reference };
  const says = claimOf(body.reading.class);
  const reason = says === 'failure' ? reasonOf(body.fields) : null;
  return { ...kept, kind: 'claim', says, amount: matchAmount(body.fields, ours), reason, reference };
}

function claimOf(resultClass: Extract<CallbackBody, { kind: 'result' }>['reading']['class']): Claim['says'] {
  switch (resultClass) {
    case 'captured_claim':
      return 'captured';
    case 'failure':
    case 'voided':
      return resultClass;
    case 'unknown':
    case 'error_code':
      return 'unknown';
  }
}

function reasonOf(fields: Fields): NotPaidReason {
  return reasonFor(present(fields, 'result') ?? '', present(fields, 'authrespcode'));
}

/** An inquiry as evidence. `askedAt`: when the question was sent. */
export function inquiryEvidence(pid: string, { answer, sent, received }: InquiryOutcome, askedAt: Date): NewEvidence {
  const kept: NewEvidence = { pid, kind: 'inquiry', at: askedAt, says: answer.says, amount: 'absent', sent, received };
  switch (answer.says) {
    case 'captured':
      return { ...kept, amount: answer.amount, reference: JSON.stringify(answer.reference) };
    case 'failure':
    case 'voided':
      return {
        ...kept,
        reference: JSON.stringify(answer.reference),
        reason: reasonFor(answer.reference.result, answer.authRespCode),
      };
    case 'not_found':
    case 'unknown':
      return kept;
  }
}

/** K-Net's identifiers for the receipt: those of the last inquiry that brought some, else of the last callback. */
export function referenceFrom(evidence: readonly Evidence[], says: Evidence['says']): KnetReference | null {
  const fitting = evidence.filter((piece) => piece.says === says && piece.reference !== null);
  return (fitting.findLast(({ kind }) => kind === 'inquiry') ?? fitting.at(-1))?.reference ?? null;
}

/** Why nothing was charged, in the most telling words anybody gave. */
export function reasonFrom(evidence: readonly Evidence[], verdict: 'declined' | 'voided' | 'page_over'): NotPaidReason {
  if (verdict === 'voided') return 'voided';
  const given = evidence.map(({ reason }) => reason).filter((reason) => reason !== null);
  return (
    given.find((reason) => reason !== 'declined') ?? given[0] ?? (verdict === 'declined' ? 'declined' : 'page_expired')
  );
}
