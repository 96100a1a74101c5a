import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keptLogs } from '../../../platform/edge/log-file.ts';
import type { LogFiles } from '../log-search.ts';

/** The files of the kiosk's log as they are on the disk. One that is not there, or cannot be read, has no lines. */
export function nodeLogFiles(folder: string): LogFiles {
  return async function* () {
    for (let age = 0; age <= keptLogs; age += 1) {
      const name = age === 0 ? 'kiosk.log' : `kiosk.log.${age}`;
      yield await readFile(join(folder, name), 'utf8').catch(() => '');
    }
  };
}
