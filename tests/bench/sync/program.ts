import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';
import { z } from 'zod';
import { feedObjects } from '../../../src-main/gateway/feed-objects.ts';
import { nodePrivateFile } from '../../../src-main/identity/edge/node-private-file.ts';
import { registerSchemes } from '../../../src-main/platform/edge/app-protocol.ts';
import { systemClock, systemRng, systemTimers } from '../../../src-main/platform/edge/system.ts';
import { nodeFeedFs } from '../../../src-main/sync/edge/node-feed-fs.ts';
import { openFeed, type Feed } from '../../../src-main/sync/open-feed.ts';
import { vaultWindow } from '../../../src-main/vault/edge/vault-window.ts';
import { VaultKeeper } from '../../../src-main/vault/vault-keeper.ts';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import { ok } from '../../../src-shared/result.ts';
import { until } from '../../support/until.ts';
import { jobSchema, type Job, type Stage } from './job.ts';

/*
 * The kiosk's own feed and vault and nothing else of it, at the end of a line. Built and started by kiosk.ts.
 */

/** Longest a stage may take, ms. */
const limitMs = 30 * 60_000;

async function measure(job: Job): Promise<Record<string, number>> {
  const system = { clock: systemClock, timers: systemTimers, rng: systemRng };
  const data = app.getPath('userData');
  const log: Log = (event, details) => console.error(event, JSON.stringify(details));
  const vault = new VaultKeeper({
    open: vaultWindow({
      rendererRoot: join(job.built, 'renderer', 'main_window'),
      preloadFolder: join(job.built, 'build'),
      objectPath: (name) => feed.objectPath(name),
    }),
    ...system,
    onOpen: () => feed.vaultOpened(),
    log,
  });
  let stage: Stage | undefined;
  const line = () => feedObjects({ ...system, fetch, baseUrl: `${job.url}/${stage?.name ?? ''}` }, null);
  const feed: Feed = await openFeed({
    folder: join(data, 'feed'),
    fs: nodeFeedFs,
    files: {
      state: nodePrivateFile(join(data, 'feed-state.json')),
      peppers: nodePrivateFile(join(data, 'feed-peppers.json')),
      bucketKeys: nodePrivateFile(join(data, 'feed-bucket-keys.json')),
    },
    source: {
      head: () => line().head(z.unknown()),
      object: (name, from, take) => line().object(name, from, take),
      peppers: async () => ok(job.peppers),
    },
    who: () => ({ kioskCode: 'K001', answerKey: job.answerKey }),
    provedMs: () => null,
    // As the feed of the bench was built: names are not stretched.
    stretch: async (name) => createHash('sha256').update(name).digest(),
    vault,
    ...system,
    clock: { ...systemClock, wallMs: () => systemClock.wallMs() + (stage?.aheadMs ?? 0) },
    log,
  });
  await vault.start();
  const figures: Record<string, number> = {};
  for (stage of job.stages) figures[stage.name] = await timed(feed, stage);
  feed.stop();
  vault.stop();
  return figures;
}

async function timed(feed: Feed, { name, seq, asked }: Stage): Promise<number> {
  const from = performance.now();
  feed.look();
  const isThere = (): true | null =>
    feed.resources().some((each) => each.name === 'vault' && each.state === 'ready' && each.seq === seq) || null;
  await until(`the edition of "${name}" in the vault`, isThere, limitMs);
  const seconds = (performance.now() - from) / 1000;
  for (const { number, fines } of asked) {
    const answer = await feed.desk.lookUp({ kind: 'individual', numberKind: 'civil', number });
    const found = answer.says === 'these' ? answer.obligations.length : answer.says;
    if (found !== fines) throw new Error(`"${name}" says ${found} of ${number}, not ${fines}`);
  }
  return seconds;
}

registerSchemes();
const job = jobSchema.parse(JSON.parse(readFileSync(process.env['WAFA_SYNC_JOB'] ?? '', 'utf8')));
void app
  .whenReady()
  .then(() => measure(job))
  .then(
    (figures) => {
      writeFileSync(job.figures, JSON.stringify(figures));
      app.exit(0);
    },
    (failure: unknown) => {
      console.error(failure);
      app.exit(1);
    },
  );
