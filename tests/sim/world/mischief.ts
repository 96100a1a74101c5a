import type { Chance } from '../engine/chance.ts';
import type { FsOperation } from '../../../src-main/journal/edge/memory-fs.ts';
import type { Kiosk } from './kiosk.ts';
import { planStaff } from './staff-moves.ts';
import { planTerminal } from './terminal-faults.ts';
import { Visit } from './visit.ts';
import type { World } from './world.ts';

/** Faults come within so long; then the world heals, ms. */
export const healAtMs = 10 * 60_000;

/** Puts on the agenda who comes to pay and what goes wrong. */
export function plan(world: World): void {
  const chance = world.chance.fork('plan');
  for (const kiosk of world.kiosks) world.agenda.after(0, () => void kiosk.boot());
  planVisits(world, chance);
  for (const kiosk of world.kiosks) {
    planCrashes(world, kiosk, chance);
    planDisk(world, kiosk, chance);
    planLine(world, kiosk, chance);
    planTerminal(world, kiosk, chance);
  }
  planGateway(world, chance);
  planOthers(world, chance);
  planStaff(world, chance);
  world.agenda.after(healAtMs, () => heal(world));
}

function planVisits(world: World, chance: Chance): void {
  for (const kiosk of world.kiosks) {
    const visits = chance.pick([1, 1, 1, 2]);
    for (let index = 0; index < visits; index += 1) {
      const first = chance.between(0, 2);
      const itemIds = chance.flip(0.5) ? [`T${first}`] : [`T${first}`, `T${first + 1}`];
      const visit = new Visit(world, kiosk, itemIds);
      world.agenda.after(1_000 + index * 200_000 + chance.between(0, 60_000), () => void visit.come());
    }
  }
}

function planCrashes(world: World, kiosk: Kiosk, chance: Chance): void {
  const times = (most: number): number => chance.between(1, most);
  const strike = (power: boolean): void => {
    world.agenda.after(chance.between(1_000, 400_000), () => {
      kiosk.crash(power);
      world.agenda.after(chance.between(2_000, 60_000), () => void kiosk.boot());
    });
  };
  if (world.has('process_crash')) for (let left = times(3); left > 0; left -= 1) strike(false);
  if (world.has('power_cut')) for (let left = times(3); left > 0; left -= 1) strike(true);
  // Also in the middle of a write: before the n-th call of its disk from some moment on.
  for (const power of [false, true]) {
    if (!world.has(power ? 'power_cut' : 'process_crash') || !chance.flip(0.7)) continue;
    const calls = chance.between(1, 25);
    world.agenda.after(chance.between(500, 120_000), () => kiosk.disk.fuse(calls, () => kiosk.dieNow(power)));
  }
  if (world.has('revoked')) {
    world.agenda.after(chance.between(20_000, 300_000), () => world.gateway.model.revoked.add(kiosk.code));
  }
  if (world.has('kiosk_destroyed')) world.agenda.after(chance.between(20_000, 300_000), () => kiosk.destroy());
  if (world.has('clock_jump')) {
    world.agenda.after(chance.between(1_000, 300_000), () => {
      kiosk.wallOffMs = chance.pick([-1, 1]) * chance.pick([1_000, 3_600_000, 86_400_000 * 400]);
      world.log(`${kiosk.code} clock jumps`);
    });
  }
}

function planDisk(world: World, kiosk: Kiosk, chance: Chance): void {
  if (world.has('lying_sync')) kiosk.disk.lies = true;
  if (world.has('disk_full')) {
    world.agenda.after(chance.between(0, 200_000), () => kiosk.disk.setSpace(chance.between(0, 14_000)));
  }
  if (world.has('disk_error')) {
    const operation = chance.pick<FsOperation>(['write', 'datasync', 'sync', 'open', 'rename', 'syncDir']);
    world.agenda.after(chance.between(0, 150_000), () => {
      world.log(`${kiosk.code} disk will fail`);
      kiosk.disk.failAt(operation, chance.between(1, 6), 'EIO');
      // A journal that is poisoned is opened anew by whoever watches over the program.
      world.agenda.after(120_000, () => {
        kiosk.crash(false);
        world.agenda.after(5_000, () => void kiosk.boot());
      });
    });
  }
}

function planLine(world: World, kiosk: Kiosk, chance: Chance): void {
  if (!world.has('partition')) return;
  for (let left = chance.between(1, 4); left > 0; left -= 1) {
    world.agenda.after(chance.between(500, 400_000), () => {
      world.log(`${kiosk.code} cut off`);
      kiosk.line.cut = true;
      world.agenda.after(chance.between(1_000, 120_000), () => (kiosk.line.cut = false));
    });
  }
}

function planGateway(world: World, chance: Chance): void {
  const { gateway } = world;
  if (world.has('gateway_restart')) {
    for (let left = chance.between(1, 4); left > 0; left -= 1) {
      world.agenda.after(chance.between(500, 500_000), () => gateway.restart(false, chance.between(500, 40_000)));
    }
  }
  if (world.has('gateway_restored')) {
    const at = chance.between(0, 300_000);
    world.agenda.after(at, () => gateway.takeBackup());
    world.agenda.after(at + chance.between(5_000, 250_000), () => gateway.restart(true, chance.between(500, 40_000)));
    world.met.add('restored gateway');
  }
}

function planOthers(world: World, chance: Chance): void {
  if (world.has('ministry_down')) {
    world.agenda.after(chance.between(0, 300_000), () => {
      world.ministry.down = true;
      world.agenda.after(chance.between(5_000, 200_000), () => (world.ministry.down = false));
    });
  }
  if (world.has('other_payers')) {
    for (let left = chance.between(1, 3); left > 0; left -= 1) {
      world.agenda.after(chance.between(10_000, 300_000), () => {
        // Most often what somebody is paying at a kiosk just now.
        const paying = [...world.orders.values()].flatMap(({ itemIds }) => itemIds);
        const itemId = paying.length > 0 && chance.flip(0.8) ? chance.pick(paying) : `T${chance.between(0, 3)}`;
        if (world.ministry.payElsewhere(itemId)) world.log(`${itemId} paid elsewhere`);
      });
    }
  }
}

/** From now on everything works; whoever is down comes up. */
export function heal(world: World): void {
  world.log('heal');
  world.healed = true;
  world.ministry.down = false;
  for (const kiosk of world.kiosks) {
    kiosk.line.cut = false;
    if (kiosk.terminal) kiosk.terminal.unplugged = false;
    kiosk.terminal?.core.setScript([]);
    kiosk.disk.mend();
    // A disk that was full or failed is seen to, and the program started anew.
    const sick = kiosk.life !== null && !kiosk.life.book.canStart();
    if (sick) kiosk.crash(false);
    world.agenda.after(1_000, () => void kiosk.boot());
  }
}
