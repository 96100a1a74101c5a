/**
 * Lets every promise settle that can settle without time. Exact, not a number of turns: a tick that is asked for
 * while promises are being settled comes when no promise is left to settle.
 */
export function drain(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}
