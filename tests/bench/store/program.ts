import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron';
import { z } from 'zod';
import { registerSchemes } from '../../../src-main/platform/edge/app-protocol.ts';
import { systemTimers } from '../../../src-main/platform/edge/system.ts';
import { vaultWindow } from '../../../src-main/vault/edge/vault-window.ts';
import { VaultClient } from '../../../src-main/vault/vault-client.ts';
import type { OpenVault } from '../../../src-main/vault/vault-port.ts';
import type { VaultReply, VaultRequest, VaultVerb } from '../../../src-shared/contract/vault-rpc.ts';
import { manifestSchema } from '../../../src-shared/feed/head.ts';
import type { Figures } from './figures.ts';

/*
 * The kiosk's own vault and nothing else of it, over its own port and protocol. Built and started by ../store.ts.
 */

const jobSchema = z.object({
  /** The built application. */
  built: z.string(),
  folder: z.string(),
  manifest: manifestSchema,
  manifestName: z.string(),
  sample: z.array(z.string()),
  runs: z.int(),
  /** Segments under way at once. */
  atOnce: z.int(),
  /** Where the figures go. */
  figures: z.string(),
});
type Job = z.infer<typeof jobSchema>;

async function measure(job: Job): Promise<Figures> {
  const open = vaultWindow({
    rendererRoot: join(job.built, 'renderer', 'main_window'),
    preloadFolder: join(job.built, 'build'),
    objectPath: (name) => join(job.folder, name),
  });
  const keys = Array.from({ length: job.runs }, () => randomBytes(32).toString('base64url'));
  const ingest: number[] = [];
  const flatFile: number[] = [];
  let page = await openPage(open);
  for (const [run, key] of keys.entries()) {
    flatFile.push(seconds(() => writeFlatFile(job)));
    ingest.push(await ingestAll(job, page.call, run + 1, key));
  }
  const peakMb = peakOfPages();
  const transferMbPerSecond = await fetchAll(job);
  page.close();
  const from = performance.now();
  page = await openPage(open);
  const { usable } = await page.call('use', { generation: job.runs, bucketKey: keys.at(-1) ?? '' });
  if (!usable) throw new Error('the copy is not usable after a restart');
  const [first = Number.NaN] = await lookUps(page.call, job.sample.slice(0, 1), 'record');
  const openMs = performance.now() - from;
  const wanted = job.sample.filter((_, at) => at % Math.ceil(job.sample.length / 2_000) === 0);
  const cold = await lookUps(page.call, wanted, 'record');
  const warm = await lookUps(page.call, wanted, 'record');
  const miss = await lookUps(page.call, wanted.map(stranger), 'nothing');
  page.close();
  return {
    ingest,
    flatFile,
    transferMbPerSecond,
    first,
    cold,
    warm,
    miss,
    openMs,
    diskBytes: bytesIn(app.getPath('userData')),
    peakMb,
  };
}

type Call = <V extends VaultVerb>(verb: V, request: VaultRequest<V>) => Promise<VaultReply<V>>;

async function openPage(open: OpenVault): Promise<{ call: Call; close: () => void }> {
  const port = await open();
  const client = new VaultClient(port, systemTimers);
  return {
    call: async (verb, request) => {
      const reply = await client.call(verb, request);
      if (!reply.ok) throw new Error(`${verb}: ${reply.error}`);
      return reply.value;
    },
    close: () => {
      port.close();
    },
  };
}

async function ingestAll(job: Job, call: Call, generation: number, bucketKey: string): Promise<number> {
  const { manifest, manifestName } = job;
  const from = performance.now();
  await call('begin', { generation, manifest, manifestName, bucketKey });
  let next = 0;
  const line = async (): Promise<void> => {
    while (next < manifest.segments.length) {
      const segment = next;
      next += 1;
      const { taken } = await call('ingest', { segment });
      if (!taken) throw new Error(`segment ${segment} was not taken in`);
    }
  };
  await Promise.all(Array.from({ length: job.atOnce }, line));
  const { active } = await call('activate', {});
  if (active?.generation !== generation) throw new Error('not activated');
  return (performance.now() - from) / 1000;
}

async function lookUps(call: Call, indexes: readonly string[], expected: string): Promise<number[]> {
  const figures: number[] = [];
  for (const index of indexes) {
    const from = performance.now();
    const { found } = await call('lookUp', { index });
    figures.push(performance.now() - from);
    if (found !== expected) throw new Error(`${index}: ${found}`);
  }
  return figures;
}

/** Another index of the same bucket; those that have a record end in zeros. */
function stranger(index: string): string {
  return `${index.slice(0, -1)}7`;
}

/** The way from the disk into the page alone, MB/s. */
async function fetchAll({ manifest: { segments } }: Job): Promise<number> {
  const page = BrowserWindow.getAllWindows()[0]?.webContents;
  const names = JSON.stringify(segments.map(({ name }) => name));
  const script = `(async () => {
    const read = async (name) => {
      const reader = (await fetch('feed://objects/' + name)).body.getReader({ mode: 'byob' });
      let piece = new Uint8Array(1 << 20);
      for (let done = false; !done; ) {
        const got = await reader.read(piece);
        done = got.done;
        piece = new Uint8Array(got.value.buffer);
      }
    };
    const names = ${names};
    const line = async () => { for (let name = names.pop(); name; name = names.pop()) await read(name); };
    await Promise.all([line(), line(), line()]);
  })()`;
  const from = performance.now();
  await page?.executeJavaScript(script);
  const bytes = segments.reduce((sum, segment) => sum + segment.bytes, 0);
  return bytes / 1e6 / ((performance.now() - from) / 1000);
}

/** The least this can cost: the same bytes read, written into one file and synced. */
function writeFlatFile({ folder, manifest }: Job): void {
  const path = join(app.getPath('userData'), 'flat');
  const file = fs.openSync(path, 'w');
  for (const { name } of manifest.segments) fs.writeSync(file, fs.readFileSync(join(folder, name)));
  fs.fdatasyncSync(file);
  fs.closeSync(file);
  fs.unlinkSync(path);
}

function seconds(act: () => void): number {
  const from = performance.now();
  act();
  return (performance.now() - from) / 1000;
}

function peakOfPages(): number {
  const pages = app.getAppMetrics().filter(({ type }) => type === 'Tab');
  return Math.max(...pages.map(({ memory }) => memory.peakWorkingSetSize)) / 1024;
}

/** Of the vault's own storage. */
function bytesIn(userData: string): number {
  const folder = join(userData, 'Partitions', 'vault');
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^(File System|IndexedDB)/.test(name))
    .reduce((sum, name) => sum + fs.statSync(join(folder, name)).blocks * 512, 0);
}

// A page that is opened again is none for a moment.
app.on('window-all-closed', () => undefined);
registerSchemes();
const job = jobSchema.parse(JSON.parse(fs.readFileSync(process.env['WAFA_STORE_JOB'] ?? '', 'utf8')));
void app
  .whenReady()
  .then(() => measure(job))
  .then(
    (figures) => {
      fs.writeFileSync(job.figures, JSON.stringify(figures));
      app.exit(0);
    },
    (failure: unknown) => {
      console.error(failure);
      app.exit(1);
    },
  );
