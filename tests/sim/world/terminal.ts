import type { TerminalConnection, TerminalLink, ConnectionEvents } from '../../../src-main/devices/terminal/link.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { SaleToPoiRequest } from '../../../src-shared/contract/nexo.ts';
import { memoryLedger, moneyFacts, type TerminalLedger } from '../../../src-simulators/terminal/ledger.ts';
import { TerminalCore, type CoreConnection } from '../../../src-simulators/terminal/terminal-core.ts';
import type { TerminalMessage } from '../../../src-simulators/terminal/messages.ts';
import type { Kiosk } from './kiosk.ts';
import type { World } from './world.ts';

/** One way of a message on the cable, ms. */
const travelMs = 8;
const wallStartMs = 1_795_338_000_000;

/** A terminal beside a kiosk: the core of the terminal simulator, its ledger, and the cable. */
export class Terminal {
  readonly poiId: string;
  readonly core: TerminalCore;
  readonly ledger: TerminalLedger = memoryLedger();
  /** The cable is out. */
  unplugged = false;
  readonly #world: World;
  /** Payments that were sent, by attempt: more than one is one too many. */
  readonly #sent = new Map<string, number>();
  #open: { readonly alive: () => boolean; end(told: boolean): void }[] = [];

  constructor(poiId: string, world: World) {
    this.poiId = poiId;
    this.#world = world;
    const { agenda } = world;
    const clock = { monotonicMs: () => agenda.now, wallMs: () => wallStartMs + agenda.now };
    const ports = { clock, timers: agenda, rng: world.chance.fork(poiId), ledger: this.ledger };
    this.core = new TerminalCore(ports, poiId, { pinEntryMs: 30_000, cardEntryMs: 90_000 });
  }

  /** The way to it from one life of a kiosk's program. */
  link(kiosk: Kiosk, alive: () => boolean): TerminalLink {
    return { connect: (events, limitMs) => this.#connect(kiosk, events, limitMs, alive) };
  }

  /** The terminal's memory is gone: only the acquirer knows what it did. */
  forget(): void {
    for (const entry of this.ledger.entries()) if (entry.type === 'accepted') this.#world.forgetful.add(entry.pid);
    this.core.reboot({ forget: true });
  }

  /** The kiosk's end of every connection is gone. @param told whether the terminal hears of it */
  hangUp(told: boolean): void {
    for (const connection of this.#open.splice(0)) connection.end(told);
  }

  #connect(
    kiosk: Kiosk,
    events: ConnectionEvents,
    limitMs: number,
    alive: () => boolean,
  ): Promise<Result<TerminalConnection, 'unreachable'>> {
    const { agenda } = this.#world;
    return new Promise((resolve) => {
      const answer = (result: Result<TerminalConnection, 'unreachable'>): void => {
        if (alive()) resolve(result);
      };
      if (this.unplugged || !this.core.state().powered) {
        agenda.after(Math.min(limitMs, 1_000), () => answer(err('unreachable')));
        return;
      }
      agenda.after(travelMs, () => {
        if (alive()) answer(ok(this.#open1(kiosk, events, alive)));
      });
    });
  }

  #open1(kiosk: Kiosk, events: ConnectionEvents, alive: () => boolean): TerminalConnection {
    const { agenda } = this.#world;
    let open = true;
    const hear = (what: () => void): void => {
      agenda.after(travelMs, () => {
        if (open && alive()) what();
      });
    };
    const closed = (): void => {
      open = false;
      this.#open = this.#open.filter((one) => one !== entry);
    };
    const far: CoreConnection = this.core.connect({
      send: (message, manner) => {
        if (manner === 'plain' && !this.unplugged) hear(() => events.onMessage(read(message)));
      },
      close: () =>
        hear(() => {
          closed();
          events.onClose();
        }),
    });
    const entry = {
      alive,
      end: (told: boolean): void => {
        open = false;
        if (told) agenda.after(travelMs, () => far.closed());
      },
    };
    this.#open.push(entry);
    return {
      send: (message) => {
        this.#watch(kiosk, message);
        kiosk.noteSend();
        agenda.after(travelMs, () => {
          if (!this.unplugged) far.receive(message);
        });
      },
      close: () => {
        closed();
        agenda.after(travelMs, () => far.closed());
      },
    };
  }

  /** What must never happen, looked at as the message leaves. */
  #watch(kiosk: Kiosk, { MessageHeader: header, PaymentRequest: payment }: SaleToPoiRequest): void {
    if (!payment) return;
    const pid = payment.SaleData.SaleTransactionID.TransactionID;
    const world = this.#world;
    world.log(`${kiosk.code} PAY ${pid.slice(0, 4)} ${header.ServiceID ?? ''}`);
    const times = (this.#sent.get(pid) ?? 0) + 1;
    this.#sent.set(pid, times);
    if (times > 1) world.violate('never', `PAY of ${pid.slice(0, 8)} was sent ${times} times`);
    if (!kiosk.durable.has(`${pid}:sending`))
      world.violate('never', `PAY of ${pid.slice(0, 8)} left before its record`);
    const open = kiosk.records().find((one) => one.pid !== pid && one.rail === 'terminal' && one.state === 'unknown');
    if (open) world.violate('never', `a card was armed while ${open.pid.slice(0, 8)} is not known`);
  }

  /** Charges and reversals, as the acquirer has them. */
  money() {
    return moneyFacts(this.ledger);
  }
}

function read(message: TerminalMessage): Parameters<ConnectionEvents['onMessage']>[0] {
  if ('SaleToPOIResponse' in message) return { kind: 'answer', answer: message.SaleToPOIResponse };
  const { MessageHeader: header, EventNotification: event } = message.SaleToPOIRequest;
  return { kind: 'event', header, event };
}
