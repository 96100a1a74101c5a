import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StaffHands } from '../support/staff-hands.ts';
import { verify } from '../support/verify.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('with the network cut a supervisor carries the evidence away, anybody can check it, and one flipped bit is named', async ({
  kiosk,
  dock,
  world,
}) => {
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('S201');
  await dock.network('down');
  const page = await staff.goTo('carry');
  await page.locator('[data-stick="demo-stick"] [data-action="export"]').click();
  await expect(page.locator('[data-notice="exported"]')).toBeVisible({ timeout: 30_000 });
  await staff.leave();
  const stick = join(world.sticks, 'demo-stick');
  const folder = join(stick, readdirSync(stick).at(-1) ?? '');
  const whole = verify(folder);
  expect(whole.out).toContain('export: intact');
  expect(whole.out).toContain('journal payment: intact');
  expect(whole.out).toContain('journal audit: intact');
  expect(whole.intact).toBe(true);
  // The folder on the stick has its record at the kiosk: the hash of its list, which has those of all files.
  const hash = createHash('sha256')
    .update(readFileSync(join(folder, 'export.json')))
    .digest('hex');
  expect(readFileSync(join(kiosk.dataFolder, 'audit', 'audit-000001.wj'), 'utf8')).toContain(hash);
  const file = join(folder, 'audit-000001.wj');
  const bytes = readFileSync(file);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  writeFileSync(file, bytes);
  const damaged = verify(folder);
  expect(damaged.intact).toBe(false);
  expect(damaged.out).toContain('audit-000001.wj: its content is not what was written');
  expect(damaged.out).toMatch(/journal audit: DAMAGED[^]*first bad record: \d+, in audit-000001\.wj at byte \d+/);
});
