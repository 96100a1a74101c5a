import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stick, Sticks } from '../sticks.ts';

/**
 * Sticks are the folders in one place (`/run/wafa/sticks`) that another device is mounted on, so that nothing is ever
 * "carried away" to the kiosk's own disk. @param anyFolder in a demo a plain folder plays a stick
 */
export function nodeSticks(place: string | null, anyFolder: boolean): Sticks {
  return {
    async list() {
      if (place === null) return [];
      try {
        const home = await stat(place);
        const entries = await readdir(place, { withFileTypes: true });
        const sticks: Stick[] = [];
        for (const entry of entries.filter((one) => one.isDirectory())) {
          const folder = join(place, entry.name);
          const { dev } = await stat(folder);
          if (dev === home.dev && !anyFolder) continue;
          const { bavail, bsize } = await statfs(folder);
          sticks.push({ name: entry.name, folder, freeBytes: bavail * bsize });
        }
        return sticks.sort((one, other) => one.name.localeCompare(other.name));
      } catch {
        return []; // no such place, or a stick that went while it was looked at
      }
    },
  };
}
