import { keysFrom, feedName, type FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { GrowingDictionary } from '../../src-shared/feed/dictionary.ts';
import { encodeRow } from '../../src-shared/feed/row.ts';
import type { PartyObligations } from '../ministry/port.ts';
import type { Spill } from './spill.ts';
import { stretchAll, type StretchCache } from './stretch.ts';

/** Parties whose names are looked up together; between two such groups the process serves others. */
const together = 256;

/** Reads the register once, from its beginning to its end. Whoever owes nothing has no entry. */
export async function readRegister(
  parties: AsyncIterable<PartyObligations>,
  dictionary: GrowingDictionary,
  spill: Spill,
  names: { readonly peppers: FeedPeppers; readonly cache: StretchCache },
): Promise<void> {
  let group: PartyObligations[] = [];
  const addGroup = async (): Promise<void> => {
    const stretched = await stretchAll(
      group.map(({ party }) => feedName(party)),
      names.peppers,
      names.cache,
    );
    for (const [at, { obligations }] of group.entries()) {
      const keys = keysFrom(stretched[at] ?? new Uint8Array(), names.peppers);
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
