import { describe, expect, it } from 'vitest';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { HandTime } from '../../payment/test-support.ts';
import { PaperChange } from './paper-change.ts';

function bench() {
  const time = new HandTime();
  const world = { printer: 'out_of_paper' as PrinterStatus, changes: 0 };
  const paper = new PaperChange({
    printer: { current: () => world.printer, look: async () => undefined },
    timers: time,
    onChange: () => (world.changes += 1),
  });
  const becomes = async (printer: PrinterStatus): Promise<void> => {
    world.printer = printer;
    await time.pass(1_000);
  };
  return { time, world, paper, becomes };
}

describe('a change of paper', () => {
  it('is followed by the cover and the roll, up to the test print', async () => {
    const { paper, becomes, world } = bench();
    paper.begin();
    await becomes('out_of_paper');
    expect(paper.step).toBe('open');
    await becomes('cover_open');
    expect(paper.step).toBe('close');
    await becomes('ready');
    expect([paper.step, world.changes]).toEqual(['test', 2]);
  });

  it('is not over while the cover is closed on no paper', async () => {
    const { paper, becomes } = bench();
    paper.begin();
    await becomes('cover_open');
    await becomes('out_of_paper');
    expect(paper.step).toBe('close');
  });

  it('goes back when the cover is opened once more', async () => {
    const { paper, becomes } = bench();
    paper.begin();
    await becomes('cover_open');
    await becomes('ready');
    await becomes('cover_open');
    expect(paper.step).toBe('close');
  });

  it('goes on by hand with a printer that says nothing of its cover', () => {
    const { paper } = bench();
    paper.begin();
    paper.next();
    paper.next();
    expect(paper.step).toBe('test');
  });

  it('that is given up looks at the printer no more', async () => {
    const { paper, becomes } = bench();
    paper.begin();
    paper.stop();
    await becomes('cover_open');
    expect(paper.step).toBeNull();
  });
});
