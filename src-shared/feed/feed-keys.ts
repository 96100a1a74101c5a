import type { Party } from '../domain/party.ts';

/** HMAC-SHA-256 with one of an epoch's two peppers: 32 bytes. */
export type FeedMac = (bytes: Uint8Array) => Uint8Array;

/**
 * The peppers of one epoch as verbs. They change with every epoch, and with them every place and every key in the feed.
 */
export interface FeedPeppers {
  readonly epoch: number;
  /**
   * Makes trying numbers expensive: scrypt, some 20 ms a number. A civil number holds the birth date, so 3 × 10⁸ of
   * them would be walked in minutes by whoever got hold of the peppers and a plain HMAC.
   */
  readonly stretch: (name: string) => Promise<Uint8Array>;
  readonly index: FeedMac;
  readonly row: FeedMac;
}

/**
 * How both ends stretch a name: scrypt with the epoch's index pepper as salt; `keyBytes` come out. 16 MiB and some
 * 25 ms on a kiosk's processor.
 */
export const stretchCost = { N: 2 ** 14, r: 8, p: 1, keyBytes: 32 } as const;

/** Where a party's record stands in the feed, and what opens it. */
export interface FeedKeys {
  readonly index: BlindIndex;
  /** AES-256 key. */
  readonly rowKey: Uint8Array;
}

/** 8 bytes that tell nothing of whose they are. */
export type BlindIndex = Uint8Array;
export const indexBytes = 8;

/** Name of a party in the feed: what its place and key are made of. */
export function feedName(party: Party): string {
  return `${party.kind}:${party.numberKind}:${party.number}`;
}

/**
 * The one place where a party becomes a place in the feed: the gateway files records by it, the kiosk looks them up by
 * it. A change here needs a new epoch.
 */
export async function feedKeysOf(party: Party, peppers: FeedPeppers): Promise<FeedKeys> {
  return keysFrom(await peppers.stretch(feedName(party)), peppers);
}

/** The same from a name that was stretched before. */
export function keysFrom(stretched: Uint8Array, peppers: Pick<FeedPeppers, 'index' | 'row'>): FeedKeys {
  return { index: peppers.index(stretched).slice(0, indexBytes), rowKey: peppers.row(stretched) };
}
