import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { electronRuntime } from '../../../scripts/prepare/electron-runtime.ts';
import { sandboxFlags, sandboxObstacle } from '../../../scripts/prepare/sandbox.ts';
import { definedEnvironment } from '../../support/kiosk-app.ts';
import { Finger } from './finger.ts';
import { recordFrames, type Frames } from './frames.ts';
import { installStopWatch, timed } from './stop-watch.ts';

/** An even number: every round ends as it began. */
const touches = 60;

/** What the least an Electron window can be takes for the same touches, with the same stop-watch. */
export interface BareWindow {
  /** Pointer to next painted screen, ms. */
  readonly clicks: readonly number[];
  /** The same under a finger, which the browser looks at longer; ms. */
  readonly taps: readonly number[];
  /** Frames under the finger. */
  readonly frames: Frames;
}

/** A page of one button that names another screen at every touch: no intent, no snapshot, nothing to draw but a word. */
export async function touchBareWindow(): Promise<BareWindow> {
  const { executable, dist } = electronRuntime();
  const app = await _electron.launch({
    executablePath: executable,
    args: ['tests/bench/bare', ...sandboxFlags(dist), '--force-device-scale-factor=1'],
    chromiumSandbox: sandboxObstacle(dist) === undefined,
    env: { ...definedEnvironment(), BARE_DATA: mkdtempSync(join(tmpdir(), 'wafa-bare-')) },
  });
  try {
    const page = await app.firstWindow();
    await page.locator('button').waitFor();
    await page.evaluate(() => {
      const button = document.querySelector('button');
      button?.addEventListener('click', () => {
        document.body.dataset['screen'] = document.body.dataset['screen'] === 'one' ? 'other' : 'one';
        button.textContent = document.body.dataset['screen'] ?? '';
      });
    });
    await installStopWatch(page);
    const finger = await Finger.on(page);
    const time = async (touch: () => Promise<void>): Promise<readonly number[]> => {
      const times: number[] = [];
      for (let round = 0; round < touches; round += 1) {
        times.push((await timed(page, touch, `[data-screen="${round % 2 === 0 ? 'one' : 'other'}"]`)).wanted);
      }
      return times;
    };
    const clicks = await time(() => page.locator('button').click());
    let taps: readonly number[] = [];
    const frames = await recordFrames(page, async () => {
      taps = await time(() => finger.tap('button'));
    });
    return { clicks, taps, frames };
  } finally {
    await app.close();
  }
}
