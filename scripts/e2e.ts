import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withDisplay } from './prepare/display.ts';
import { inRepository } from './prepare/paths.ts';
import { command } from './prepare/say.ts';
import { ownTemporaryFolder } from './prepare/temporary-folder.ts';

/** `npm run test:e2e [-- filter…]`: journeys in the real app on a virtual screen that fits both orientations. */
await command(async () => {
  ownTemporaryFolder();
  const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
  const report = process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ?? inRepository('out', 'e2e-report.json');
  const child = spawn(
    process.execPath,
    [
      inRepository('node_modules', '@playwright', 'test', 'cli.js'),
      'test',
      '-c',
      'tests/e2e',
      ...process.argv.slice(2),
    ],
    {
      cwd: inRepository(),
      stdio: 'inherit',
      env: { ...process.env, ...display.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    },
  );
  await once(child, 'exit');
  display.stop();
  process.exitCode = child.exitCode ?? 1;
});
