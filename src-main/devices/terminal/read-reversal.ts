import type { ErrorCondition, reversalResponseSchema } from '../../../src-shared/contract/nexo.ts';
import type { TerminalReference } from '../../../src-shared/domain/receipt.ts';
import type { z } from 'zod';
import type { ReversalOutcome } from './driver.ts';

/** Words after which nothing was given back for certain. After any other the bank may have been asked already. */
const refusals: ReadonlySet<ErrorCondition> = new Set<ErrorCondition>([
  'Refusal',
  'InvalidCard',
  'MessageFormat',
  'NotAllowed',
  'NotFound',
  'PaymentRestriction',
  'UnavailableService',
]);

/** Reads the answer to a reversal. Pure; in doubt `unknown`. */
export function readReversal(
  answer: z.infer<typeof reversalResponseSchema>,
  { poiId, serviceId }: TerminalReference,
): ReversalOutcome {
  const { Result, ErrorCondition: word } = answer.Response;
  if (Result === 'Success' && !word) {
    const transaction = answer.POIData?.POITransactionID.TransactionID;
    return { kind: 'reversed', proof: [poiId, serviceId, transaction].filter(Boolean).join('/') };
  }
  return Result === 'Failure' && word && refusals.has(word) ? { kind: 'refused' } : { kind: 'unknown' };
}
