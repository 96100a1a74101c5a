import type { Party } from '../domain/party.ts';
import { toBase64Url } from '../encoding/base64.ts';

/** HMAC-SHA-256 of a text with one of the feed's peppers: 32 bytes. */
export type FeedMac = (text: string) => Uint8Array;

/** The feed's two peppers as verbs. */
export interface FeedMacs {
  readonly index: FeedMac;
  readonly row: FeedMac;
}

/** Where a party's record stands in the offline copy, and what opens it. */
export interface FeedKeys {
  /** Blind index: 16 hex digits. */
  readonly index: string;
  /** AES-256 key, base64url. */
  readonly rowKey: string;
}

const indexBytes = 8;

/**
 * The one place where a party becomes a place in the offline copy: the gateway files records by it, the kiosk
 * looks them up by it. A change here needs a new edition everywhere.
 */
export function feedKeysOf(party: Party, macs: FeedMacs): FeedKeys {
  const name = `${party.kind}:${party.numberKind}:${party.number}`;
  const index = macs.index(name).subarray(0, indexBytes);
  return {
    index: Array.from(index, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    rowKey: toBase64Url(macs.row(name)),
  };
}
