import { timingSafeEqual } from 'node:crypto';
import type { System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Time } from '../payment/steady-time.ts';

/** Whom a proof is about, and who brought it. */
export interface GrantSubject {
  readonly kioskCode: string;
  readonly party: Party;
}

/** Proofs that a code was right, so that a payment needs no second one. Nothing is stored: the seal says it all. */
export interface Grants {
  issue(subject: GrantSubject, systems: readonly System[]): string;
  /** Does this text open the system for that party, at that kiosk, now? */
  covers(grant: string | undefined, subject: GrantSubject, system: System): boolean;
}

/** Longer than the longest visit: list, page and card, with a pause in between. */
const lifeSeconds = 45 * 60;

/** @param mac HMAC-SHA-256 with a secret of the gateway that no kiosk knows */
export function makeGrants(mac: (text: string) => Uint8Array, time: Time): Grants {
  const nowSeconds = (): number => Math.floor(time.now() / 1000);
  return {
    issue(subject, systems) {
      const facts = `${(nowSeconds() + lifeSeconds).toString(36)}.${systems.toSorted().join('+')}`;
      return `${facts}.${toBase64Url(mac(sealed(subject, facts)))}`;
    },
    covers(grant, subject, system) {
      const [until = '', systems = '', seal = '', ...more] = (grant ?? '').split('.');
      if (seal === '' || more.length > 0) return false;
      const expected = toBase64Url(mac(sealed(subject, `${until}.${systems}`)));
      return isSame(seal, expected) && systems.split('+').includes(system) && Number.parseInt(until, 36) > nowSeconds();
    },
  };
}

function sealed({ kioskCode, party }: GrantSubject, facts: string): string {
  return ['grant', kioskCode, party.kind, party.numberKind, party.number, facts].join(' ');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
