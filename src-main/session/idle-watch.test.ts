import { describe, expect, it } from 'vitest';
import { idleLimits, warningMs } from '../../src-shared/session/timing.ts';
import { IdleWatch } from './idle-watch.ts';

const usual = { moreTime: false };
const list = idleLimits('list', null, usual);

describe('a silent visitor', () => {
  it('is warned, then the visit is over', () => {
    const watch = new IdleWatch(0);
    expect(watch.look(89_999, list)).toEqual({ kind: 'active' });
    expect(watch.look(90_000, list)).toEqual({ kind: 'warning', secondsLeft: 30 });
    expect(watch.look(119_500, list)).toEqual({ kind: 'warning', secondsLeft: 1 });
    expect(watch.look(120_000, list)).toEqual({ kind: 'over' });
  });

  it('stays as long as they touch: at least ten times, and the touch wins over the limit', () => {
    const watch = new IdleWatch(0);
    for (let time = 1; time <= 12; time += 1) {
      watch.touched(time * 119_999);
      expect(watch.look(time * 119_999, list)).toEqual({ kind: 'active' });
    }
  });

  it('is warned for at least 30 s on every screen that has a limit', () => {
    expect(warningMs).toBeGreaterThanOrEqual(30_000);
  });

  it('never loses a payment that is being started, nor an inquiry under way', () => {
    const watch = new IdleWatch(0);
    for (const step of ['starting_payment', 'inquiring'] as const) {
      expect(watch.look(3_600_000, idleLimits(step, null, usual))).toEqual({ kind: 'active' });
    }
  });

  it('who asked for more time has ten times as much before each limit is met (A16)', () => {
    const watch = new IdleWatch(0);
    const patient = idleLimits('list', null, { moreTime: true });
    expect(watch.look(899_999, patient)).toEqual({ kind: 'active' });
    expect(watch.look(900_000, patient)).toEqual({ kind: 'warning', secondsLeft: 300 });
    expect(watch.look(1_200_000, patient)).toEqual({ kind: 'over' });
  });
});
