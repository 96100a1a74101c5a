import { keysFrom, feedName, type FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { GrowingDictionary } from '../../src-shared/feed/dictionary.ts';
import { encodeRow } from '../../src-shared/feed/row.ts';
import type { PartyObligations } from '../ministry/port.ts';
import type { Spill } from './spill.ts';
import { stretchAll, stretchSome, type StretchCache } from './stretch.ts';

/** Parties whose names are looked up together; between two such groups the process serves others. */
const together = 256;

/** Names a reading stretches for the next epoch, lest the first reading of that one take hours. */
const namesAhead = 5000;

/** Whose names are stretched. */
export interface Names {
  readonly peppers: FeedPeppers;
  /** The next epoch's, when it is near. */
  readonly ahead: FeedPeppers | null;
  readonly cache: StretchCache;
}

/** Reads the register once, from its beginning to its end. Whoever owes nothing has no entry. */
export async function readRegister(
  parties: AsyncIterable<PartyObligations>,
  dictionary: GrowingDictionary,
  spill: Spill,
  { peppers, ahead, cache }: Names,
): Promise<void> {
  let group: PartyObligations[] = [];
  let left = namesAhead;
  const addGroup = async (): Promise<void> => {
    const names = group.map(({ party }) => feedName(party));
    const stretched = await stretchAll(names, peppers, cache);
    if (ahead !== null && left > 0) left -= await stretchSome(names, left, ahead, cache);
    for (const [at, { obligations }] of group.entries()) {
      const keys = keysFrom(stretched[at] ?? new Uint8Array(), peppers);
      await spill.add({ ...keys, row: encodeRow(obligations, dictionary) });
    }
    group = [];
  };
  for await (const one of parties) {
    if (one.obligations.length === 0) continue;
    group.push(one);
    if (group.length === together) await addGroup();
  }
  await addGroup();
}
