import { describe, expect, it } from 'vitest';
import { feedHeadSchema, headMessage, manifestSchema, recordsOf, signedHeadSchema } from './head.ts';

const name = 'ab'.repeat(32);
const head = feedHeadSchema.parse({
  v: 1,
  epoch: 20_769,
  seq: 7,
  manifest: name,
  delta: null,
  dictionary: name,
  readAt: '2026-11-26T09:00:00.000+03:00',
  signedAt: '2026-11-26T09:00:01.000+03:00',
  revoked: ['K001'],
});

function manifest(places: readonly (readonly [number, number])[], bucketBits = 3) {
  const segments = places.map(([firstBucket, buckets]) => ({ name, bytes: 100, firstBucket, buckets, records: 5 }));
  return { v: 1, epoch: 1, build: 1, seq: 1, bucketBits, segments, systems: ['traffic'], offices: [] };
}

describe('a head', () => {
  it('is signed as one text, in whatever order its members come', () => {
    const turned = Object.fromEntries(Object.entries(head).reverse());
    expect(headMessage(feedHeadSchema.parse(turned))).toEqual(headMessage(head));
    expect(new TextDecoder().decode(headMessage(head))).toMatch(/^wafa feed head 1\n\{"delta":null,/);
  });

  it('is signed with every member: no other head has its text', () => {
    const others = [{ epoch: 1 }, { seq: 8 }, { delta: name }, { revoked: [] }, { readAt: head.signedAt }];
    const texts = [{}, ...others].map((change) => new TextDecoder().decode(headMessage({ ...head, ...change })));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it.each([
    ['no object for a name', { manifest: '../../private' }],
    ['a member nobody knows', { more: 1 }],
    ['number 0', { seq: 0 }],
    ['another version', { v: 2 }],
    ['a date without an offset', { readAt: '2026-11-26T09:00:00' }],
  ])('with %s is refused', (_what, change) => {
    expect(signedHeadSchema.safeParse({ head: { ...head, ...change }, signature: 'A'.repeat(86) }).success).toBe(false);
  });
});

describe('a manifest', () => {
  it('names segments that follow each other and leave no bucket out', () => {
    expect(recordsOf(manifestSchema.parse(manifest([[0, 5], [5, 3]])))).toBe(10); // prettier-ignore
    expect(manifestSchema.safeParse(manifest([[0, 1]], 0)).success).toBe(true);
  });

  it.each<readonly [string, readonly (readonly [number, number])[]]>([
    ['a gap', [[0, 4], [5, 3]]], // prettier-ignore
    ['an overlap', [[0, 6], [5, 3]]], // prettier-ignore
    ['another order', [[5, 3], [0, 5]]], // prettier-ignore
    ['a missing start', [[1, 7]]],
    ['a missing end', [[0, 7]]],
    ['more than there is', [[0, 9]]],
    ['nothing', []],
  ])('with %s is refused', (_what, places) => {
    expect(manifestSchema.safeParse(manifest(places)).success).toBe(false);
  });
});
