import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../scripts/world/world.ts';
import { offeredLanguages } from '../../src-shared/domain/language.ts';
import { Dock } from '../support/dock.ts';
import { KioskApp } from '../support/kiosk-app.ts';
import { quantile, report, type BenchRow } from './report.ts';
import { touchBareWindow, type BareWindow } from './touch/bare.ts';
import type { Frames } from './touch/frames.ts';
import { TimedHands } from './touch/hands.ts';
import { switchLanguages } from './touch/languages.ts';
import { goListWays } from './touch/list-ways.ts';
import { frameRows, listRows, useLongList } from './touch/long-list.ts';
import { inquiryAimMs, languageAimMs, Samples, touchAimMs } from './touch/samples.ts';
import { eachServiceRows, serviceGroupRows, visitEveryService } from './touch/services.ts';

/** Visits to every service, each with a fresh page, as every visitor has. */
const serviceVisits = 2;
/** Visits that begin in each language. */
const languageVisits = 1;

/** In the real app: finger up to next painted frame, number entered to finding painted, frames of a long list, languages. */
export async function benchTouch(world: World): Promise<void> {
  const bare = await touchBareWindow();
  const folder = mkdtempSync(join(tmpdir(), 'wafa-bench-'));
  const kiosk = await KioskApp.start(world.kioskEnvironment(folder, '1080x1920'), folder);
  try {
    // A code is read by people; here it would be one more touch.
    await new Dock(world.dockUrl).ministrySystem({ codeKind: 'none' });
    await timeEverything(new TimedHands(kiosk), bare);
  } finally {
    await kiosk.close();
  }
}

async function timeEverything(hands: TimedHands, bare: BareWindow): Promise<void> {
  const ways = new Samples();
  await goListWays(hands, ways);
  report('touch', [
    ...ways.rows('touch.nextScreen', touchAimMs),
    ...ways.rows('inquiry.gateway', inquiryAimMs).filter(({ metric }) => metric.endsWith('p95')),
    besideBare(ways, 'touch.nextScreen', bare.clicks),
  ]);

  const services = new Samples();
  for (let visit = 0; visit < serviceVisits; visit += 1) await visitEveryService(hands, services, 'en');
  report('touch-services', serviceGroupRows(services));
  report('touch-each-service', eachServiceRows(services));

  const list = new Samples();
  await hands.begin('en');
  const frames = await useLongList(hands, list);
  await hands.end('TicketList');
  report('touch-list', [
    ...listRows(list),
    ...list.groups('touch.list.').map((group) => besideBare(list, group, bare.taps)),
    ...frameRows(frames),
    ...frameRows(new Map([['bareWindow', bare.frames]])),
  ]);
  sayWhatWasLong(frames);

  const languages = new Samples();
  for (let visit = 0; visit < languageVisits; visit += 1) {
    for (const first of offeredLanguages) await switchLanguages(hands, languages, first);
  }
  report('touch-language', [
    ...languages.groups('language.').flatMap((group) => languages.rows(group, languageAimMs)),
    ...languages.rows('touch.chooseLanguage', touchAimMs),
  ]);
}

function besideBare(samples: Samples, group: string, bare: readonly number[]): BenchRow {
  return {
    metric: `${group}.p95`,
    unit: 'ms',
    value: quantile(samples.of(group), 0.95),
    samples: samples.of(group).length,
    reference: 'a bare Electron window, p95',
    referenceValue: quantile(bare, 0.95),
  };
}

/** Names what held up the longest frames, for whoever wants to shorten them. */
function sayWhatWasLong(frames: ReadonlyMap<string, Frames>): void {
  for (const [name, { long }] of frames) {
    for (const { ms, layoutMs, scripts } of long.toSorted((a, b) => b.ms - a.ms).slice(0, 3)) {
      console.log(`  ${name}: ${ms} ms, layout ${layoutMs} ms; ${scripts.join('; ')}`);
    }
  }
}
