import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchJournal } from '../tests/bench/journal.ts';
import { benchMemory } from '../tests/bench/memory.ts';
import { benchStart } from '../tests/bench/start.ts';
import { benchSync } from '../tests/bench/sync.ts';
import { benchTouch } from '../tests/bench/touch.ts';
import { withDisplay } from './prepare/display.ts';
import { command, longStep, Unprepared } from './prepare/say.ts';
import { ownTemporaryFolder } from './prepare/temporary-folder.ts';
import { startWorld, type World } from './world/world.ts';

/** Runs a bench in what it needs around it. */
type Bench = () => Promise<void>;

const benches: Readonly<Record<string, Bench>> = {
  start: inWorld(benchStart),
  touch: inWorld(benchTouch),
  memory: inWorld(benchMemory),
  journal: benchJournal,
  sync: benchSync,
  // Loaded when it is asked for: it brings a bundler with it.
  store: async () => (await import('../tests/bench/store.ts')).benchStore(),
  // Loaded when it is asked for: it brings both halves of the product with it.
  simulation: async () => (await import('../tests/sim/bench-simulation.ts')).benchSimulation(),
};

/** `npm run bench [-- name …]`: figures beside the limit or peer measured in the same run; also in `out/bench`. */
await command(async () => {
  ownTemporaryFolder();
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const names = asked.length > 0 ? asked : Object.keys(benches);
  const unknown = names.find((name) => !benches[name]);
  if (unknown) throw new Unprepared(`There is no bench "${unknown}": choose from ${Object.keys(benches).join(', ')}.`);
  const display = await withDisplay({ width: 1920, height: 1920 }, { always: true });
  Object.assign(process.env, display.env);
  for (const name of names) await longStep(`bench ${name}`, () => benches[name]?.() ?? Promise.resolve());
  display.stop();
});

/** A bench of the whole application: it gets a world of its own. */
function inWorld(bench: (world: World) => Promise<void>): Bench {
  return async () => {
    const world = await startWorld({ folder: mkdtempSync(join(tmpdir(), 'wafa-world-')) });
    try {
      await bench(world);
    } finally {
      await world.stop();
    }
  };
}
