import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeProgram, makeReleaseKeys } from '../../scripts/operator/make-program.ts';
import { programTextFile } from '../../src-shared/contract/program-bundle.ts';
import { startAgainCode } from '../../src-main/platform/start-again-code.ts';
import { StaffHands } from '../support/staff-hands.ts';
import { Visitor } from '../support/visitor.ts';
import { expect, test } from './kiosk-test.ts';

test('with the network cut a technician puts a signed program in from a stick; one that nobody released is refused', async ({
  dock,
  world,
  startKiosk,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-release-'));
  const [keys, taken] = [join(folder, 'keys'), join(folder, 'taken')];
  for (const name of [keys, taken]) mkdirSync(name);
  const { privatePem, publicPem } = makeReleaseKeys();
  writeFileSync(join(keys, 'release.pem'), publicPem);
  const packageFile = join(folder, 'wafa.deb');
  writeFileSync(packageFile, Buffer.alloc(5_000_000, 'program'));
  const stick = join(world.sticks, 'demo-stick');
  const order = {
    ...{ packageFile, from: '0.1.0', platform: `${process.platform}-${process.arch}` },
    made: '2026-11-22T09:26:00+03:00',
  };
  const good = await makeProgram(stick, { ...order, version: '9.0.0', privateKey: privatePem });
  const forged = await makeProgram(stick, { ...order, version: '9.0.1', privateKey: makeReleaseKeys().privatePem });

  const kiosk = await startKiosk(undefined, { WAFA_RELEASE_KEYS: keys, WAFA_INSTALL_COMMAND: `cp -r -t ${taken}` });
  await new Visitor(kiosk).on('Attract');
  const staff = new StaffHands(kiosk);
  await staff.comeIn('T301');
  await dock.network('down');
  const page = await staff.goTo('carry');
  const there = page.locator('[data-stick="demo-stick"]');
  await expect(there.locator('[data-program="forged"]')).toContainText(forged);
  await expect(there.locator('[data-program="forged"] button')).toHaveCount(0);
  const child = kiosk.app.process();
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await there.locator('[data-program="good"] [data-action="put-in-program"]').click();
  expect(await ended).toBe(startAgainCode);
  // The system was given what the stick had.
  expect(readFileSync(join(taken, 'program', programTextFile))).toEqual(
    readFileSync(join(stick, good, programTextFile)),
  );
  for (const name of [good, forged]) rmSync(join(stick, name), { recursive: true });
});
