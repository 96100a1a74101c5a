import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from '../../scripts/prepare/paths.ts';
import { segmentsAtOnce } from '../../src-main/sync/vault-filler.ts';
import { quantile, report, type BenchRow } from './report.ts';
import { writeFeedFiles, type FeedFiles } from './store/feed-files.ts';
import { figuresSchema, type Figures } from './store/figures.ts';
import { measurePeers, type PeerFigures } from './store/peers.ts';
import { buildElectronProgram, runElectronProgram } from '../support/electron-program.ts';

/** The slowest size takes some minutes on two busy cores, ms. */
const limitMs = 15 * 60_000;
const runs = 3;

/** `--full`: also the size that takes minutes. */
const sizes = process.argv.includes('--full') ? [200_000, 5_000_000] : [200_000];

/** The vault beside what it could be: rows in IndexedDB, other stores, and the least it can cost, a file. */
export async function benchStore(): Promise<void> {
  // Not in the system's temporary folder: that may be memory, where a sync costs nothing.
  mkdirSync(inRepository('out', 'bench'), { recursive: true });
  const folder = mkdtempSync(inRepository('out', 'bench', 'store-'));
  try {
    const program = await buildElectronProgram(inRepository('tests', 'bench', 'store', 'program.ts'), folder);
    const peers = await measurePeers(folder);
    const rows = peerRows(peers);
    for (const persons of sizes) {
      const files = writeFeedFiles(join(folder, 'objects'), persons, 7);
      rows.push(...ownRows(files, await measureVault(folder, program, files), peers));
      rmSync(join(folder, 'objects'), { recursive: true });
    }
    report('store', rows);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function ownRows(files: FeedFiles, figures: Figures, peers: PeerFigures): BenchRow[] {
  const { records, bytes } = files;
  const size = records > 1_000_000 ? '.5m' : '';
  const seconds = quantile(figures.ingest, 0.5);
  const aside = { unit: 'ms', reference: `aim, n = ${figures.warm.length}` } as const;
  const perSecond = { unit: 'persons/s', value: records / seconds } as const;
  const spread = `${figures.ingest.length} runs of ${records} persons, ${spreadOf(figures.ingest)} s`;
  const perFine = quantile(peers.rowPerFine.perSecond, 0.5);
  const flat = quantile(figures.flatFile, 0.5);
  return [
    {
      metric: `store.ingest${size}`,
      ...perSecond,
      reference: `aim: 200 × a row per fine (${spread})`,
      referenceValue: 200 * perFine,
    },
    {
      metric: `store.ingest.time${size}`,
      unit: 's',
      value: seconds,
      reference: `aim: 2.5 × one flat file of ${mb(bytes)} MB, synced (${spreadOf(figures.flatFile)} s)`,
      referenceValue: 2.5 * flat,
    },
    {
      metric: `store.ingest.rate${size}`,
      unit: 'MB/s',
      value: bytes / 1e6 / seconds,
      reference: 'limit: the way from disk into a page alone',
      referenceValue: figures.transferMbPerSecond,
    },
    {
      metric: `store.disk${size}`,
      unit: 'B',
      value: figures.diskBytes / records,
      reference: 'aim, a person',
      referenceValue: 120,
    },
    {
      metric: `store.open${size}`,
      unit: 'ms',
      value: figures.openMs,
      reference: 'aim: new page to first answer',
      referenceValue: 1_000,
    },
    { metric: `store.lookup.cold.p50${size}`, value: quantile(figures.cold, 0.5), ...aside, referenceValue: 1 },
    { metric: `store.lookup.cold.p99${size}`, value: quantile(figures.cold, 0.99), ...aside, referenceValue: 5 },
    { metric: `store.lookup.warm.p50${size}`, value: quantile(figures.warm, 0.5), ...aside, referenceValue: 1 },
    { metric: `store.lookup.warm.p99${size}`, value: quantile(figures.warm, 0.99), ...aside, referenceValue: 5 },
    { metric: `store.lookup.miss.p50${size}`, value: quantile(figures.miss, 0.5), ...aside, referenceValue: 1 },
    {
      metric: `store.memory.peak${size}`,
      unit: 'MB',
      value: figures.peakMb,
      reference: 'aim: the page at its most',
      referenceValue: 300,
    },
  ];
}

function peerRows(peers: PeerFigures): BenchRow[] {
  const { rowPerFine, sealMbPerSecond, ...others } = peers;
  const anchor = quantile(rowPerFine.perSecond, 0.5);
  const rows = Object.entries({ rowPerFine, ...others }).map(([name, { persons, perSecond }]): BenchRow => {
    const reference = `a row per fine in Dexie; this: ${perSecond.length} runs of ${persons} persons`;
    return {
      metric: `store.peer.${name}`,
      unit: 'persons/s',
      value: quantile(perSecond, 0.5),
      reference,
      referenceValue: anchor,
    };
  });
  const seal = 'AES-256-GCM of 8 kB pieces in a page; beside: a million persons of 100 B a second';
  return [
    ...rows,
    { metric: 'store.seal', unit: 'MB/s', value: sealMbPerSecond, reference: seal, referenceValue: 100 },
  ];
}

/** Least and most. */
function spreadOf(figures: readonly number[]): string {
  return [0, 1].map((p) => quantile(figures, p).toFixed(2)).join('–');
}

const mb = (bytes: number): number => Math.round(bytes / 1e6);

async function measureVault(folder: string, program: string, files: FeedFiles): Promise<Figures> {
  const job = join(folder, 'job.json');
  const figures = join(folder, 'figures.json');
  const { folder: objects, manifest, manifestName, sample } = files;
  const told = {
    built: inRepository('.vite'),
    folder: objects,
    manifest,
    manifestName,
    sample,
    runs,
    atOnce: segmentsAtOnce,
    figures,
  };
  writeFileSync(job, JSON.stringify(told));
  const data = mkdtempSync(join(folder, 'data-'));
  await runElectronProgram(program, data, { WAFA_STORE_JOB: job }, limitMs);
  rmSync(data, { recursive: true });
  return figuresSchema.parse(JSON.parse(readFileSync(figures, 'utf8')));
}
