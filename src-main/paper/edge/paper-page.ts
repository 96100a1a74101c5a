import { join } from 'node:path';
import { BrowserWindow, session } from 'electron';
import {
  bandRows,
  frameMarkRows,
  paperReportSchema,
  pageWidth,
  type PaperReport,
  type PaperRequest,
} from '../../../src-shared/contract/paper-ipc.ts';
import { serveApp } from '../../platform/edge/app-protocol.ts';
import { denyEverything, lockedPreferences, stayOn } from '../../platform/edge/lockdown.ts';
import type { PdfPage } from '../paper-size.ts';
import type { Pixels } from '../raster.ts';

export interface PaperPagePorts {
  readonly rendererRoot: string;
  readonly preloadFolder: string;
}

const partition = 'paper';
let prepared = false;

/** The page that draws paper, in a window nobody sees and with a memory of its own that is never written to disk. */
export class PaperPage {
  readonly #window: BrowserWindow;
  readonly #ready: Promise<void>;
  #receive: (report: PaperReport) => void = () => undefined;

  constructor(ports: PaperPagePorts) {
    const target = session.fromPartition(partition);
    if (!prepared) {
      prepared = true;
      denyEverything(target);
      serveApp(target, ports.rendererRoot);
    }
    this.#window = new BrowserWindow({
      show: false,
      frame: false,
      useContentSize: true,
      // Larger than small screens; without this the window would be cut to the screen.
      enableLargerThanScreen: true,
      width: pageWidth,
      height: frameMarkRows + bandRows,
      webPreferences: {
        ...lockedPreferences,
        session: target,
        preload: join(ports.preloadFolder, 'preload-paper.cjs'),
        // A window that is merely hidden need not paint.
        offscreen: true,
      },
    });
    stayOn(this.#window.webContents, 'app://paper');
    this.#listen();
    this.#ready = this.report((report) => (report.at === 'ready' ? report : null)).then(({ pixelRatio }) => {
      this.#oneDotAPixel(pixelRatio);
    });
    void this.#window.loadURL('app://paper/').catch(() => undefined); // whoever waits for `ready` waits in vain
  }

  /** Resolves when the page listens; never, when it cannot be loaded. */
  ready(): Promise<void> {
    return this.#ready;
  }

  /** True while the page can be used. */
  get alive(): boolean {
    return !this.#window.isDestroyed() && !this.#window.webContents.isCrashed();
  }

  send(request: PaperRequest): void {
    this.#window.webContents.send('paper:request', request);
  }

  /** The next report that `pick` makes something of. */
  report<T>(pick: (report: PaperReport) => T | null): Promise<T> {
    return new Promise((resolve) => {
      this.#receive = (report) => {
        const picked = pick(report);
        if (picked !== null) resolve(picked);
      };
    });
  }

  /** What the window shows at this moment. */
  async picture(): Promise<Pixels> {
    const image = await this.#window.webContents.capturePage();
    const { width, height } = image.getSize();
    return { width, height, bgra: image.toBitmap() };
  }

  /** The drawing as a PDF with its fonts inside. */
  pdf(page: PdfPage): Promise<Buffer> {
    return this.#window.webContents.printToPDF({ ...page });
  }

  /** Ends the page and all it remembers. */
  destroy(): void {
    if (!this.#window.isDestroyed()) this.#window.destroy();
  }

  /** On a screen with another scale factor the page is shrunk until one CSS pixel is one device pixel. */
  #oneDotAPixel(pixelRatio: number): void {
    if (pixelRatio === 1) return;
    this.#window.webContents.setZoomFactor(1 / pixelRatio);
    this.#window.setContentSize(
      Math.ceil(pageWidth / pixelRatio) + 1,
      Math.ceil((frameMarkRows + bandRows) / pixelRatio) + 1,
    );
  }

  #listen(): void {
    const { webContents } = this.#window;
    webContents.ipc.on('paper:report', (event, raw: unknown) => {
      if (event.senderFrame !== webContents.mainFrame) return;
      const report = paperReportSchema.safeParse(raw);
      if (report.success) this.#receive(report.data);
    });
  }
}
