import { createCipheriv } from 'node:crypto';
import { feedKeysOf } from '../../src-shared/contract/feed-keys.ts';
import { feedEditionSchema, type FeedEdition, type FeedRecord } from '../../src-shared/contract/vault-rpc.ts';
import type { Obligation, Office, System } from '../../src-shared/domain/obligation.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import type { Clock, Rng } from '../../src-shared/ports.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { PartyObligations } from '../ministry/port.ts';

/** A complete copy of the register for kiosks, sealed; never changed once made. */
export interface Edition {
  readonly head: FeedEdition;
  /** In the order of their indexes, each index once. */
  readonly records: readonly FeedRecord[];
}

/**
 * Opens, but is no row: a kiosk that finds it cannot say what is owed. It stands where a true answer has no room,
 * because leaving the record out would read as "nothing recorded".
 */
const cannotSay = { cannotSay: true };

/** Limits of `feedRecordSchema` and `feedRowSchema`. */
const maxSealedCharacters = 1_000_000;
const maxObligations = 5000;

const nonceBytes = 12;

/**
 * Seals every party's obligations under a key that only its own number leads to. Parties without obligations are
 * left out: in a complete edition their absence is the answer.
 * @param edition higher than every edition before it
 */
export async function buildEdition(
  parties: AsyncIterable<PartyObligations>,
  about: { readonly systems: readonly System[]; readonly offices: readonly Office[] },
  edition: number,
  deps: { readonly keys: GatewayKeys; readonly rng: Rng; readonly clock: Clock },
): Promise<Edition> {
  // The moment before the first read: everything in the edition is at least as new.
  const madeAt = kuwaitIso(deps.clock.wallMs());
  const records = new Map<string, FeedRecord>();
  for await (const { party, obligations } of parties) {
    if (obligations.length === 0) continue;
    const { index, rowKey } = feedKeysOf(party, deps.keys.feedMacs);
    // Two parties in one place, or one told of twice: neither record may pass for the whole truth.
    const row = records.has(index) ? cannotSay : { obligations };
    records.set(index, { index, sealed: sealRow(row, rowKey, deps.rng) });
  }
  const sorted = [...records.values()].toSorted((left, right) => (left.index < right.index ? -1 : 1));
  const head = feedEditionSchema.parse({ edition, madeAt, records: sorted.length, ...about });
  return { head, records: sorted };
}

function sealRow(
  row: { readonly obligations: readonly Obligation[] } | typeof cannotSay,
  rowKey: string,
  rng: Rng,
): string {
  if ('obligations' in row && row.obligations.length > maxObligations) return seal(cannotSay, rowKey, rng);
  const sealed = seal(row, rowKey, rng);
  return sealed.length > maxSealedCharacters ? seal(cannotSay, rowKey, rng) : sealed;
}

function seal(row: object, rowKey: string, rng: Rng): string {
  const key = fromBase64Url(rowKey);
  if (!key.ok) throw new Error('a row key is base64url');
  const nonce = rng.bytes(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.value, nonce);
  const parts = [nonce, cipher.update(JSON.stringify(row), 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(parts).toString('base64');
}
