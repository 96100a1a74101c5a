import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTerminal, type RunningTerminal } from '../terminal/start.ts';
import { terminalDeeds, TerminalHands } from './terminal-hands.ts';

let terminal: RunningTerminal;
let hands: TerminalHands;
beforeEach(async () => {
  terminal = await startTerminal({ port: 0, controlPort: 0, poiId: 'POI1', ledgerFile: null });
  hands = new TerminalHands(`http://127.0.0.1:${terminal.controlPort}`);
});
afterEach(async () => {
  await terminal.close();
});

describe('hands at the terminal', () => {
  it('can do everything the dock offers, and say whether the terminal took notice', async () => {
    const noticed = new Map<string, boolean>();
    for (const deed of terminalDeeds) noticed.set(deed, await hands.do(deed));
    expect(Object.fromEntries(noticed)).toEqual({
      // Nobody asked for a card: only one that is put in is noticed.
      ...{ tap_card: false, declined_card: false, wrong_pin: true, cancel_key: false },
      // The card before is still in.
      leave_card_in: false,
      ...{ remove_card: true, reboot: true, calm: true },
    });
  });

  it('see its display and its cable', async () => {
    expect(await hands.view()).toEqual({ display: 'Not logged in', cable: 'in', cardIn: false });
    await hands.do('leave_card_in');
    await hands.setCable('out');
    expect(await hands.view()).toEqual({ display: 'Remove card', cable: 'out', cardIn: true });
    await hands.do('calm');
    expect(await hands.view()).toEqual({ display: 'Not logged in', cable: 'in', cardIn: false });
    await hands.do('reboot');
    expect((await hands.view())?.display).toBe('Starting …');
  });

  it('in a world without a terminal see none and can do nothing', async () => {
    const none = new TerminalHands('');
    expect(await none.view()).toBeNull();
    await expect(none.do('tap_card')).rejects.toThrow('there is no card terminal');
  });
});
