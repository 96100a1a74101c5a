import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../src-shared/result.ts';
import type { StaffMember } from '../../../src-shared/staff/directory.ts';
import type { PrivateFile } from '../../identity/private-file.ts';
import { HandTime } from '../../payment/test-support.ts';
import { openBrightness } from '../machine/brightness.ts';
import { openLoudness } from '../../speech/loudness.ts';
import { openServiceSwitch } from '../../status/service-switch.ts';
import { MachinePlace, type MachineControls } from './machine-place.ts';

const by: StaffMember = { id: 'T301', name: 'Demo', role: 'technician', pin: { salt: '', hash: '' } };
const language = 'en';

async function machine(controls: Partial<MachineControls> = {}) {
  const time = new HandTime();
  const world = { diskTakes: true, printed: true, restarts: 0, changes: 0 };
  const file: PrivateFile = {
    read: async () => null,
    replace: async () => {
      if (!world.diskTakes) throw new Error('ENOSPC');
    },
  };
  const service = await openServiceSwitch(file);
  const place = new MachinePlace({
    service,
    loudness: await openLoudness(file),
    brightness: await openBrightness(file, null),
    controls: {
      restart: () => (world.restarts += 1),
      shutDown: null,
      install: null,
      setBrightness: null,
      calibrateTouch: null,
      testSound: null,
      ...controls,
    },
    printer: { current: () => 'ready', look: async () => undefined },
    paper: { printTest: async () => (world.printed ? ok(null) : err('jam')) },
    terminal: () => null,
    hasScanner: true,
    kioskCode: () => 'K001',
    clock: time,
    timers: time,
    onChange: () => (world.changes += 1),
  });
  return { time, world, service, place, does: place.handlers };
}

describe('the machine page', () => {
  it('takes the kiosk out of service and says who did it; visitors are told at once', async () => {
    const { does, place, world } = await machine();
    expect(await does.takeOutOfService({}, by)).toEqual(ok('out_of_service'));
    expect([place.view().out?.by, world.changes]).toEqual(['T301', 1]);
    expect(await does.bringBack({}, by)).toEqual(ok('in_service'));
    expect(place.view().out).toBeNull();
  });

  it('says that the next start will not know, when the disk does not take it', async () => {
    const { does, world, service, place } = await machine();
    world.diskTakes = false;
    expect(await does.takeOutOfService({}, by)).toEqual(err('not_kept'));
    expect(service.value).not.toBeNull();
    expect(await does.adjustVolume({ volume: 40 }, by)).toEqual(err('not_kept'));
    expect(place.view().volume).toBe(40);
  });

  it('makes the screen as bright as the system makes it, and keeps what was done', async () => {
    const nothing = await machine();
    expect(nothing.place.view().brightness).toBeNull();
    expect(await nothing.does.adjustBrightness({ brightness: 50 }, by)).toEqual(err('not_set_up'));
    const told: number[] = [];
    const { does, place, world } = await machine({ setBrightness: async (to) => told.push(to) < 3 });
    expect(await does.adjustBrightness({ brightness: 50 }, by)).toEqual(ok(null));
    expect(place.view().brightness).toBe(50);
    world.diskTakes = false;
    expect(await does.adjustBrightness({ brightness: 40 }, by)).toEqual(err('not_kept'));
    expect(await does.adjustBrightness({ brightness: 30 }, by)).toEqual(err('command_failed'));
    expect([place.view().brightness, told]).toEqual([40, [50, 40, 30]]);
  });

  it('sets again after a start what staff had set, and nothing they had not', async () => {
    const told: number[] = [];
    const set = async (to: number): Promise<boolean> => told.push(to) > 0;
    const file = (text: string | null): PrivateFile => ({ read: async () => text, replace: async () => undefined });
    await openBrightness(file(null), set);
    expect(told).toEqual([]);
    await openBrightness(file('{"v":1,"value":70}'), set);
    await openBrightness(file('{"v":1,"value":0}'), set);
    expect(told).toEqual([70]);
  });

  it('calls the paper changed only after a test print that came out', async () => {
    const { does, world, place } = await machine();
    expect(await does.changePaper({ wish: 'test', language }, by)).toEqual(err('paper_not_in'));
    for (const wish of ['begin', 'next', 'next'] as const) await does.changePaper({ wish, language }, by);
    world.printed = false;
    expect(await does.changePaper({ wish: 'test', language }, by)).toEqual(err('not_printed'));
    expect(place.view().paperStep).toBe('test');
    world.printed = true;
    expect(await does.changePaper({ wish: 'test', language }, by)).toEqual(ok('paper_changed'));
    expect(place.view().paperStep).toBeNull();
  });

  it('restarts after its answer is on the screen and in the record', async () => {
    const { does, world, time } = await machine();
    expect(await does.restart({}, by)).toEqual(ok('restarting'));
    await time.pass(1_000);
    expect(world.restarts).toBe(0);
    await time.pass(1_000);
    expect(world.restarts).toBe(1);
  });

  it('says so where nobody has set up how, and where the computer refuses', async () => {
    const matrix: [number, number, number, number, number, number] = [1, 0, 0, 0, 1, 0];
    const bare = (await machine()).does;
    expect(await bare.shutDown({}, by)).toEqual(err('not_set_up'));
    expect(await bare.calibrateTouch({ matrix }, by)).toEqual(err('not_set_up'));
    expect(await bare.testSound({}, by)).toEqual(err('no_sound'));
    const refusing = (await machine({ shutDown: async () => false, calibrateTouch: async () => false })).does;
    expect(await refusing.shutDown({}, by)).toEqual(err('command_failed'));
    expect(await refusing.calibrateTouch({ matrix }, by)).toEqual(err('command_failed'));
  });

  it('says how much the scanner read, never what, and forgets it with the page', async () => {
    const { place } = await machine();
    place.scanned('290010112345');
    expect(JSON.stringify(place.view())).not.toContain('290010112345');
    expect(place.view().scanner.signs).toBe(12);
    place.leave();
    expect(place.view().scanner.signs).toBeNull();
  });
});
