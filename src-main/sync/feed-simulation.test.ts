import { describe, expect, it, vi } from 'vitest';
import { seededRandom } from '../journal/test-support.ts';
import { FeedKiosk, folder, ticket } from './test-support.ts';

// Each run is some hundred restarts, publications and accidents.
vi.setConfig({ testTimeout: 120_000 });

const people = 12;
const steps = 60;

/**
 * A gateway that goes on publishing, a kiosk, and whatever may befall them. At every moment the kiosk says one edition
 * that was published, whole, and never an older one than before; or that it cannot say. When all is well again it says
 * the newest.
 */
class Simulation {
  readonly kiosk = new FeedKiosk();
  readonly #random: () => number;
  /** What everybody would hear of each edition. */
  readonly #editions: string[][] = [];
  /** The oldest edition that may still be heard. */
  #floor = 0;
  #serial = 0;
  readonly done: string[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    for (let at = 0; at < people; at += 2) this.kiosk.gateway.register.set(at, [ticket(100 + at)]);
  }

  async run(): Promise<void> {
    this.#publish({});
    await this.kiosk.run();
    for (let step = 0; step < steps; step += 1) {
      await this.#step();
      await this.#check();
    }
    await this.#heal();
    expect(await this.#said()).toEqual(this.#editions.at(-1));
  }

  async #step(): Promise<void> {
    const accidents: Record<string, () => Promise<void> | void> = {
      publish: () => this.#publish({}),
      snapshot: () => this.#publish({ snapshot: true }),
      epoch: () => this.#publish({ epoch: true }),
      pass: () => this.kiosk.time.pass(this.#upTo(300) * 1000),
      cut: () => this.#cutLine(),
      down: () => void (this.kiosk.gateway.down = !this.kiosk.gateway.down),
      die: () => this.#die(false),
      powerCut: () => this.#die(true),
      wipe: () => (this.kiosk.vault.wipe(), this.kiosk.feed?.vaultOpened()),
      reopen: () => (this.kiosk.vault.reopen(), this.kiosk.feed?.vaultOpened()),
      vaultFault: () => this.#vaultFault(),
      rot: () => this.#rot(),
      replay: () => this.#replay(),
      noRoom: () => void (this.kiosk.fs.freeBytes = this.#upTo(2) === 1 ? 1 : 10 ** 12),
      refuse: () => this.kiosk.fs.failAt(this.#one(['write', 'sync', 'rename', 'read'] as const), this.#upTo(5), 'EIO'),
    };
    const name = this.#one(Object.keys(accidents));
    this.done.push(name);
    await accidents[name]?.();
    await this.kiosk.time.pass(this.#upTo(90) * 1000);
  }

  #publish(how: { snapshot?: boolean; epoch?: boolean }): void {
    const { gateway } = this.kiosk;
    for (let changes = this.#upTo(3); changes > 0; changes -= 1) {
      this.#serial += 1;
      gateway.register.set(this.#upTo(people) - 1, this.#random() < 0.3 ? [] : [ticket(1000 + this.#serial)]);
    }
    gateway.publish(how);
    this.#editions.push(
      Array.from({ length: people }, (_, at) => {
        const items = gateway.register.get(at) ?? [];
        return items.map(({ id, amountFils }) => `${id}:${amountFils}`).join(' ') || 'none';
      }),
    );
  }

  /** The line breaks after some pieces, and stays so until the next accident. */
  #cutLine(): void {
    let left = this.#upTo(20);
    this.kiosk.gateway.carries = () => (left -= 1) > 0;
  }

  async #die(withPower: boolean): Promise<void> {
    this.kiosk.fs.dieAt(this.#upTo(60));
    await this.kiosk.time.pass(this.#upTo(120) * 1000);
    this.kiosk.kill();
    if (withPower) this.kiosk.fs.cutPower(this.#random);
    await this.kiosk.run(1000);
  }

  #vaultFault(): void {
    let left = this.#upTo(10);
    const fault = this.#one(['gone', 'no_answer', 'failed', 'refused'] as const);
    this.kiosk.vault.fault = () => ((left -= 1) === 0 ? fault : null);
  }

  #rot(): void {
    const { fs } = this.kiosk;
    const names = fs.names(folder).filter((name) => fs.peek(`${folder}/${name}`).length > 0);
    if (names.length === 0) return;
    const name = this.#one(names);
    const bytes = fs.peek(`${folder}/${name}`);
    const at = this.#upTo(bytes.length) - 1;
    fs.poke(`${folder}/${name}`, bytes.with(at, (bytes[at] ?? 0) ^ (1 << (this.#upTo(8) - 1))));
  }

  /** For one look of the kiosk, an older head, or one that was changed. */
  async #replay(): Promise<void> {
    const { gateway } = this.kiosk;
    const now = gateway.signed;
    if (now === null) return;
    const { head, signature } = now;
    gateway.signed = this.#random() < 0.5 ? { head: { ...head, seq: head.seq + 5 }, signature } : (this.#older ?? now);
    await this.kiosk.time.pass(100_000);
    gateway.signed = now;
    this.#older = now;
  }
  #older: FeedKiosk['gateway']['signed'] = null;

  async #heal(): Promise<void> {
    const { gateway, vault, fs, time } = this.kiosk;
    gateway.down = false;
    gateway.carries = () => true;
    vault.fault = () => null;
    fs.freeBytes = 10 ** 12;
    this.kiosk.kill();
    await this.kiosk.run();
    await time.pass(1_200_000);
  }

  async #check(): Promise<void> {
    const said = await this.#said();
    const fits = (edition: readonly string[]): boolean =>
      edition.every((answer, at) => said[at] === answer || said[at] === 'cannot say');
    const found = this.#editions.findIndex((edition, at) => at >= this.#floor && fits(edition));
    expect(found, `${this.done.join(' ')}: ${said.join(' | ')}`).toBeGreaterThanOrEqual(0);
    this.#floor = found;
  }

  #said(): Promise<string[]> {
    return Promise.all(Array.from({ length: people }, (_, at) => this.kiosk.says(at)));
  }

  /** 1 to `most`. */
  #upTo(most: number): number {
    return 1 + Math.floor(this.#random() * most);
  }

  #one<T>(of: readonly T[]): T {
    return of[this.#upTo(of.length) - 1]!;
  }
}

describe('whatever happens to kiosk, line, disk and vault', () => {
  it.each(Array.from({ length: 24 }, (_, at) => at + 1))(
    'one edition is said, whole, and never an older one (%i)',
    async (seed) => {
      await new Simulation(seed).run();
    },
  );
});
