import type { KioskIntent, KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';
import type { SessionDesk } from './session-desk.ts';
import { ofThePage } from './visit-verbs.ts';

export interface VisitorsSidePorts {
  /** Null until the kiosk has one. */
  readonly desk: () => SessionDesk | null;
  /** Somebody made the sign that staff make. */
  readonly askStaff: () => void;
}

/** The visitors' way to their desk: closed while staff are at the kiosk, so that no visit and no payment begins. */
export class VisitorsSide {
  readonly #ports: VisitorsSidePorts;
  #paused = false;

  constructor(ports: VisitorsSidePorts) {
    this.#ports = ports;
  }

  /** Staff come: the visit ends and nobody begins another until they have gone. */
  pause(): void {
    this.#ports.desk()?.end('staff');
    this.#paused = true;
  }

  /** Does a visitor wait for the word that they have paid? */
  get confirming(): boolean {
    return this.#ports.desk()?.confirming ?? false;
  }

  resume(): void {
    this.#paused = false;
  }

  /** An intent that passed the gate. False: not now. */
  handle<V extends KioskVerb>(verb: V, intent: KioskIntent<V>): boolean {
    if (verb === 'askStaff') {
      this.#ports.askStaff();
      return true;
    }
    if (this.#paused && !ofThePage.includes(verb)) return false;
    return this.#ports.desk()?.handle(verb, intent) ?? false;
  }

  /** What the scanner read. */
  scanned(text: string): void {
    if (!this.#paused) this.#ports.desk()?.scanned(text);
  }
}
