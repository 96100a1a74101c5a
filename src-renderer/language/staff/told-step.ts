import type { PlaceViewOf } from '../../../src-shared/contract/staff-ipc.ts';
import type { MessageValues } from '../messages.ts';
import type { StaffWords } from './words.ts';

type Step = PlaceViewOf<'payment'>['story'][number];

/** One step of a payment's story as a sentence. */
export function toldStep(step: Step, words: StaffWords): string {
  return words.code('step', step.code, valuesOf(step, words));
}

/** What a sentence may need; a step has what it needs. */
function valuesOf(step: Step, words: StaffWords): MessageValues {
  const { amountFils, items, receiptNo, reference, reason, caseId, evidence, people } = step;
  const [kind = '', number] = evidence?.split(' ') ?? [];
  const proof = words.code('closing.evidence', kind);
  return {
    amount: amountFils === undefined ? '' : words.money(amountFils),
    items: items ?? 0,
    receiptNo: words.id(receiptNo ?? ''),
    reference: words.id(reference ?? ''),
    reason: reason === undefined ? '' : words.code('unknownReason', reason),
    caseId: words.id(caseId ?? ''),
    evidence: number === undefined ? proof : `${proof} ${number}`,
    people: words.id(people?.join(' + ') ?? ''),
  };
}
