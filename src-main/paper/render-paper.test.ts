import { describe, expect, it } from 'vitest';
import {
  bandRows,
  frameMark,
  frameMarkRows,
  pageWidth,
  type PaperReport,
  type PaperRequest,
} from '../../src-shared/contract/paper-ipc.ts';
import type { PdfPage } from './paper-size.ts';
import type { Pixels } from './raster.ts';
import { createRenderer, type DrawingPage } from './render-paper.ts';
import { testReceipt, testSlip } from './test-support.ts';

const slip = { kind: 'slip', slip: testSlip, language: 'ar' } as const;
const receipt = { kind: 'receipt', receipt: testReceipt(), language: 'en' } as const;

const forever = 1_000_000;

/** A page that draws `rows` rows and shows each band `lag` pictures late; see `framePixels` for what is on it. */
class FakePage implements DrawingPage {
  alive = true;
  readonly requests: PaperRequest[] = [];
  readonly pdfPages: PdfPage[] = [];
  rows = 1;
  lag = 0;
  /** Answers nothing. */
  dead = false;
  #receive: (report: PaperReport) => void = () => undefined;
  #frames: { job: number; band: number }[] = [{ job: 0, band: 0 }];

  async ready(): Promise<void> {
    if (this.dead) await new Promise(() => undefined);
  }

  send(request: PaperRequest): void {
    this.requests.push(request);
    if (request.do !== 'show') return this.#drawn(request);
    for (let at = 0; at < this.lag; at += 1) this.#frames.push(this.#frames.at(-1) ?? { job: 0, band: 0 });
    this.#frames.push({ job: request.job, band: request.band });
  }

  report<T>(pick: (report: PaperReport) => T | null): Promise<T> {
    return new Promise((resolve) => {
      this.#receive = (report) => {
        const picked = pick(report);
        if (picked !== null) resolve(picked);
      };
    });
  }

  async picture(): Promise<Pixels> {
    if (!this.alive) throw new Error('destroyed');
    const frame = (this.#frames.length > 1 ? this.#frames.shift() : this.#frames[0]) ?? { job: 0, band: 0 };
    return framePixels(frame.job, frame.band);
  }

  async pdf(page: PdfPage): Promise<Buffer> {
    this.pdfPages.push(page);
    return Buffer.from('%PDF');
  }

  destroy(): void {
    this.alive = false;
  }

  #drawn(request: PaperRequest): void {
    if (request.do === 'draw') queueMicrotask(() => this.#receive({ at: 'drawn', job: request.job, rows: this.rows }));
  }
}

/** A frame with its mark, and one black pixel in the row numbered like the band. */
function framePixels(job: number, band: number): Pixels {
  const height = frameMarkRows + bandRows;
  const bgra = new Uint8Array(pageWidth * height * 4).fill(255);
  const blacken = (x: number, y: number): void =>
    void bgra.fill(0, (y * pageWidth + x) * 4, (y * pageWidth + x) * 4 + 3);
  frameMark(job, band).forEach((black, cell) => {
    for (let x = 0; black && x < 256; x += 1) blacken(cell * 16 + (x % 16), x >> 4);
  });
  blacken(0, frameMarkRows + band);
  return { width: pageWidth, height, bgra };
}

function rig(...pages: FakePage[]) {
  const waiting = pages.slice();
  const logged: string[] = [];
  const render = createRenderer({
    dots: 576,
    openPage: () => waiting.shift() ?? new FakePage(),
    timers: {
      // Time passes at once for pauses; a limit is only reached where no answer will ever come, however slow the machine.
      after(ms, run) {
        if (ms > 1000 && !pages.some((page) => page.dead || page.lag === forever)) return { cancel: () => undefined };
        const timer = setTimeout(run, ms > 1000 ? 50 : 0);
        return { cancel: () => clearTimeout(timer) };
      },
    },
    log: (_event, details) => logged.push('why' in details ? details.why : ''),
  });
  return { render, logged };
}

/** Rows that have a black dot in the first column. */
function blackRows(bits: Uint8Array): number[] {
  return [...bits.keys()].filter((at) => at % 72 === 0 && (bits[at] ?? 0) & 0x80).map((at) => at / 72);
}

describe('drawing a document', () => {
  it('a long one is taken band by band and comes out in one piece', async () => {
    const page = Object.assign(new FakePage(), { rows: 2 * bandRows + 3 });
    const drawn = await rig(page).render(receipt);
    expect(drawn.ok && drawn.value.raster).toMatchObject({ width: pageWidth, height: 2 * bandRows + 3 });
    expect(drawn.ok && blackRows(drawn.value.raster.bits)).toEqual([0, bandRows + 1, 2 * bandRows + 2]);
    expect(drawn.ok && drawn.value.pdf).toBe(undefined);
  });

  it('frames of an earlier drawing or band are never taken', async () => {
    const page = Object.assign(new FakePage(), { rows: bandRows + 5, lag: 3 });
    const { render } = rig(page);
    await render(slip);
    const drawn = await render(receipt);
    expect(drawn.ok && blackRows(drawn.value.raster.bits)).toEqual([0, bandRows + 1]);
  });

  it('the page forgets each document, and two asked for at once follow each other', async () => {
    const page = new FakePage();
    const { render } = rig(page);
    await Promise.all([render(slip), render(receipt)]);
    expect(page.requests.map((request) => request.do)).toEqual(['draw', 'show', 'clear', 'draw', 'show', 'clear']);
  });

  it('a PDF is made of the same drawing when asked for', async () => {
    const page = Object.assign(new FakePage(), { rows: 1600 });
    const drawn = await rig(page).render(receipt, { pdf: true });
    expect(drawn.ok && drawn.value.pdf?.toString()).toBe('%PDF');
    expect(page.pdfPages).toHaveLength(1);
  });

  it('a page that does not answer is replaced by the next call', async () => {
    const dead = Object.assign(new FakePage(), { dead: true });
    const { render, logged } = rig(dead, new FakePage());
    expect(await render(slip)).toEqual({ ok: false, error: 'not_drawn' });
    expect(dead.alive).toBe(false);
    expect(logged).toHaveLength(1);
    expect((await render(slip)).ok).toBe(true);
  });

  it('a page whose frames never show what was asked for is given up', async () => {
    const stuck = Object.assign(new FakePage(), { lag: forever });
    expect(await rig(stuck).render(slip)).toEqual({ ok: false, error: 'not_drawn' });
    expect(stuck.alive).toBe(false);
  });
});
