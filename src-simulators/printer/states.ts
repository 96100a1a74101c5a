/** What can be wrong with the simulated printer. `slow` takes about a minute a receipt; `offline` refuses connections. */
export const printerStates = [
  'ready',
  'paper_near_end',
  'out_of_paper',
  'cover_open',
  'jam',
  'offline',
  'out_of_paper_midway',
  'slow',
] as const;
export type PrinterState = (typeof printerStates)[number];

/** Does the paper move? */
export function movesPaper(state: PrinterState): boolean {
  return state === 'ready' || state === 'paper_near_end' || state === 'out_of_paper_midway' || state === 'slow';
}

/** Bits that are set in every answer. */
const fixed = 0x12;
const offlineBit = 0x08;

/** Answers to DLE EOT 1 (printer), 2 (cause of being offline), 3 (error), 4 (paper). */
const answers: Partial<Record<PrinterState, Readonly<Record<number, number>>>> = {
  paper_near_end: { 4: fixed | 0x0c },
  out_of_paper: { 1: fixed | offlineBit, 2: fixed | 0x20, 4: fixed | 0x0c | 0x60 },
  cover_open: { 1: fixed | offlineBit, 2: fixed | 0x04 },
  jam: { 1: fixed | offlineBit, 2: fixed | 0x40, 3: fixed | 0x08 },
};

/** The byte an Epson printer answers to `DLE EOT n` in this state. */
export function statusByte(state: PrinterState, n: number): number {
  return answers[state]?.[n] ?? fixed;
}
