import type { Deed, FaultRule } from '../../../src-simulators/terminal/faults.ts';
import type { Chance } from '../engine/chance.ts';
import type { Kiosk } from './kiosk.ts';
import type { World } from './world.ts';

type Moment = 'before' | 'during' | 'after';

/** What goes wrong at a kiosk's terminal. */
export function planTerminal(world: World, kiosk: Kiosk, chance: Chance): void {
  const { terminal } = kiosk;
  if (!terminal) return;
  const rules: FaultRule[] = [];
  if (world.has('terminal_silent')) rules.push(...silence(chance));
  if (world.has('terminal_wrong')) rules.push({ on: 'Payment', nth: chance.between(1, 2), do: wrong(chance) });
  if (world.has('terminal_reboot')) rules.push(...reboots(chance));
  terminal.core.setScript(rules);
  if (world.has('terminal_reboot')) {
    world.agenda.after(chance.between(5_000, 400_000), () => {
      world.log(`${terminal.poiId} reboots`);
      terminal.core.reboot({ forget: false, announced: chance.flip(0.5) });
    });
  }
  if (world.has('terminal_amnesia')) {
    world.agenda.after(chance.between(20_000, 300_000), () => {
      world.log(`${terminal.poiId} forgets`);
      world.met.add('terminal reboot without memory');
      terminal.forget();
    });
  }
  if (world.has('partition')) {
    world.agenda.after(chance.between(1_000, 400_000), () => {
      terminal.unplugged = true;
      terminal.core.cutLines();
      world.agenda.after(chance.between(1_000, 100_000), () => (terminal.unplugged = false));
    });
  }
}

const moments: readonly Moment[] = ['before', 'during', 'after'];

function silence(chance: Chance): FaultRule[] {
  const one = (): Deed =>
    chance.pick<Deed>([
      { verb: 'noReply' },
      { verb: 'replyLate', afterMs: chance.between(10_000, 200_000) },
      { verb: 'replyTwice' },
      { verb: 'dropSocket', when: chance.pick(moments) },
      { verb: 'reset', when: chance.pick(moments) },
      { verb: 'halfOpen', when: chance.pick(moments) },
      { verb: 'inProgress', forMs: chance.between(10_000, 300_000) },
      { verb: 'approveAfterAbort', afterMs: chance.between(1_000, 60_000) },
    ]);
  const rules: FaultRule[] = [{ on: 'Payment', nth: chance.between(1, 2), do: one() }];
  if (chance.flip(0.4)) rules.push({ on: 'Abort', nth: 1, do: { verb: 'approveAfterAbort', afterMs: 2_000 } });
  if (chance.flip(0.4)) rules.push({ on: 'TransactionStatus', nth: chance.between(1, 3), do: { verb: 'noReply' } });
  if (chance.flip(0.3)) rules.push({ on: 'TransactionStatus', nth: chance.between(1, 3), do: { verb: 'notFound' } });
  if (chance.flip(0.3)) rules.push({ on: 'Reversal', nth: 1, do: { verb: 'noReply' } });
  return rules;
}

function wrong(chance: Chance): Deed {
  return chance.pick<Deed>([
    { verb: 'wrongAmount', amountFils: chance.between(1, 60) * 1_000 },
    { verb: 'partial', amountFils: 1_000 },
    { verb: 'wrongCurrency', currency: 'USD' },
    { verb: 'approveOffline' },
    { verb: 'foreignReply', name: chance.pick(['ServiceID', 'SaleID', 'POIID'] as const) },
    { verb: 'replayOld' },
    { verb: 'notFoundThenCharge', afterMs: chance.between(5_000, 100_000) },
  ]);
}

function reboots(chance: Chance): FaultRule[] {
  const when = chance.pick(moments);
  return [{ on: 'Payment', nth: chance.between(1, 2), do: { verb: 'reboot', when, forget: false } }];
}
