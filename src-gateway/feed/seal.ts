import { createCipheriv, createHash } from 'node:crypto';
import { recordNonce, recordTagBytes, type SealedRecord, type SegmentKind } from '../../src-shared/feed/segment.ts';
import type { FeedEntry } from './spill.ts';

export const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Name of a file of the feed. */
export const nameOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/**
 * One record of a build. A build must seal each index at most once of each kind: the nonce is the build's.
 */
export function sealEntry({ index, rowKey, row }: FeedEntry, kind: SegmentKind, build: number): SealedRecord {
  const options = { authTagLength: recordTagBytes };
  const cipher = createCipheriv('aes-256-gcm', rowKey, recordNonce(kind, build), options);
  return { index, sealed: Buffer.concat([cipher.update(row), cipher.final(), cipher.getAuthTag()]) };
}
