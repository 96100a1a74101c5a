import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { sandboxFlags, sandboxObstacle } from '../../scripts/prepare/sandbox.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('the dock scans the code on the kiosk and opens its page on a phone, as a visitor would', async ({
  kiosk,
  world,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const { executable, dist } = electronRuntime();
  const dock = await _electron.launch({
    executablePath: executable,
    args: ['src-simulators/dock/window', ...sandboxFlags(dist), '--force-device-scale-factor=1'],
    chromiumSandbox: sandboxObstacle(dist) === undefined,
    env: {
      ...(process.env as Record<string, string>), // nothing in it is undefined once it has been set
      WAFA_DOCK_URL: world.dockUrl,
      WAFA_DOCK_DATA: mkdtempSync(join(tmpdir(), 'wafa-dock-')),
    },
  });
  try {
    const panel = await dock.firstWindow();
    await expect(panel.getByText('399123100017')).toBeVisible();
    await panel.getByRole('button', { name: /Scan the code/ }).click();
    await expect(panel.getByText('Page opened on the phone.')).toBeVisible();
    await expect.poll(() => dock.windows().some((page) => /\/p\/[\w-]+$/.test(page.url()))).toBe(true);
  } finally {
    await dock.close();
  }
});
