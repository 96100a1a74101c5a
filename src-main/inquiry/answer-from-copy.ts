import { feedKeysOf, type FeedMacs } from '../../src-shared/contract/feed-keys.ts';
import type { FeedEdition } from '../../src-shared/contract/vault-rpc.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { Obligation, System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { VaultCalls } from '../vault/vault-calls.ts';

export interface CopyPorts {
  readonly vault: VaultCalls;
  readonly feedMacs: FeedMacs;
  readonly rng: Rng;
}

/** Null when the copy cannot say: absence of a record counts only in a whole edition, and only for what it holds. */
export async function answerFromCopy(
  party: Party,
  systems: readonly System[],
  ports: CopyPorts,
): Promise<InquiryAnswer | null> {
  const reply = await ports.vault.call('lookUpRow', feedKeysOf(party, ports.feedMacs));
  if (!reply.ok || reply.value.found === 'cannot_say') return null;
  const { edition } = reply.value;
  const held = systems.filter((system) => edition.systems.includes(system));
  if (held.length === 0) return null;
  const all = reply.value.found === 'row' ? reply.value.row.obligations : [];
  const obligations = all.filter(({ system }) => held.includes(system));
  return {
    id: freshId(ports.rng),
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    obligations,
    systems: systems.map((system) => ({ system, state: held.includes(system) ? 'answered' : 'unavailable' })),
    offices: officesOf(obligations, edition),
    asOf: edition.madeAt,
    source: { from: 'copy', edition: edition.edition },
  };
}

/** Limit of `inquiryAnswerSchema`. */
const maxOffices = 50;

function officesOf(obligations: readonly Obligation[], edition: FeedEdition): InquiryAnswer['offices'] {
  const codes = new Set(obligations.map(({ officeCode }) => officeCode));
  return edition.offices.filter(({ code }) => codes.has(code)).slice(0, maxOffices);
}

/** Names an answer for the window. */
export function freshId(rng: Rng): string {
  return Buffer.from(rng.bytes(16)).toString('hex');
}
