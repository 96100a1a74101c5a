import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { partySchema, type Party } from '../domain/party.ts';
import { feedKeysOf, feedName, indexBytes, type FeedPeppers } from './feed-keys.ts';

const mac = (key: string) => (bytes: Uint8Array) => createHmac('sha256', key).update(bytes).digest();
const peppers = (epoch: number): FeedPeppers => ({
  epoch,
  stretch: async (name) => createHash('sha256').update(name).digest(),
  index: mac(`index ${epoch}`),
  row: mac(`row ${epoch}`),
});
const hamad: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };

describe('a party', () => {
  it('has one place and one key in an epoch, and others in the next', async () => {
    const [one, again, next] = await Promise.all([1, 1, 2].map((epoch) => feedKeysOf(hamad, peppers(epoch))));
    expect(one).toEqual(again);
    expect([one?.index.length, one?.rowKey.length]).toEqual([indexBytes, 32]);
    expect(Buffer.compare(one?.index ?? hamadBytes, next?.index ?? hamadBytes)).not.toBe(0);
    expect(Buffer.compare(one?.rowKey ?? hamadBytes, next?.rowKey ?? hamadBytes)).not.toBe(0);
  });

  it('is never taken for one with the same digits of another kind', () => {
    const parties = (['individual', 'company'] as const).flatMap((kind) =>
      (['civil', 'unified', 'reference'] as const).map((numberKind) =>
        partySchema.parse({ ...hamad, kind, numberKind }),
      ),
    );
    expect(new Set(parties.map(feedName)).size).toBe(6);
  });

  it('has a place that tells nothing of its key', async () => {
    const { index, rowKey } = await feedKeysOf(hamad, peppers(1));
    expect(Buffer.from(rowKey).includes(Buffer.from(index))).toBe(false);
  });
});

const hamadBytes = new Uint8Array();
