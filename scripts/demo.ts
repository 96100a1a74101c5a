import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firstDay } from '../tests/demo/first-day.ts';
import { payingJourney } from '../tests/demo/journey.ts';
import { checkedReceipt, type CheckedReceipt } from '../tests/demo/receipt-check.ts';
import { Steps, type StepReport } from '../tests/demo/steps.ts';
import { staffTour } from '../tests/demo/staff-tour.ts';
import { Tour } from '../tests/demo/tour.ts';
import { Dock } from '../tests/support/dock.ts';
import { KioskApp } from '../tests/support/kiosk-app.ts';
import { People } from '../tests/support/people.ts';
import { withDisplay } from './prepare/display.ts';
import { electronRuntime } from './prepare/electron-runtime.ts';
import { inRepository } from './prepare/paths.ts';
import { command, longStep, say } from './prepare/say.ts';
import { ownTemporaryFolder } from './prepare/temporary-folder.ts';
import { startWorld, type World } from './world/world.ts';

const folder = inRepository('out', 'demo');
const shapes = { portrait: '1080x1920', landscape: '1920x1080' } as const;

/**
 * `npm run demo`: one visitor from first touch to receipt in the real app, in Arabic and English, upright and
 * lying, then every other screen. Pictures, the receipt and `summary.json` are left in `out/demo`.
 */
await command(async () => {
  ownTemporaryFolder();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
  Object.assign(process.env, display.env);
  const world = await startWorld({ folder: mkdtempSync(join(tmpdir(), 'wafa-world-')) });
  const steps: StepReport[] = [];
  let receipt: CheckedReceipt | null = null;
  let problem: string | null = null;
  try {
    receipt = await everything(world, steps);
  } catch (failure) {
    problem = failure instanceof Error ? failure.message : String(failure);
  }
  await world.stop();
  display.stop();
  const ok = problem === null && steps.every((step) => step.ok) && receipt?.verified === true;
  const summary = { ok, electron: electronRuntime().version, steps, receipt, ...(problem ? { problem } : {}) };
  writeFileSync(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
  say(
    ok
      ? `The demo is what it should be: see ${folder}`
      : `The demo is not what it should be: ${problem ?? 'see summary.json'}`,
  );
  if (!ok) process.exitCode = 1;
});

async function everything(world: World, steps: StepReport[]): Promise<CheckedReceipt> {
  const dock = new Dock(world.dockUrl);
  const people = new People();
  const receipts: CheckedReceipt[] = [];
  for (const [shape, size] of Object.entries(shapes) as ['portrait' | 'landscape', string][]) {
    await dock.calm();
    await longStep(`demo, ${shape}`, () =>
      withKiosk(world, size, async (kiosk) => {
        for (const language of ['ar', 'en'] as const) {
          const walked = new Steps(kiosk, folder, `${shape}-${language}`);
          try {
            await payingJourney(kiosk, dock, walked, language, people.next(2, 4).number);
          } finally {
            steps.push(...walked.reports.map((step) => ({ ...step, name: `${shape} ${language} ${step.name}` })));
          }
          receipts.push(await checkedReceipt(kiosk, dock, join(folder, `receipt-${language}`)));
        }
        await new Tour({ kiosk, dock, world, people, folder, shape }).walk();
        await dock.calm();
        await staffTour({ kiosk, folder, shape });
      }),
    );
    await outOfService(size, shape);
    await longStep(`demo, ${shape}, the first day of a kiosk`, () => enrolled(world, size, shape));
    await longStep(`demo, ${shape}, with nobody to answer`, () => withNobodyToAnswer(size, shape, people));
  }
  const [first] = receipts;
  if (!first) throw new Error('no receipt was printed');
  return first;
}

async function withKiosk(world: World, size: string, use: (kiosk: KioskApp) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'wafa-kiosk-'));
  const kiosk = await KioskApp.start(world.kioskEnvironment(data, size), data);
  try {
    await use(kiosk);
    const faults = kiosk.faults().map(({ kind, text }) => `${kind} ${text}`);
    if (faults.length > 0) throw new Error(`the pages complained: ${faults.join(' | ')}`);
  } finally {
    await kiosk.close();
  }
}

/** A kiosk that is nobody, until it is enrolled at its screen. */
async function enrolled(world: World, size: string, shape: keyof typeof shapes): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'wafa-kiosk-'));
  const { WAFA_ENROL_CODE: code = '', ...environment } = world.kioskEnvironment(data, size);
  const kiosk = await KioskApp.start(environment, data);
  try {
    await firstDay({ kiosk, code, folder, shape });
  } finally {
    await kiosk.close();
  }
}

/** A ministry that was away from the start: the kiosk has no copy to answer from. */
async function withNobodyToAnswer(size: string, shape: keyof typeof shapes, people: People): Promise<void> {
  const world = await startWorld({ folder: mkdtempSync(join(tmpdir(), 'wafa-world-')), ministryDown: true });
  try {
    const dock = new Dock(world.dockUrl);
    await withKiosk(world, size, (kiosk) => new Tour({ kiosk, dock, world, people, folder, shape }).walkWithoutCopy());
  } finally {
    await world.stop();
  }
}

/** A kiosk nobody has given an address: the screen of last resort. */
async function outOfService(size: string, shape: string): Promise<void> {
  const data = mkdtempSync(join(tmpdir(), 'wafa-kiosk-'));
  const kiosk = await KioskApp.start({ WAFA_DATA: data, WAFA_WINDOW: size }, data);
  const page = await kiosk.on('OutOfService');
  await page.screenshot({ path: join(folder, `${shape}-OutOfService.png`) });
  await kiosk.close();
}
