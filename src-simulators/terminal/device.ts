import type { NexoEvent, PoiStatus } from '../../src-shared/contract/nexo.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { TerminalLedger } from './ledger.ts';
import type { Line } from './line.ts';
import { TerminalMemory } from './memory.ts';
import { eventMessage } from './messages.ts';
import { goodConditions, type Conditions, type Settings } from './settings.ts';

export interface TerminalPorts {
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly ledger: TerminalLedger;
}

/** A moment to come that can be called off. */
export interface Pending {
  cancel(): void;
}

/** The box itself: its reader, its lines, its timers, its memory. What the courses of transactions act on. */
export class Device {
  readonly poiId: string;
  readonly memory: TerminalMemory;
  readonly lines = new Set<Line>();
  readonly #ports: TerminalPorts;
  readonly #pending = new Set<Pending>();
  settings: Settings;
  conditions: Conditions = goodConditions;
  #cardIn = false;
  #removal: Pending | null = null;
  /** To whom events are addressed: the kiosk that logged in last. */
  saleId = 'NOBODY';

  constructor(ports: TerminalPorts, poiId: string, settings: Settings) {
    this.#ports = ports;
    this.poiId = poiId;
    this.settings = settings;
    this.memory = new TerminalMemory(ports.ledger);
  }

  get cardIn(): boolean {
    return this.#cardIn;
  }

  insertCard(): void {
    this.#cardIn = true;
    this.announce('CardInserted');
  }

  /** A visitor who has understood that it is over takes the card out. */
  removeCardLater(): void {
    this.#removal = this.later(this.settings.removeMs, () => this.removeCard());
  }

  removeCard(): void {
    this.#removal?.cancel();
    if (!this.#cardIn) return;
    this.#cardIn = false;
    this.announce('CardRemoved');
  }

  /** Says something unasked to everybody who is connected. */
  announce(event: NexoEvent, details?: string): void {
    for (const line of this.lines) this.tell(line, event, details);
  }

  /** Says something unasked to one. */
  tell(line: Line, event: NexoEvent, details?: string): void {
    line.send(eventMessage({ saleId: this.saleId, poiId: this.poiId }, this.now(), event, details));
  }

  /** Runs something later, unless the power goes before. */
  later(ms: number, run: () => void): Pending {
    const timer = this.#ports.timers.after(ms, () => {
      this.#pending.delete(pending);
      run();
    });
    const pending: Pending = {
      cancel: () => {
        timer.cancel();
        this.#pending.delete(pending);
      },
    };
    this.#pending.add(pending);
    return pending;
  }

  /** The power goes. */
  dropEverything(): void {
    for (const pending of [...this.#pending]) pending.cancel();
    for (const line of [...this.lines]) line.close('reset');
    this.lines.clear();
  }

  wallMs(): number {
    return this.#ports.clock.wallMs();
  }

  monotonicMs(): number {
    return this.#ports.clock.monotonicMs();
  }

  /** Wall time as messages carry it. */
  now(): string {
    return kuwaitIso(this.wallMs());
  }

  /** Six digits, as the bank gives them. */
  approvalCode(): string {
    const [high = 0, middle = 0, low = 0] = this.#ports.rng.bytes(3);
    return String((high * 65_536 + middle * 256 + low) % 1_000_000).padStart(6, '0');
  }

  /** Neither of the parts that a payment needs is broken. */
  get sound(): boolean {
    const { cardReader, pinPad, security } = this.conditions;
    return cardReader === 'ok' && pinPad === 'ok' && security === 'ok';
  }

  poiStatus(busy: boolean): PoiStatus {
    const { cardReader, pinPad, host, security } = this.conditions;
    return {
      GlobalStatus: busy ? 'Busy' : this.sound ? 'OK' : 'Maintenance',
      CardReaderOKFlag: cardReader === 'ok',
      PEDOKFlag: pinPad === 'ok',
      CommunicationOKFlag: host === 'reachable',
      SecurityOKFlag: security === 'ok',
    };
  }
}
