import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { bandRows, frameMarkRows, type PaperDocument, type PaperDots } from '../../src-shared/contract/paper-ipc.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { inTime, pause } from '../platform/waits.ts';
import type { PaperPage } from './edge/paper-page.ts';
import { showsBand } from './frame-mark.ts';
import { pdfPage } from './paper-size.ts';
import type { RenderedPaper, RenderPaper } from './ports.ts';
import { dotsOf, stack } from './raster.ts';

/** The page as the renderer uses it. */
export type DrawingPage = Pick<PaperPage, 'alive' | 'ready' | 'send' | 'report' | 'picture' | 'pdf' | 'destroy'>;

export interface RendererPorts {
  readonly openPage: () => DrawingPage;
  /** How wide the paper in the printer is. */
  readonly dots: PaperDots;
  readonly timers: Timers;
  /** Why something could not be drawn. */
  readonly log: Log;
}

/** Longest time for opening the page or drawing a document, and for each band of it, ms. */
const drawLimitMs = 10_000;
const bandLimitMs = 3_000;
/** Pause before the same band is looked at again, ms. */
const frameMs = 16;

/** Makes the one renderer of the program. Its page is opened at the first call and kept; documents follow each other. */
export function createRenderer(ports: RendererPorts): RenderPaper {
  let page: DrawingPage | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  let job = 0;

  async function render(document: PaperDocument, wantPdf: boolean): Promise<Result<RenderedPaper, 'not_drawn'>> {
    try {
      if (!page?.alive) {
        page?.destroy();
        page = ports.openPage();
      }
      await within(ports.timers, drawLimitMs, page.ready());
      job = (job % 0xffffff) + 1;
      return ok(await draw(page, document, wantPdf));
    } catch (failure) {
      ports.log('paper-not-drawn', { why: failure instanceof Error ? failure.message.slice(0, 80) : 'unknown' });
      page?.destroy();
      page = null;
      return err('not_drawn');
    }
  }

  async function draw(on: DrawingPage, document: PaperDocument, wantPdf: boolean): Promise<RenderedPaper> {
    const mine = job;
    const drawn = on.report((report) => (report.at === 'drawn' && report.job === mine ? report.rows : null));
    on.send({ do: 'draw', job: mine, document, dots: ports.dots });
    const rows = await within(ports.timers, drawLimitMs, drawn);
    const bands: Uint8Array[] = [];
    for (let band = 0; band * bandRows < rows; band += 1) {
      on.send({ do: 'show', job: mine, band });
      const height = Math.min(bandRows, rows - band * bandRows);
      bands.push(await within(ports.timers, bandLimitMs, dotsOfBand(on, mine, band, height)));
    }
    const pdf = wantPdf ? await within(ports.timers, drawLimitMs, on.pdf(pdfPage(rows, ports.dots))) : undefined;
    on.send({ do: 'clear' });
    return { raster: stack(ports.dots, bands), ...(pdf ? { pdf } : {}) };
  }

  async function dotsOfBand(on: DrawingPage, mine: number, band: number, height: number): Promise<Uint8Array> {
    for (;;) {
      const pixels = await on.picture();
      if (showsBand(pixels, mine, band)) return dotsOf(pixels, ports.dots, frameMarkRows, height);
      if (!on.alive) throw new Error('the page is gone');
      await pause(ports.timers, frameMs);
    }
  }

  return (document, want) => {
    const drawing = turn.then(() => render(document, want?.pdf === true));
    turn = drawing;
    return drawing;
  };
}

/** The promise, or an error after `ms`. */
async function within<T>(timers: Timers, ms: number, promise: Promise<T>): Promise<T> {
  const got = await inTime(timers, ms, promise);
  if (got === 'late') throw new Error(`no answer in ${ms} ms`);
  return got;
}
