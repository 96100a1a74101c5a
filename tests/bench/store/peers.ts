import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { end, startUntil } from '../processes.ts';
import { syntheticFines, syntheticPerson } from '../synthetic-register.ts';

const peerSchema = z.object({
  /** How many were put in. */
  persons: z.int(),
  /** Persons a second, one each run. */
  perSecond: z.array(z.number()),
});

const peersSchema = z.object({
  rowPerFine: peerSchema,
  rowPerPerson: peerSchema,
  /** AES-256-GCM of 8 kB pieces in a page, 64 at once. */
  sealMbPerSecond: z.number(),
});
export type PeerFigures = z.infer<typeof peersSchema>;

/** Few, since the slowest takes in some hundred a second. */
const persons = 5_000;
const limitMs = 3 * 60_000;

/** The same persons as rows in IndexedDB, in a page of the Electron in use. */
export async function measurePeers(folder: string): Promise<PeerFigures> {
  const data = join(folder, 'peers');
  const people = join(folder, 'people.json');
  mkdirSync(data);
  const register = { seed: 7, persons, finesEach: 3.5 };
  const made = Array.from({ length: persons }, (_, at) => {
    return { number: syntheticPerson(at).number, fines: syntheticFines(register, at) };
  });
  writeFileSync(people, JSON.stringify(made));
  const environment = { PEERS_DATA: data, PEERS_PEOPLE: people };
  await end(await startUntil('tests/bench/store-peers', 'PEERS-DONE', environment, limitMs));
  return peersSchema.parse(JSON.parse(readFileSync(join(data, 'figures.json'), 'utf8')));
}
