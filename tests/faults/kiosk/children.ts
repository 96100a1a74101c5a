import { PNG } from 'pngjs';
import { isOneColour } from '../../../src-main/windows/glass-watch.ts';
import type { ScreenName } from '../../../src-shared/session/screen.ts';
import type { KioskApp } from '../../support/kiosk-app.ts';
import { until } from '../../support/until.ts';
import type { ChildKind } from './cases.ts';

/** Process id of a child of this kiosk, once there is one. */
function childOf(kiosk: KioskApp, kind: ChildKind): Promise<number> {
  return until(`a ${kind} process`, async () => {
    const found = await kiosk.app.evaluate(({ app, webContents }, wanted) => {
      if (wanted === 'page' || wanted === 'vault') {
        const host = wanted === 'page' ? 'app://kiosk/' : 'app://vault/';
        return webContents
          .getAllWebContents()
          .find((contents) => contents.getURL().startsWith(host))
          ?.getOSProcessId();
      }
      const type = wanted === 'gpu' ? 'GPU' : 'Utility';
      return app.getAppMetrics().find((process) => process.type === type)?.pid;
    }, kind);
    return found && found > 0 ? found : null;
  });
}

/**
 * Kills a child and waits until the screen that was shown is drawn again.
 * @returns milliseconds it took
 */
export async function killChild(kiosk: KioskApp, kind: ChildKind, screen: ScreenName): Promise<number> {
  const pid = await childOf(kiosk, kind);
  const begun = performance.now();
  process.kill(pid, 'SIGKILL');
  await kiosk.on(screen);
  // What the page holds says nothing about what is on the glass.
  if (kind === 'gpu') await until('a picture on the glass', async () => (await isDrawn(kiosk, screen)) || null);
  return performance.now() - begun;
}

async function isDrawn(kiosk: KioskApp, screen: ScreenName): Promise<boolean> {
  const page = await kiosk.on(screen);
  // The page may be made anew while its picture is taken.
  const picture = await page.screenshot().catch(() => null);
  return picture !== null && !isOneColour(pageIn(PNG.sync.read(picture)).data);
}

/** The window is of half size (`program.ts`), and the page fills that part of the picture only. */
function pageIn(picture: PNG): PNG {
  const page = new PNG({ width: picture.width / 2, height: picture.height / 2 });
  PNG.bitblt(picture, page, 0, 0, page.width, page.height, 0, 0);
  return page;
}
