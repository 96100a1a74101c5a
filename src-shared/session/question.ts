import type { ChallengeAnswer } from '../domain/challenge.ts';
import type { FieldValues } from '../domain/field.ts';
import type { Party } from '../domain/party.ts';
import type { FindingService, ObligationService } from '../services/service.ts';

/** One question to the ministry: which service asks, and what the visitor told. */
export interface Question {
  readonly service: ObligationService | FindingService;
  readonly fields: FieldValues;
  /** Whom it is about, when it is about what somebody owes. */
  readonly party: Party | null;
  /** The code, where one was asked. */
  readonly proof?: ChallengeAnswer;
  /** An earlier proof that still counts. */
  readonly grant?: string;
}

/** The number that says whom a question is about; null for a form without one, which no service has. */
export function subjectOf(fields: FieldValues): string | null {
  return (
    fields.civilOrUnified ??
    fields.civilNumber ??
    fields.companyNumber ??
    fields.referenceNumber ??
    fields.cardNumber ??
    null
  );
}

/**
 * Whom a list of obligations is about.
 * @param civil whether twelve digits pass the civil check; a number that does not is a unified one, as confirmed
 */
export function partyOf(service: ObligationService, fields: FieldValues, civil: boolean): Party | null {
  const number = subjectOf(fields);
  if (number === null) return null;
  const kind = service.partyKind;
  if (fields.referenceNumber !== undefined && number === fields.referenceNumber) {
    return { kind, numberKind: 'reference', number };
  }
  return { kind, numberKind: kind === 'individual' && civil ? 'civil' : 'unified', number };
}
