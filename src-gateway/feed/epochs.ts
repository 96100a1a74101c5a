import { createHmac, scrypt } from 'node:crypto';
import { stretchCost, type FeedMac, type FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';

const dayMs = 86_400_000;
/** So long before a change kiosks are handed the next epoch's peppers, ms. */
export const aheadMs = 2 * dayMs;

/**
 * The epoch of a moment. Its number is the day it begins, counted from 1970: so numbers also rise when the length is
 * changed, and when everything but the keys was lost.
 * @param days of one epoch
 */
export function epochAt(wallMs: number, days: number): number {
  const day = Math.floor(wallMs / dayMs);
  return Math.max(1, day - (day % days));
}

/** Epochs whose peppers kiosks may have now, rising. @param published the feed's, null while there is none */
export function epochsToHandOut(published: number | null, wallMs: number, days: number): number[] {
  const due = [epochAt(wallMs, days), epochAt(wallMs + aheadMs, days)];
  const never = published ?? 0;
  return [...new Set([...(published === null ? [] : [published]), ...due.filter((epoch) => epoch >= never)])];
}

/** An epoch's peppers as verbs. */
export function peppersOf(keys: GatewayKeys, epoch: number): FeedPeppers {
  const { indexKey, rowKey } = keys.feedEpoch(epoch);
  return { epoch, index: macWith(indexKey), row: macWith(rowKey), stretch: (name) => stretch(name, indexKey) };
}

function stretch(name: string, salt: Uint8Array): Promise<Uint8Array> {
  const { keyBytes, ...cost } = stretchCost;
  return new Promise((resolve, reject) => {
    scrypt(name, salt, keyBytes, cost, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
}

function macWith(key: Uint8Array): FeedMac {
  return (bytes) => createHmac('sha256', key).update(bytes).digest();
}
