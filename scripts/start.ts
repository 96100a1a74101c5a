import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { demoIdentities } from '../src-simulators/world/demo-identities.ts';
import { groupedEnrolCode } from '../src-shared/domain/enrol-code.ts';
import { withDisplay } from './prepare/display.ts';
import { command, say, Unprepared } from './prepare/say.ts';
import { inRepository } from './prepare/paths.ts';
import { startDockWindow, startKiosk } from './world/kiosk-process.ts';
import { startAgainCode } from '../src-main/platform/start-again-code.ts';
import { startWorld, type World } from './world/world.ts';

/** `npm start`: the whole demo on this machine, until its window is closed or Ctrl+C is pressed. */
await command(async () => {
  const landscape = process.argv.includes('--landscape');
  // The kiosk begins as nobody: its code is printed, to be typed at its screen.
  const enrol = process.argv.includes('--enrol');
  const verbose = process.argv.includes('--verbose');
  const shape = landscape ? '1920x1080@0.5' : '1080x1920@0.5';
  const folder = inRepository('out', 'start');
  // Every demo begins anew: a kiosk of last time would be a stranger to a gateway whose database is in memory.
  rmSync(folder, { recursive: true, force: true });
  const display = await withDisplay({ width: 1920, height: 1080 });
  const world = await startWorld({ folder: join(folder, 'world'), ...(verbose ? { say } : {}) });
  const { WAFA_ENROL_CODE: code = '', ...settings } = world.kioskEnvironment(join(folder, 'kiosk'), shape);
  const environment = { ...display.env, ...settings, ...(enrol ? {} : { WAFA_ENROL_CODE: code }) };
  let kiosk = startKiosk(environment, verbose);
  const dock = startDockWindow({ ...display.env, WAFA_DOCK_URL: world.dockUrl, WAFA_DOCK_DATA: folder });
  introduce(world, display.virtual ? display.env['DISPLAY'] : undefined);
  if (enrol) say(`One-time code of the kiosk: ${groupedEnrolCode(code)} (make the sign of staff: docs/operations.md)`);
  const stop = (): void => {
    kiosk.kill();
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  await once(kiosk, 'exit');
  // Staff have restarted it at its screen.
  while (kiosk.exitCode === startAgainCode) {
    kiosk = startKiosk(environment, verbose);
    await once(kiosk, 'exit');
  }
  dock.kill();
  await world.stop();
  display.stop();
  if (kiosk.exitCode) {
    throw new Unprepared(`The kiosk ended with code ${kiosk.exitCode}: "npm start -- --verbose" shows its words.`);
  }
});

function introduce(world: World, virtualDisplay: string | undefined): void {
  say('');
  say('Wafa demo. Everything is simulated, nobody is real, nothing leaves this machine.');
  say('');
  for (const { party, description } of demoIdentities) say(`  ${party.number}  ${description.en}`);
  say('');
  say(`  dock      ${world.dockUrl}`);
  say(`  gateway   ${world.gatewayUrl}/docs`);
  say('  test card any digits, any PIN, expiry 09 / 2025');
  if (virtualDisplay) {
    say('');
    say(`There is no screen here: the windows are on the virtual display ${virtualDisplay}.`);
    say(`Look at them with: DISPLAY=${virtualDisplay} import -window root screen.png   (package imagemagick)`);
    say('or run "npm run demo", which leaves pictures of every screen in out/demo.');
  }
  say('');
  say('Ctrl+C ends it.');
}
