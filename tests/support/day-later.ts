import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the kiosk remembers of its clock, made as if that had been a day behind: without a network it is a day later. */
export function makeItADayLater(dataFolder: string): void {
  const file = join(dataFolder, 'feed-state.json');
  const state = JSON.parse(readFileSync(file, 'utf8')) as { clockOffsetMs: number };
  writeFileSync(file, JSON.stringify({ ...state, clockOffsetMs: 86_400_000 }));
}
