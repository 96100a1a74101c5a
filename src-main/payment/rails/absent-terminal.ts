import type { TerminalDriver } from '../../devices/terminal/driver.ts';

/**
 * Stands where the settings name no terminal. It takes no card, and what an earlier terminal took is still committed,
 * followed at the gateway and closed.
 */
export const absentTerminal: TerminalDriver = {
  status: () => 'unreachable',
  start: () => undefined,
  nextReference: async () => null,
  // Not one byte has left.
  pay: async () => ({ kind: 'not_found' }),
  abort: async () => undefined,
  outcome: async () => ({ kind: 'unknown' }),
  neverHadIt: () => false,
  reverse: async () => ({ kind: 'refused' }),
  totals: async () => null,
  stop: () => undefined,
};
