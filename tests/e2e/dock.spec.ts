import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication } from '@playwright/test';
import { electronRuntime } from '../../scripts/prepare/electron-runtime.ts';
import { sandboxFlags, sandboxObstacle } from '../../scripts/prepare/sandbox.ts';
import type { World } from '../../scripts/world/world.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

/** The dock's own window, beside the kiosk's. */
async function openDock({ dockUrl }: World): Promise<ElectronApplication> {
  const { executable, dist } = electronRuntime();
  return _electron.launch({
    executablePath: executable,
    args: ['src-simulators/dock/window', ...sandboxFlags(dist), '--force-device-scale-factor=1'],
    chromiumSandbox: sandboxObstacle(dist) === undefined,
    env: {
      ...(process.env as Record<string, string>), // nothing in it is undefined once it has been set
      WAFA_DOCK_URL: dockUrl,
      WAFA_DOCK_DATA: mkdtempSync(join(tmpdir(), 'wafa-dock-')),
    },
  });
}

test('the dock scans the code on the kiosk and opens its page on a phone, as a visitor would', async ({
  kiosk,
  world,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  await visitor.startPaying(people.next(1).number, 'On your phone');
  await visitor.on('PayOnPhone');
  const dock = await openDock(world);
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

test('the dock taps a card at the terminal that the kiosk has asked for one, as a visitor would', async ({
  kiosk,
  world,
  people,
}) => {
  const visitor = new Visitor(kiosk);
  const dock = await openDock(world);
  try {
    const panel = await dock.firstWindow();
    const terminal = panel.getByRole('region', { name: 'Card terminal' });
    await expect(terminal.getByText('nexo simulator, not a K-Net terminal.')).toBeVisible();
    await terminal.getByRole('button', { name: 'Tap good card' }).click();
    await expect(panel.getByText('The terminal takes no notice of that now.')).toBeVisible();
    await visitor.chooseLanguage();
    await visitor.lookUp(people.next(1).number);
    await visitor.selectAllAndReview();
    await visitor.touch('ChooseRail', /Card terminal/);
    await expect(terminal.getByLabel('Terminal display')).toHaveText(/^Present card — \d+\.\d{3} KD$/);
    await terminal.getByRole('button', { name: 'Tap good card' }).click();
    expect(await visitor.receiptNumber()).toMatch(/-00000001$/);
  } finally {
    await dock.close();
  }
});
