import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Gives this command, and everything it starts from now on, a temporary folder of its own that goes when the command
 * ends: the profile of one kiosk is some megabytes, and a whole run makes hundreds.
 */
export function ownTemporaryFolder(): void {
  const folder = mkdtempSync(join(tmpdir(), 'wafa-run-'));
  process.env['TMPDIR'] = folder;
  process.on('exit', () => {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // A process that is just ending wrote into it: what is left of it is small.
    }
  });
}
