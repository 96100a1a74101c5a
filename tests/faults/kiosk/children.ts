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
  const page = await kiosk.on(screen);
  // Only a page that still gets frames can have its picture taken.
  if (kind === 'gpu') await page.screenshot();
  return performance.now() - begun;
}
