import type { InquiryAnswer, InquiryProblem } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { growsDaily, type Obligation, type System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { Found } from '../session/ports.ts';
import type { CopyDesk, CopyEdition } from '../sync/copy-desk.ts';

export interface CopyPorts {
  readonly copy: CopyDesk;
  /** Items this kiosk was paid for after a moment: the copy does not know of it. */
  readonly paidSince: (moment: string) => ReadonlySet<string>;
  readonly rng: Rng;
}

/**
 * Null when the copy cannot say: absence of a record counts only in a whole edition, and only for what it holds.
 * @param problem why the copy is asked at all
 */
export async function answerFromCopy(
  party: Party,
  systems: readonly System[],
  problem: InquiryProblem,
  ports: CopyPorts,
): Promise<Found | null> {
  const reply = await ports.copy.lookUp(party);
  if (reply.says === 'cannot_say') return null;
  const { edition } = reply;
  const held = systems.filter((system) => edition.systems.includes(system));
  if (held.length === 0) return null;
  if (reply.says === 'outline') return { kind: 'outline', problem, outline: { asOf: edition.readAt, any: reply.any } };
  const paid = ports.paidSince(edition.readAt);
  const obligations = reply.obligations
    .filter(({ system }) => held.includes(system))
    .map((item) => (paid.has(item.id) ? asPaidHere(item) : item))
    .map((item) => (isDayOver(edition, reply.nowMs) && growsDaily(item) ? withoutAmount(item) : item));
  const answer: InquiryAnswer = {
    id: freshId(ports.rng),
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    obligations,
    systems: systems.map((system) => ({ system, state: held.includes(system) ? 'answered' : 'unavailable' })),
    offices: officesOf(obligations, edition),
    asOf: edition.readAt,
    source: { from: 'copy', edition: edition.seq },
  };
  return { kind: 'answer', answer, grant: null };
}

function asPaidHere(item: Obligation): Obligation {
  return { ...item, status: 'payment_pending_posting', notPayableReason: undefined };
}

/** A fine that grows has another amount by now, which only the ministry knows (domain rule 13). */
function withoutAmount(item: Obligation): Obligation {
  return { ...item, status: 'visit_office', notPayableReason: undefined, amountFils: fils(0) };
}

function isDayOver({ readAt }: CopyEdition, nowMs: number): boolean {
  return kuwaitDay(Date.parse(readAt)) !== kuwaitDay(nowMs);
}

/** Limit of `inquiryAnswerSchema`. */
const maxOffices = 50;

function officesOf(obligations: readonly Obligation[], edition: CopyEdition): InquiryAnswer['offices'] {
  const codes = new Set(obligations.map(({ officeCode }) => officeCode));
  return edition.offices.filter(({ code }) => codes.has(code)).slice(0, maxOffices);
}

/** Names an answer for the window. */
export function freshId(rng: Rng): string {
  return Buffer.from(rng.bytes(16)).toString('hex');
}
