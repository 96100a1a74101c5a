import { feedKeysOf, type FeedMacs } from '../../src-shared/contract/feed-keys.ts';
import type { GatewayProblemCode } from '../../src-shared/contract/gateway-http.ts';
import type { FeedEdition } from '../../src-shared/contract/vault-rpc.ts';
import type { InquiryAnswer, InquiryProblem } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import type { Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { KioskGateway } from '../gateway/gateway-client.ts';
import type { VaultCalls } from '../vault/vault-calls.ts';

export interface InquiryPorts {
  readonly gateway: Pick<KioskGateway, 'inquire'>;
  readonly vault: VaultCalls;
  readonly feedMacs: FeedMacs;
  readonly rng: Rng;
}

/** Looks up one party. How many different numbers a visit may ask about is for the caller to count. */
export type Inquire = (party: Party) => Promise<Result<InquiryAnswer, InquiryProblem>>;

/**
 * Asks the gateway; when it or the ministry does not answer, the kiosk's own copy. What comes from the copy is shown
 * as it was when the edition was made, and carries that moment: it may have been paid since.
 */
export function inquiry(ports: InquiryPorts): Inquire {
  return async (party) => {
    const live = await ports.gateway.inquire(party);
    if (live.ok) return ok({ ...live.value, id: freshId(ports.rng) });
    const verdict = verdictOn(live.error);
    if (!verdict.copyMayAnswer) return err(verdict.problem);
    const copied = await fromCopy(party, ports);
    return copied === null ? err(verdict.problem) : ok(copied);
  };
}

/** What a failure means to a visitor, and whether the copy may stand in. */
interface Verdict {
  readonly problem: InquiryProblem;
  readonly copyMayAnswer: boolean;
}

const unreachable: Verdict = { problem: 'network_down', copyMayAnswer: true };
/** The gateway does not know this kiosk any more: then its copy is not to be read from either. */
const shutOut: Verdict = { problem: 'network_down', copyMayAnswer: false };

const verdicts: Readonly<Record<GatewayProblemCode, Verdict>> = {
  not_found: { problem: 'not_found', copyMayAnswer: false },
  ministry_down: { problem: 'ministry_down', copyMayAnswer: true },
  not_signed: shutOut,
  unknown_kiosk: shutOut,
  code_not_valid: shutOut,
  bad_request: unreachable,
  payments_closed: unreachable,
  over_limit: unreachable,
  conflict: unreachable,
  too_many_requests: unreachable,
  internal: unreachable,
};

function verdictOn(failure: GatewayFailure): Verdict {
  return failure.kind === 'problem' ? verdicts[failure.code] : unreachable;
}

/** Null when the copy cannot say: absence of a record counts only in a whole edition. */
async function fromCopy(party: Party, ports: InquiryPorts): Promise<InquiryAnswer | null> {
  const reply = await ports.vault.call('lookUp', feedKeysOf(party, ports.feedMacs));
  if (!reply.ok || reply.value.found === 'cannot_say') return null;
  const { edition } = reply.value;
  const obligations = reply.value.found === 'row' ? reply.value.row.obligations : [];
  return {
    id: freshId(ports.rng),
    partyKind: party.kind,
    maskedNumber: maskNumber(party.number),
    obligations,
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

function freshId(rng: Rng): string {
  return Buffer.from(rng.bytes(16)).toString('hex');
}
