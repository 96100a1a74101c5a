import { describe, expect, it } from 'vitest';
import { KioskTime } from './kiosk-time.ts';

const minute = 60_000;
const day = 86_400_000;
const noon = Date.UTC(2026, 5, 1, 12);

/** A machine whose clock, gateway and memory are at the test's hand; the true time is noon and what has run since. */
function machine(clockIs: number) {
  const world = { wall: noon + clockIs, running: 0, proved: false, offset: 0, signed: null as number | null };
  const time = new KioskTime({
    clock: { wallMs: () => world.wall + world.running, monotonicMs: () => world.running },
    provedMs: () => (world.proved ? noon + world.running : null),
    offsetMs: () => world.offset,
    notBeforeMs: () => world.signed,
  });
  return { world, time };
}

describe('the time the kiosk prints', () => {
  it.each([-3650 * day, -day, -3 * minute, 3 * minute, day, 3650 * day])(
    'is the gateway’s as soon as it is proved, with the clock %i ms off',
    (off) => {
      const { world, time } = machine(off);
      world.proved = true;
      expect([time.wallMs(), time.doubt()]).toEqual([noon, null]);
    },
  );

  it('is the clock’s own while that is off by less than anybody minds', () => {
    const { world, time } = machine(minute);
    world.proved = true;
    expect(time.wallMs()).toBe(noon + minute);
  });

  it('goes on from what was proved in an earlier run, and says that it does', () => {
    const { world, time } = machine(-400 * day);
    world.offset = 400 * day;
    expect([time.wallMs(), time.doubt()]).toEqual([noon, 'corrected']);
  });
});

describe('the time in doubt', () => {
  it('is before what the gateway has signed: an empty battery, or a clock set back', () => {
    const { world, time } = machine(-day);
    world.signed = noon;
    expect(time.doubt()).toBe('behind');
  });

  it('is a month after anything the gateway has signed', () => {
    const { world, time } = machine(31 * day);
    world.signed = noon - minute;
    expect(time.doubt()).toBe('ahead');
    world.wall = noon + 29 * day;
    expect(time.doubt()).toBeNull();
  });

  it('is nothing a kiosk can tell that has never heard of the gateway', () => {
    expect(machine(-day).time.doubt()).toBeNull();
  });

  it('is set aside by staff until the clock is set again', () => {
    const { world, time } = machine(31 * day);
    world.signed = noon;
    world.offset = -day;
    time.vouch();
    world.running += 5 * day;
    expect([time.doubt(), time.wallMs()]).toEqual([null, noon + 36 * day]);
    world.wall -= 400 * day;
    expect(time.doubt()).toBe('behind');
  });

  it('is over when the gateway proves the time, whatever staff said', () => {
    const { world, time } = machine(31 * day);
    world.signed = noon;
    time.vouch();
    world.proved = true;
    expect([time.doubt(), time.wallMs(), time.offMs()]).toEqual([null, noon, -31 * day]);
  });
});
