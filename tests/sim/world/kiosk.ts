import { nodeSha256 } from '../../../src-main/journal/edge/node-sha256.ts';
import type { Journal } from '../../../src-main/journal/journal.ts';
import type { PaymentBook } from '../../../src-main/payment/payment-book.ts';
import type { PaymentDesk } from '../../../src-main/payment/payment-desk.ts';
import type { PaymentRail } from '../../../src-main/payment/rails/rail.ts';
import type { JsonValue } from '../../../src-shared/contract/canonical-json.ts';
import type { JournalEvent } from '../../../src-shared/contract/journal-events.ts';
import type { PaymentState } from '../../../src-shared/payment/states.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { DayReport } from '../../../src-shared/domain/day-report.ts';
import type { Receipt } from '../../../src-shared/domain/receipt.ts';
import type { Clock, Rng, Timers } from '../../../src-shared/ports.ts';
import type { PaymentGateway } from '../../../src-main/payment/ports.ts';
import { ServiceIds } from '../../../src-main/payment/service-ids.ts';
import { NexoTerminal } from '../../../src-main/devices/terminal/nexo-terminal.ts';
import { Terminal } from './terminal.ts';
import type { World } from './world.ts';
import { HostedRail } from '../../../src-main/payment/rails/hosted-rail.ts';
import { Disk } from './disk.ts';
import { Line } from './line.ts';
import { gatewayPort } from './port.ts';
import { staffSide, type StaffSide } from './staff-side.ts';
import type { Chance } from '../engine/chance.ts';

interface TerminalLife {
  readonly gateway: PaymentGateway;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: (event: string, details: object) => void;
  readonly alive: () => boolean;
  readonly book: PaymentBook;
  readonly ids: ServiceIds;
}

const folder = '/data';
/** Small files, so that runs of a few payments cross from one to the next. */
const sizes = { segmentBytes: 6 * 1024, reserveBytes: 4 * 1024 };
/** 22 November 2026. */
const wallStartMs = 1_795_338_000_000;

/** What runs in one life of the program. */
export interface Life extends StaffSide {
  readonly number: number;
  readonly startedAt: number;
  readonly journal: Journal;
  readonly book: PaymentBook;
  readonly desk: PaymentDesk;
}

/** A kiosk: the shipped desk, book, journal and rails on simulated ports. */
export class Kiosk {
  readonly code: string;
  readonly disk = new Disk();
  readonly terminal: Terminal | null;
  readonly line: Line;
  readonly world: World;
  readonly chance: Chance;
  /** What stays on the machine beside the journal, for mutants that remember too much or too little. */
  readonly memory = new Map<string, unknown>();
  /** What was ever shown of an attempt. */
  readonly shown = new Map<string, Set<PaymentState>>();
  /** What is known to be durable: `pid:state` of acknowledged records. */
  readonly durable = new Set<string>();
  life: Life | null = null;
  crashes = 0;
  /** The program has ended in the middle of a call; its end is on the agenda. */
  dying = false;
  /** Messages to the gateway and the terminal so far, and after which of them the program dies. */
  sends = 0;
  lastSend = Number.POSITIVE_INFINITY;
  destroyed = false;
  /** As far as the judge has read them. */
  closedDays: readonly DayReport[] = [];
  /** The journal could not be opened: money is closed, staff have to look. */
  outOfService: string | null = null;
  /** Milliseconds the wall clock is off. */
  wallOffMs = 0;
  #lives = 0;
  /** Attempts that two people here have ended by their word. */
  readonly ended = new Set<string>();
  /** Attempts that staff here have made a case. */
  readonly #handed = new Set<string>();
  /** State of each attempt after the last record known to be durable. */
  readonly #states = new Map<string, PaymentState>();

  constructor(code: string, world: World) {
    this.code = code;
    this.world = world;
    this.chance = world.chance.fork(code);
    this.terminal = world.swarm.rail === 'terminal' ? new Terminal(`POI${code.slice(-1)}`, world) : null;
    this.line = new Line(
      world.agenda,
      this.chance.fork('line'),
      world.swarm,
      () => world.healed,
      () => world.gateway.up,
    );
    this.line.onSend = () => this.noteSend();
    world.gateway.lines.push(this.line);
  }

  /** The program starts. */
  async boot(): Promise<void> {
    if (this.destroyed || this.life) return;
    const { agenda, parts } = this.world;
    const number = (this.#lives += 1);
    const alive = (): boolean => number === this.#lives && !this.destroyed;
    const startedAt = agenda.now;
    const clock = {
      monotonicMs: () => agenda.now - startedAt,
      wallMs: () => wallStartMs + agenda.now + this.wallOffMs,
    };
    const bootId = `${this.code}-${number}`;
    const opened = await parts.openJournal({
      ...{
        dir: folder,
        name: 'payment',
        fs: parts.disk(this.disk),
        sha256: nodeSha256,
        clock,
        bootId,
        settings: sizes,
      },
    });
    if (!alive()) return;
    if (!opened.ok) {
      this.outOfService = JSON.stringify(opened.error);
      this.world.log(`${this.code} out of service ${opened.error.kind}`);
      return;
    }
    this.outOfService = null;
    const journal = parts.journal(this.#watch(opened.value));
    const ids = new ServiceIds();
    const days = parts.days(this);
    const book = await parts.book(journal, [ids, days], this);
    this.durable.clear();
    for (const { pid, state, closure } of book.all()) {
      this.durable.add(`${pid}:${state}`);
      this.#states.set(pid, state);
      if (closure?.atKiosk) this.ended.add(pid);
    }
    await book.recordBoot('sim');
    if (!alive()) return;
    const timers: Timers = {
      after: (ms, run) =>
        agenda.after(ms, () => {
          if (alive()) run();
        }),
    };
    const port = parts.gatewayPort(gatewayPort(this.world.gateway, this.line, this.code, alive), this);
    const log = (event: string, details: object): void => {
      if (alive()) this.world.log(`${this.code} ${event} ${JSON.stringify(details)}`);
    };
    const rng = this.chance.fork(bootId);
    const rails = this.terminal
      ? [this.#terminalRail(this.terminal, { gateway: port, clock, timers, rng, log, alive, book, ids })]
      : [
          new HostedRail('phone', { gateway: port, timers, rng, log }),
          new HostedRail('screen', { gateway: port, timers, rng, log }),
        ];
    const desk = new parts.Desk({
      ...{ book, gateway: port, clock, rng, timers, log },
      rails: rails.map((rail) => parts.rail(rail, this)),
      kioskCode: () => this.code,
      onChange: (pid) => {
        if (alive()) this.#look(pid);
      },
    });
    const staff = staffSide(this, { book, desk, days, clock, timers, rng: rng.fork('days'), log, alive });
    this.life = { number, startedAt, journal, book, desk, ...staff };
    this.world.log(`${this.code} boots`);
    await desk.recover();
    for (const { pid } of book.all()) this.#look(pid);
  }

  #terminalRail(terminal: Terminal, life: TerminalLife): PaymentRail {
    const { parts, swarm } = this.world;
    const { book, clock, timers, rng, log, ids, alive } = life;
    const driver = new NexoTerminal({
      link: parts.link(terminal.link(this, alive), this),
      poiId: terminal.poiId,
      saleId: () => this.code,
      ids: parts.ids({ reserve: (count) => ids.reserve(book, count) }, this),
      ...{ clock, timers, rng, version: 'sim', log },
      alarm: (alarm, details) => {
        log(alarm, details);
        if (alarm === 'other_currency') this.#onlySettlementKnows(`${terminal.poiId}/${details['serviceId'] ?? ''}`);
      },
      onChange: (status) => log('terminal', { status }),
    });
    driver.start();
    return new parts.TerminalRail({
      driver: parts.driver(driver, this),
      ...{ gateway: life.gateway, clock, reversal: swarm.reversal },
      openUnknown: parts.openUnknown(() => book.open().some((one) => one.rail === 'terminal' && isUndecided(one))),
    });
  }

  /** The terminal cannot say in fils what it took. */
  #onlySettlementKnows(railRef: string): void {
    for (const record of this.records()) if (record.railRef === railRef) this.world.forgetful.add(record.pid);
  }

  /** Notes what becomes durable, so that what is shown can be held against it. */
  #watch(journal: Journal): Journal {
    return {
      append: async (events) => {
        const written = await journal.append(events);
        if (written.ok) for (const event of events) this.#noteDurable(event);
        return written;
      },
      canAppend: () => journal.canAppend(),
      refillReserve: () => journal.refillReserve(),
      entries: () => journal.entries(),
      head: () => journal.head(),
      cutTail: journal.cutTail,
      close: () => journal.close(),
    };
  }

  #noteDurable(event: JsonValue): void {
    const entry = event as JournalEvent; // written by the book, which has checked it
    if (entry.kind !== 'payment') return;
    const { pid, event: fact } = entry;
    const { world } = this;
    world.log(`${this.code} J ${pid.slice(0, 4)} ${fact.type}`);
    world.onDurable(fact.type);
    const state = stateOf[fact.type];
    const before = this.#states.get(pid);
    if (state !== undefined) {
      this.durable.add(`${pid}:${state}`);
      this.#states.set(pid, state);
      if (before !== undefined) world.edges.add(`${before}>${state}`);
    }
    if (fact.type === 'CREATED') {
      const { items, totalFils } = fact.facts;
      const itemIds = items.map(({ obligationId }) => obligationId);
      world.orders.set(pid, { kiosk: this, itemIds, fils: totalFils });
    }
    if (fact.type === 'CAPTURE_PROVED' && world.regretted.has(pid)) world.met.add('late approval after abort');
    if (fact.type === 'HANDED_TO_STAFF' && fact.caseId.startsWith(`${this.code}-`)) this.#handedOver(pid);
    if ('closure' in fact && fact.closure?.atKiosk) this.ended.add(pid);
    if (fact.type === 'REVERSAL_DUE') {
      const whole = fact.reversal.itemIds.length === world.orders.get(pid)?.itemIds.length;
      world.met.add(whole ? 'whole basket goes back' : 'split basket');
    }
  }

  /** From now on nobody asks the terminal: people close the case, or the settlement finds the money. */
  #handedOver(pid: string): void {
    if (this.#handed.has(pid)) this.world.violate('staff', `${pid.slice(0, 8)} was handed over twice`);
    this.#handed.add(pid);
    if (this.terminal) this.world.forgetful.add(pid);
  }

  /** What a paper says is held against the disk like what a screen says. */
  onPaper({ pid, kind, caseId }: Receipt): void {
    const backed = caseId === undefined || this.durable.has(`${pid}:manual`);
    if (!backed) this.world.violate('staff', `a paper of ${pid.slice(0, 8)} names a case that is not durable`);
    if (kind === 'not_paid') this.#keepShown(pid, 'not_charged');
    if (kind === 'paid') this.#keepShown(pid, 'captured');
  }

  #keepShown(pid: string, state: PaymentState): void {
    this.shown.set(pid, (this.shown.get(pid) ?? new Set()).add(state));
  }

  /** What a visitor can see of an attempt now. */
  #look(pid: string): void {
    const view = this.life?.desk.view(pid);
    if (!view) return;
    const seen = this.shown.get(pid) ?? new Set();
    this.shown.set(pid, seen);
    if (!seen.has(view.state)) {
      seen.add(view.state);
      if (!this.durable.has(`${pid}:${view.state}`)) {
        this.world.violate('shown', `${pid.slice(0, 8)} shows ${view.state} and it is not durable`);
      }
    }
    this.world.onView(this, pid, view);
  }

  /** The program ends between two steps. `power`: what was not synced may be lost. */
  crash(power: boolean): void {
    if (this.destroyed) return;
    this.world.log(`${this.code} ${power ? 'loses power' : 'dies'}`);
    this.crashes += 1;
    this.#lives += 1;
    this.dying = false;
    for (const record of this.records()) this.world.crashedIn.add(record.state);
    this.life = null;
    this.disk.fuse(Number.POSITIVE_INFINITY, () => undefined);
    this.terminal?.hangUp(!power);
    if (power) this.disk.cutPower(() => this.chance.next());
    else this.disk.restart();
  }

  /** A message has left: the last one, when the fuse says so. */
  noteSend(): void {
    this.sends += 1;
    if (this.sends === this.lastSend) this.dieNow(false);
  }

  /** Ends in the middle of a call of its disk: nothing of this life happens any more; it starts again in a while. */
  dieNow(power: boolean): void {
    this.#lives += 1;
    this.dying = true;
    this.world.agenda.after(0, () => {
      this.crash(power);
      this.world.agenda.after(this.chance.between(2_000, 60_000), () => void this.boot());
    });
  }

  /** Nothing of it ever comes back. */
  destroy(): void {
    this.world.log(`${this.code} destroyed`);
    this.destroyed = true;
    this.#lives += 1;
    this.terminal?.hangUp(false);
    this.life = null;
  }

  /** Reads every Z there has been from the journal into {@link closedDays}. */
  async readClosedDays(): Promise<void> {
    this.disk.mend();
    this.closedDays = ((await this.life?.book.closedDays()) ?? []).map(({ report }) => report);
  }

  records(): PaymentRecord[] {
    return this.life?.book.all() ?? [];
  }
}

/** The state each event leads to, for holding the screen against the disk. */
const stateOf: Readonly<Record<string, PaymentState>> = {
  CREATED: 'created',
  RESERVED: 'reserved',
  SENT: 'sending',
  OUTCOME_UNKNOWN: 'unknown',
  CAPTURE_PROVED: 'captured',
  NO_CHARGE_PROVED: 'not_charged',
  POSTED: 'posted',
  REVERSAL_DUE: 'reversal_due',
  REVERSED: 'reversed',
  CANCELLED: 'cancelled',
  HANDED_TO_STAFF: 'manual',
  CLOSED: 'closed',
};

/** As the composition root asks it before a card may be armed. */
function isUndecided({ state }: PaymentRecord): boolean {
  return state === 'sending' || state === 'unknown';
}
