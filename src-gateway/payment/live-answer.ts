import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { InquiryFailure } from '../ministry/port.ts';
import { withOurPayments } from './overlay.ts';
import type { PaymentDeps } from './ports.ts';

const idBytes = 16;

/** What the ministry says about a party right now, with our own payments laid over it. */
export async function liveAnswer(
  deps: Pick<PaymentDeps, 'db' | 'time' | 'rng' | 'ministry'>,
  party: Party,
): Promise<Result<InquiryAnswer, InquiryFailure>> {
  const asked = await deps.ministry.inquireTraffic(party);
  if (!asked.ok) return asked;
  const { obligations, offices, asOf } = asked.value;
  const answer: InquiryAnswer = {
    id: Buffer.from(deps.rng.bytes(idBytes)).toString('hex'),
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    obligations: [...obligations],
    offices: [...offices],
    asOf,
    source: { from: 'live' },
  };
  return ok(await withOurPayments(deps.db, answer, new Date(deps.time.now())));
}
