import type { PaperStep } from '../../../src-shared/contract/staff/machine.ts';
import { canPrint, type PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import type { Timers } from '../../../src-shared/ports.ts';

export interface PaperChangePorts {
  readonly printer: { current(): PrinterStatus; look(): Promise<void> };
  readonly timers: Timers;
  readonly onChange: () => void;
}

/** Between two looks at a printer somebody is busy with, ms. */
const lookMs = 1_000;

/**
 * Follows somebody through a change of paper by what the printer says of itself. A printer that does not say it is
 * followed by hand.
 */
export class PaperChange {
  readonly #ports: PaperChangePorts;
  #step: PaperStep | null = null;

  constructor(ports: PaperChangePorts) {
    this.#ports = ports;
  }

  /** Null: nobody is changing paper. */
  get step(): PaperStep | null {
    return this.#step;
  }

  begin(): void {
    if (this.#step !== null) return;
    this.#step = 'open';
    this.#watch();
  }

  /** Somebody says that it is done, whatever the printer says. */
  next(): void {
    if (this.#step === 'open') this.#step = 'close';
    else if (this.#step === 'close') this.#step = 'test';
  }

  stop(): void {
    this.#step = null;
  }

  #watch(): void {
    this.#ports.timers.after(lookMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    if (this.#step === null) return;
    await this.#ports.printer.look();
    const before = this.#step;
    this.#step = stepAfter(before, this.#ports.printer.current());
    if (this.#step !== before) this.#ports.onChange();
    this.#watch();
  }
}

function stepAfter(step: PaperStep | null, printer: PrinterStatus): PaperStep | null {
  if (step === 'open' && printer === 'cover_open') return 'close';
  if (step === 'close' && canPrint(printer)) return 'test';
  // Opened once more before the test: the roll did not sit.
  if (step === 'test' && printer === 'cover_open') return 'close';
  return step;
}
