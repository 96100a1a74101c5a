import { readdir, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { MachineFacts } from '../machine-watch.ts';

/** Where Linux has its thermometers. */
const thermal = '/sys/class/thermal';

/** Asks the operating system. @param dataFolder whose disk it is about */
export function nodeMachine(dataFolder: string): () => Promise<MachineFacts> {
  return async () => ({ diskFreeBytes: await diskFree(dataFolder), temperature: await temperature() });
}

async function diskFree(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

async function temperature(): Promise<number | null> {
  try {
    const zones = (await readdir(thermal)).filter((name) => name.startsWith('thermal_zone'));
    const texts = await Promise.all(zones.map((zone) => readFile(join(thermal, zone, 'temp'), 'utf8').catch(() => '')));
    const degrees = texts.map((text) => Number.parseInt(text, 10) / 1000).filter(Number.isFinite);
    return degrees.length > 0 ? Math.round(Math.max(...degrees)) : null;
  } catch {
    return null;
  }
}
