import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchMemory } from '../tests/bench/memory.ts';
import { benchStart } from '../tests/bench/start.ts';
import { benchTouch } from '../tests/bench/touch.ts';
import { withDisplay } from './prepare/display.ts';
import { command, longStep, Unprepared } from './prepare/say.ts';
import { startWorld, type World } from './world/world.ts';

const benches: Readonly<Record<string, (world: World) => Promise<void>>> = {
  start: benchStart,
  touch: benchTouch,
  memory: benchMemory,
};

/** `npm run bench [-- name …]`: figures beside the limit or peer measured in the same run; also in `out/bench`. */
await command(async () => {
  const names = process.argv.slice(2).length > 0 ? process.argv.slice(2) : Object.keys(benches);
  const unknown = names.find((name) => !benches[name]);
  if (unknown) throw new Unprepared(`There is no bench "${unknown}": choose from ${Object.keys(benches).join(', ')}.`);
  const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
  Object.assign(process.env, display.env);
  for (const name of names) {
    const world = await startWorld({ folder: mkdtempSync(join(tmpdir(), 'wafa-world-')) });
    try {
      await longStep(`bench ${name}`, () => benches[name]?.(world) ?? Promise.resolve());
    } finally {
      await world.stop();
    }
  }
  display.stop();
});
