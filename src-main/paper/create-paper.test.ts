import { describe, expect, it } from 'vitest';
import type { PaperDocument } from '../../src-shared/contract/paper-ipc.ts';
import type { PrinterStatus } from '../../src-shared/domain/printer-status.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { createPaper } from './create-paper.ts';
import type { RenderedPaper } from './ports.ts';
import type { Raster } from './raster.ts';
import { testReceipt, testSlip } from './test-support.ts';

const raster: Raster = { width: 8, height: 1, bits: Uint8Array.of(1) };

function rig({ wantsPdf = false } = {}) {
  const world = {
    drawn: [] as PaperDocument[],
    printed: [] as RenderedPaper[],
    kept: [] as string[],
    logged: [] as string[],
    drawing: (pdf: boolean): Result<RenderedPaper, 'not_drawn'> =>
      ok({ raster, ...(pdf ? { pdf: Buffer.from('%PDF') } : {}) }),
    printing: ok(null) as Result<null, PrinterStatus>,
    keeping: async (): Promise<void> => undefined,
  };
  const paper = createPaper({
    demo: false,
    render: async (document, want) => {
      world.drawn.push(document);
      return world.drawing(want?.pdf === true);
    },
    printer: {
      wantsPdf,
      look: async () => undefined,
      print: async (sheet) => {
        world.printed.push(sheet);
        return world.printing;
      },
    },
    keep: async (receiptNo) => {
      await world.keeping();
      world.kept.push(receiptNo);
    },
    log: (event) => world.logged.push(event),
  });
  return { world, paper };
}

describe('paper for visitors', () => {
  it('a paid receipt is printed and kept under its number', async () => {
    const { world, paper } = rig();
    expect(await paper.printReceipt(testReceipt(), 'en')).toEqual(ok(null));
    expect(world.printed).toEqual([expect.objectContaining({ raster })]);
    expect(world.kept).toEqual(['K001-00000012']);
  });

  it('a printer that wants the PDF gets it, with slips too, of which none is kept', async () => {
    const { world, paper } = rig({ wantsPdf: true });
    await paper.printSlip(testSlip, 'en');
    expect(world.printed).toEqual([{ raster, pdf: Buffer.from('%PDF') }]);
    expect(world.kept).toEqual([]);
  });

  it('it is kept even when the printer fails', async () => {
    const { world, paper } = rig();
    world.printing = err('jam');
    expect(await paper.printReceipt(testReceipt(), 'en')).toEqual(err('jam'));
    expect(world.kept).toEqual(['K001-00000012']);
  });

  it('a copy does not replace the original, and what was not paid is not kept at all', async () => {
    const { world, paper } = rig();
    const { receiptNo: _none, ...unpaid } = testReceipt({ kind: 'not_paid' });
    await paper.printReceipt(testReceipt({ copy: true }), 'en');
    await paper.printReceipt(unpaid, 'ar');
    await paper.printReceipt({ ...unpaid, kind: 'checking' }, 'ar');
    await paper.printSlip(testSlip, 'ar');
    expect(world.printed).toHaveLength(4);
    expect(world.kept).toEqual([]);
  });

  it('a full disk keeps nobody from the receipt', async () => {
    const { world, paper } = rig();
    world.keeping = () => Promise.reject(new Error('ENOSPC'));
    expect(await paper.printReceipt(testReceipt(), 'en')).toEqual(ok(null));
    expect(world.logged).toEqual(['receipt-not-kept']);
  });

  it('what cannot be drawn is not printed', async () => {
    const { world, paper } = rig();
    world.drawing = () => err('not_drawn');
    expect(await paper.printSlip(testSlip, 'ar')).toEqual(err('unknown'));
    expect(world.printed).toEqual([]);
  });

  it('a receipt can be kept without printing, always as the original', async () => {
    const { world, paper } = rig();
    await paper.archive(testReceipt({ copy: true, proof: 'WAFA1.a.b' }), 'ar');
    expect(world.drawn).toEqual([
      { kind: 'receipt', receipt: testReceipt({ copy: false, proof: 'WAFA1.a.b' }), language: 'ar' },
    ]);
    expect(world.kept).toEqual(['K001-00000012']);
    expect(world.printed).toEqual([]);
  });
});
