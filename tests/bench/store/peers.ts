import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { z } from 'zod';
import { inRepository } from '../../../scripts/prepare/paths.ts';
import { mustRun } from '../../../scripts/prepare/run.ts';
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
  rxdb: peerSchema,
  pouchdb: peerSchema,
  /** AES-256-GCM of 8 kB pieces in a page, 64 at once. */
  sealMbPerSecond: z.number(),
});
export type PeerFigures = z.infer<typeof peersSchema>;

/** As many as the slowest takes in within some seconds: it becomes slower with every row. */
const persons = 20_000;
const limitMs = 5 * 60_000;

/** The program, and a package of its own for what it compares: none of it is part of the product or of its tests. */
const source = inRepository('tests', 'bench', 'store-peers');

/** The same persons by other ways into IndexedDB, in a page of the Electron in use. */
export async function measurePeers(folder: string): Promise<PeerFigures> {
  const data = join(folder, 'peers');
  const people = join(folder, 'people.json');
  mkdirSync(data);
  const register = { seed: 7, persons, finesEach: 3.5 };
  const made = Array.from({ length: persons }, (_, at) => {
    return { number: syntheticPerson(at).number, fines: syntheticFines(register, at) };
  });
  writeFileSync(people, JSON.stringify(made));
  await mustRun('npm', ['ci', '--loglevel=error', '--prefer-offline'], source);
  const environment = { PEERS_DATA: data, PEERS_PEOPLE: people, PEERS_SCRIPT: await buildScript(folder) };
  await end(await startUntil(source, 'PEERS-DONE', environment, limitMs));
  return peersSchema.parse(JSON.parse(readFileSync(join(data, 'figures.json'), 'utf8')));
}

/** @returns path of the page's script */
async function buildScript(folder: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'warn',
    // PouchDB has the name of Node's.
    define: { global: 'globalThis' },
    build: {
      lib: { entry: join(source, 'page.js'), formats: ['iife'], name: 'peers', fileName: () => 'peers.js' },
      outDir: folder,
      emptyOutDir: false,
    },
  });
  return join(folder, 'peers.js');
}
