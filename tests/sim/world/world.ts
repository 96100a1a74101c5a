import type { PaymentView } from '../../../src-shared/contract/kiosk-ipc.ts';
import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { PaymentState } from '../../../src-shared/payment/states.ts';
import { Agenda } from '../engine/agenda.ts';
import { Chance } from '../engine/chance.ts';
import { drain } from '../engine/drain.ts';
import { Trace } from '../engine/trace.ts';
import { checkNow } from '../invariants.ts';
import type { GatewaySettings, Outside } from '../gateway/outside.ts';
import { Gateway } from './gateway.ts';
import { Kiosk } from './kiosk.ts';
import type { KnetModel } from './knet-model.ts';
import { KnetPlay } from './knet-play.ts';
import type { MinistryModel } from './ministry-model.ts';
import type { Parts } from './parts.ts';
import { Portal } from './portal.ts';
import { rules } from './rules.ts';
import { drawSwarm, type Fault, type Swarm } from './swarm.ts';
import type { Visit } from './visit.ts';

/** A broken promise: which one, and how. */
export interface Violation {
  readonly invariant: string;
  readonly what: string;
}

const minuteMs = 60_000;
/** States of an attempt at the gateway in which it waits for nobody. */
const settled = new Set(['posted', 'not_charged', 'refunded', 'manual']);

/** Longer than K-Net is asked about a payment that began before the world healed. */
const silentUntilMs = 60 * minuteMs;
/** Items and what they cost, fils. */
const prices = [5_000, 10_000, 20_000, 30_000];

/** One run: kiosks, gateway, K-Net, ministry and everybody who pays, out of one seed. */
export class World {
  readonly seed: number;
  readonly parts: Parts;
  readonly agenda = new Agenda();
  readonly chance: Chance;
  readonly swarm: Swarm;
  readonly trace: Trace;
  readonly gateway: Gateway;
  readonly knet: KnetModel;
  readonly ministry: MinistryModel;
  readonly kiosks: Kiosk[] = [];
  readonly play: KnetPlay;
  readonly portal: Portal;
  readonly violations: Violation[] = [];
  readonly visits = new Map<string, Visit>();
  /** What each attempt is about, as its kiosk wrote it down first. */
  readonly orders = new Map<
    string,
    { readonly kiosk: Kiosk; readonly itemIds: readonly string[]; readonly fils: number }
  >();
  /** Rare meetings that happened in this run. */
  readonly met = new Set<string>();
  /** Legal edges of the kiosk's table that were taken. */
  readonly edges = new Set<string>();
  readonly crashedIn = new Set<PaymentState>();
  /** Attempts whose visitor asked to stop. */
  readonly regretted = new Set<string>();
  /** Attempts whose terminal forgot them: only the acquirer knows. */
  readonly forgetful = new Set<string>();
  events = 0;
  /** Until then K-Net answers no inquiry. */
  knetDeadUntilMs = 0;
  /** Told the type of each record that has become durable. */
  onDurable: (type: string) => void = () => undefined;
  /** Called when everything is judged. */
  onEnd: () => void = () => undefined;
  /** Nothing goes wrong any more. */
  healed = false;

  constructor(
    seed: number,
    rail: Rail,
    parts: Parts,
    options: { readonly keepTrace?: boolean; readonly swarm?: Swarm; readonly needs?: readonly Fault[] } = {},
  ) {
    this.seed = seed;
    this.parts = parts;
    this.chance = new Chance(seed);
    const swarmChance = this.chance.fork(`swarm ${rail}`);
    this.swarm = options.swarm ?? drawSwarm(swarmChance, rail, options.needs);
    if (this.swarm.faults.has('knet_silent')) this.knetDeadUntilMs = silentUntilMs;
    this.trace = new Trace(options.keepTrace ?? false);
    this.knet = new parts.Knet();
    this.ministry = new parts.Ministry();
    prices.forEach((price, index) => this.ministry.add(`T${index}`, price));
    const settings: GatewaySettings = {
      ...{ leaseMs: 10 * minuteMs, pageMs: 10 * minuteMs, receiptWaitMs: 10 * minuteMs, kioskRefundMs: 30 * minuteMs },
      rules: this.swarm.givesUpSoon ? { ...rules, askForMs: 10 * minuteMs } : rules,
      refundBy: this.swarm.knetRefunds === 'once' ? 'api' : 'manual',
      terminalRefund: this.swarm.reversal === 'counter' ? 'counter' : 'kiosk',
    };
    const model = new parts.Gateway(this.#outside(this.chance.fork('outside')), settings);
    this.gateway = new Gateway(model, this.agenda, (what) => this.log(what), parts.afterRestore);
    this.gateway.onMet = (what) => this.met.add(what);
    model.leases = !this.swarm.faults.has('no_lease');
    this.play = new KnetPlay(this);
    this.portal = new Portal(this);
    const kiosks = this.swarm.faults.has('second_kiosk') ? ['K001', 'K002'] : ['K001'];
    for (const code of kiosks) this.kiosks.push(new Kiosk(code, this));
  }

  log(what: string): void {
    this.trace.add(this.agenda.now, what);
  }

  violate(invariant: string, what: string): void {
    this.log(`VIOLATION ${invariant} ${what}`);
    this.violations.push({ invariant, what });
  }

  has(fault: Parameters<Swarm['faults']['has']>[0]): boolean {
    return !this.healed && this.swarm.faults.has(fault);
  }

  onView(kiosk: Kiosk, pid: string, view: PaymentView): void {
    this.visits.get(pid)?.see(kiosk, view);
  }

  /** Lets the world go on until `untilMs`, promise by promise and event by event. */
  async run(untilMs: number, quiet: () => boolean = () => false): Promise<void> {
    await drain();
    let sinceLook = 0;
    while (this.agenda.step(untilMs)) {
      await drain();
      this.events += 1;
      if ((sinceLook += 1) % 8 !== 0) continue;
      checkNow(this);
      if (quiet()) return;
    }
  }

  /** Is nothing owed by anybody? Then only the clock goes on. */
  isQuiet(): boolean {
    const { payments, postings, refunds, inbox } = this.gateway.model.tables;
    for (const kiosk of this.kiosks) {
      if (kiosk.destroyed || kiosk.outOfService !== null) continue;
      if (kiosk.dying || !kiosk.life || kiosk.life.book.open().length > 0 || owesDays(kiosk)) return false;
    }
    for (const { state, nextInquiryAt } of payments.values())
      if (!settled.has(state) || nextInquiryAt !== null) return false;
    const posted = postings.every(({ state }) => state !== 'pending');
    const refunded = [...refunds.values()].every(({ state }) => state === 'done' || state === 'manual');
    return this.gateway.up && posted && refunded && inbox.every(({ verdict }) => verdict !== null);
  }

  /** What the gateway reaches for, each answer with the luck of this world. */
  #outside(chance: Chance): Outside {
    const travel = (): number => (this.healed ? 20 : chance.between(20, 400));
    const lost = (): boolean => !this.healed && chance.flip(this.swarm.loss / 2);
    /** An answer that means nothing to a gateway that has died meanwhile. */
    const inThisLife = <T>(answer: (value: T) => void): ((value: T) => void) => {
      const { life } = this.gateway;
      return (value) => {
        if (life === this.gateway.life) this.gateway.act(() => answer(value));
      };
    };
    return {
      now: () => this.agenda.now,
      after: (ms, run) => this.agenda.after(ms, run),
      random: () => chance.next(),
      closed: () => false,
      item: (itemId) => this.ministry.look(itemId),
      inquire: (pid, answer) => {
        const take = inThisLife(answer);
        const dead = this.agenda.now < this.knetDeadUntilMs;
        const silent = dead || lost() || (this.has('knet_doubt') && chance.flip(0.3));
        this.agenda.after(travel(), () => {
          const says = silent
            ? ({ says: 'unknown', amount: 'absent' } as const)
            : this.knet.inquire(pid, this.agenda.now);
          this.agenda.after(silent ? 8_000 : travel(), () => take(says));
        });
      },
      postSettlement: ({ key, itemId }, answer) => {
        const take = inThisLife(answer);
        const there = !lost();
        const back = !lost();
        this.agenda.after(travel(), () => {
          const says = there && !this.ministry.down ? this.ministry.post(key, itemId) : 'ministry_down';
          this.log(`ministry ${itemId} ${says}`);
          this.agenda.after(travel(), () => take(back ? says : 'ministry_down'));
        });
      },
      refund: (pid, amount, answer) => {
        const take = inThisLife(answer);
        const there = !lost();
        const back = !lost() && !(this.has('knet_doubt') && chance.flip(0.4));
        if (there && !back) this.met.add('refund done but unanswered');
        if (this.has('gateway_restart') && chance.flip(0.4)) {
          this.agenda.after(10, () => this.gateway.restart(false, 5_000));
        }
        this.agenda.after(travel(), () => {
          const done = there && this.knet.refund(pid, amount);
          this.log(`K-Net refund ${pid.slice(0, 4)} ${done ? 'done' : 'not done'}`);
          this.agenda.after(travel(), () => take(!back ? 'no_answer' : done ? 'done' : 'refused'));
        });
      },
    };
  }
}

/** A disk that lost a day closes another under its number, which the gateway never takes: that is for people. */
function owesDays({ life, world }: Kiosk): boolean {
  return (life?.days.undelivered ?? 0) > 0 && !world.swarm.faults.has('lying_sync');
}
