import type { Challenge, ChallengeAnswer } from '../../src-shared/domain/challenge.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import type { MinistryPort } from '../ministry/port.ts';
import type { Grants, GrantSubject } from './grants.ts';

/** Whether a system may be asked. */
export type Access =
  | { readonly may: 'ask' }
  /** A code was right just now. */
  | { readonly may: 'ask_granted' }
  | { readonly may: 'not_now' }
  | { readonly may: 'no'; readonly problem: 'wrong' | 'expired'; readonly challenge: Challenge }
  | { readonly may: 'never' };

export interface AccessDeps {
  readonly ministry: Pick<MinistryPort, 'challenge' | 'checkCode'>;
  readonly grants: Grants;
}

export interface Proofs {
  readonly proof?: ChallengeAnswer | undefined;
  readonly grant?: string | undefined;
}

/** May this system tell this kiosk about this party? Without a proof the answer is the code that is wanted. */
export async function accessTo(
  { ministry, grants }: AccessDeps,
  subject: GrantSubject,
  system: System,
  { proof, grant }: Proofs,
): Promise<Access> {
  if (grants.covers(grant, subject, system)) return { may: 'ask' };
  if (proof === undefined) return withoutProof(ministry, subject, system, 'expired');
  const verdict = await ministry.checkCode(system, subject.party, proof);
  if (!verdict.ok) return { may: 'not_now' };
  switch (verdict.value) {
    case 'right':
      return { may: 'ask_granted' };
    case 'too_many':
      return { may: 'never' };
    case 'wrong':
    case 'expired':
      return withoutProof(ministry, subject, system, verdict.value);
  }
}

async function withoutProof(
  ministry: AccessDeps['ministry'],
  { party }: GrantSubject,
  system: System,
  problem: 'wrong' | 'expired',
): Promise<Access> {
  const wanted = await ministry.challenge(system, party);
  if (!wanted.ok) return { may: wanted.error === 'too_many' ? 'never' : 'not_now' };
  return wanted.value === null ? { may: 'ask' } : { may: 'no', problem, challenge: wanted.value };
}
