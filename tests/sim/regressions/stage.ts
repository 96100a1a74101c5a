// What the named scenarios share: a calm world with one kiosk, driven step by step, judged like every other.
import type { Rail } from '../../../src-shared/domain/receipt.ts';
import type { PaymentState } from '../../../src-shared/payment/states.ts';
import type { FaultRule } from '../../../src-simulators/terminal/faults.ts';
import { conclude } from '../run.ts';
import type { Kiosk } from '../world/kiosk.ts';
import { heal } from '../world/mischief.ts';
import { shipped, type Parts } from '../world/parts.ts';
import { calmSwarm } from '../world/swarm.ts';
import { orderOf } from '../world/visit.ts';
import { World } from '../world/world.ts';

const card = { outcome: 'approve', entry: 'tap', askPin: false, leave: false } as const;

export class Stage {
  readonly world: World;
  readonly kiosk: Kiosk;

  private constructor(world: World, kiosk: Kiosk) {
    this.world = world;
    this.kiosk = kiosk;
  }

  /** A kiosk that is up, and a terminal that does as the script says. */
  static async set(rail: Rail, script: readonly FaultRule[] = [], parts: Partial<Parts> = {}): Promise<Stage> {
    const world = new World(7, rail, { ...shipped, ...parts }, { keepTrace: true, swarm: calmSwarm(rail) });
    const [kiosk] = world.kiosks;
    if (!kiosk) throw new Error('a world without a kiosk');
    kiosk.terminal?.core.setScript(script);
    const stage = new Stage(world, kiosk);
    await kiosk.boot();
    await stage.pass(2_000);
    return stage;
  }

  pass(ms: number): Promise<void> {
    return this.world.run(this.world.agenda.now + ms);
  }

  /** A visitor starts to pay; the pid of the attempt. */
  async start(...itemIds: string[]): Promise<string> {
    const life = this.kiosk.life;
    if (!life) throw new Error('the kiosk is down');
    const started: string[] = [];
    void life.desk.start(orderOf(this.world, itemIds)).then((outcome) => {
      if (outcome.result === 'started') started.push(outcome.pid);
    });
    await this.pass(1_000);
    const [pid] = started;
    if (pid === undefined) throw new Error('not started');
    return pid;
  }

  async presentCard(): Promise<void> {
    this.kiosk.terminal?.core.presentCard(card);
    await this.pass(3_000);
  }

  /** On the phone: Pay is pressed, and the card is debited at K-Net. Nobody brings the result. */
  async payOnPhone(pid: string): Promise<void> {
    const { gateway, knet, agenda } = this.world;
    const total = gateway.model.tables.payments.get(pid)?.totalFils ?? 0;
    if (!gateway.act(() => gateway.model.press(pid))) throw new Error('Pay could not be pressed');
    knet.open(pid, total);
    knet.decide(pid, 'captured', agenda.now);
    await this.pass(1_000);
  }

  /** K-Net's server brings the result. */
  bringResult(pid: string): void {
    const { gateway, parts, knet } = this.world;
    const amountFils = knet.records.get(pid)?.amountFils ?? 0;
    gateway.act(() =>
      parts.receive(gateway.model, { pid, word: 'CAPTURED', amountFils, clear: false }, 'notification'),
    );
  }

  async reboot(power: boolean, offMs = 5_000): Promise<void> {
    this.kiosk.crash(power);
    await this.pass(offMs);
    await this.kiosk.boot();
    await this.pass(2_000);
  }

  state(pid: string): PaymentState | undefined {
    return this.kiosk.life?.book.get(pid)?.state;
  }

  /** Every state this attempt was ever shown in. */
  shown(pid: string): PaymentState[] {
    return [...(this.kiosk.shown.get(pid) ?? [])];
  }

  /** How often the ministry wrote a payment to an item. */
  credits(itemId: string): number {
    return this.world.ministry.items.get(itemId)?.credits.length ?? 0;
  }

  /** Messages that asked the terminal for money. */
  payRequests(): number {
    return this.world.trace.lines.filter((line) => line.includes(' PAY ')).length;
  }

  /** Heals, settles, and tells what is wrong then: nothing should be. */
  async judged(): Promise<readonly string[]> {
    heal(this.world);
    await conclude(this.world);
    return this.world.violations.map(({ invariant, what }) => `${invariant} ${what}`);
  }
}
