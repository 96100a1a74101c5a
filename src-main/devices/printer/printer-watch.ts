import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import type { Clock, Timers } from '../../../src-shared/ports.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { RenderedPaper } from '../../paper/ports.ts';
import type { PrinterDriver } from './driver.ts';
import { jobLimitMs } from './job-limit.ts';

/** Pause between two looks at an idle printer, ms. */
const pauseMs = 10_000;

export interface PrinterWatchPorts {
  readonly driver: PrinterDriver;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Called only when something changed. */
  readonly onChange: (status: PrinterStatus) => void;
}

/** Knows how the printer is, and lets one thing at a time happen to it. */
export class PrinterWatch {
  readonly #ports: PrinterWatchPorts;
  #status: PrinterStatus = 'unknown';
  /** Ends when the printer is free again. */
  #turn: Promise<unknown> = Promise.resolve();
  /** A look whose turn has not come. */
  #waiting: Promise<void> | null = null;
  #stopped = false;

  constructor(ports: PrinterWatchPorts) {
    this.#ports = ports;
  }

  /** It prints the PDF of a paper, not its dots. */
  get wantsPdf(): boolean {
    return this.#ports.driver.wantsPdf;
  }

  /** As it was when last heard of; `unknown` before the first answer. */
  current(): PrinterStatus {
    return this.#status;
  }

  /** Resolves after the first answer, then goes on by itself. */
  async start(): Promise<void> {
    await this.look();
    this.#later();
  }

  /** No more looks. A job under way comes to its own end. */
  stop(): void {
    this.#stopped = true;
  }

  /** Asks now; whoever asks while a question waits for its turn shares the answer. */
  look(): Promise<void> {
    this.#waiting ??= this.#inTurn(async () => {
      this.#waiting = null;
      this.#note(await this.#ports.driver.ask());
    });
    return this.#waiting;
  }

  /**
   * Prints, or says what keeps the printer from it. Waiting for an earlier job counts as printing time: what would come
   * out late comes out in front of the next visitor.
   */
  print(paper: RenderedPaper): Promise<Result<null, PrinterStatus>> {
    const { clock, driver } = this.#ports;
    const askedMs = clock.monotonicMs();
    return this.#inTurn(async () => {
      const leftMs = jobLimitMs(paper.raster.height) - (clock.monotonicMs() - askedMs);
      if (leftMs <= 0) return err(canPrint(this.#status) ? 'unknown' : this.#status);
      const printed = await driver.print(paper, leftMs);
      this.#note(printed.ok ? await driver.ask() : printed.error);
      return printed;
    });
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #note(status: PrinterStatus): void {
    if (status === this.#status) return;
    this.#status = status;
    this.#ports.onChange(status);
  }

  #later(): void {
    this.#ports.timers.after(pauseMs, () => {
      if (this.#stopped) return;
      void this.look().finally(() => {
        this.#later();
      });
    });
  }
}
