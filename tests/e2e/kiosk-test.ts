import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from '@playwright/test';
import { startWorld, type World } from '../../scripts/world/world.ts';
import { Dock } from '../support/dock.ts';
import { KioskApp } from '../support/kiosk-app.ts';
import { People } from '../support/people.ts';

interface TestWorld {
  /** Fine weather at the start of each test. */
  readonly dock: Dock;
  /** A started kiosk on a fresh data folder, English ready at hand. */
  readonly kiosk: KioskApp;
  /** Starts another kiosk, or the same again after a power cut when given its folder. */
  readonly startKiosk: (dataFolder?: string, settings?: Record<string, string>) => Promise<KioskApp>;
}

interface TestOptions {
  /** Shape of the kiosk's window. */
  readonly window: string;
  /** `log`: everything is said at once and is to be found in the log; `sound`: it is played, in real time. */
  readonly speech: 'log' | 'sound';
  /** The test breaks the content policy on purpose. */
  readonly provoked: boolean;
}

interface WorkerWorld {
  readonly world: World;
  /** Who of this world has not been paid for yet: the tests of all files share them, as they share the world. */
  readonly people: People;
}

export const portrait = '1080x1920';
export const landscape = '1920x1080';

/** One world for a whole file of tests; one kiosk for each. A policy violation or a page error fails any test. */
export const test = base.extend<TestWorld & TestOptions, WorkerWorld>({
  window: [portrait, { option: true }],
  speech: ['log', { option: true }],
  provoked: [false, { option: true }],
  world: [
    async ({}, use) => {
      const world = await startWorld({ folder: mkdtempSync(join(tmpdir(), 'wafa-world-')) });
      await use(world);
      await world.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  people: [
    async ({ world: _sameLife }, use) => {
      await use(new People());
    },
    { scope: 'worker' },
  ],
  dock: async ({ world }, use) => {
    const dock = new Dock(world.dockUrl);
    await dock.calm();
    await use(dock);
    await dock.calm();
  },
  startKiosk: async ({ world, window, speech, provoked }, use) => {
    const started: KioskApp[] = [];
    await use(async (dataFolder = mkdtempSync(join(tmpdir(), 'wafa-kiosk-')), settings = {}) => {
      const kiosk = await KioskApp.start(
        { ...world.kioskEnvironment(dataFolder, window), WAFA_SPEECH: speech, ...settings },
        dataFolder,
      );
      started.push(kiosk);
      return kiosk;
    });
    for (const kiosk of started) {
      await kiosk.close();
      if (!provoked) base.expect(kiosk.faults(), 'violations of the content policy and page errors').toEqual([]);
    }
  },
  kiosk: async ({ dock: _calm, startKiosk }, use) => {
    await use(await startKiosk());
  },
});

export { expect } from '@playwright/test';
