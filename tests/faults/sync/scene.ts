import { FeedKiosk, ticket } from '../../../src-main/sync/test-support.ts';

/** Enough for every bucket of the test register to hold somebody. */
const people = 12;
/** By then every pause between two tries is over, ms. */
const longEnoughMs = 1_200_000;

/** What the gateway publishes while something befalls the kiosk. */
export const news = ['first', 'delta', 'snapshot', 'epoch'] as const;
export type News = (typeof news)[number];

/**
 * One kiosk, one gateway, and every edition that was published. Of each look one thing is asked: whoever gets an
 * answer gets that of one and the same edition, which is no older than the one that was heard before.
 */
export class SyncScene {
  readonly kiosk = new FeedKiosk();
  readonly #editions: string[][] = [];
  /** The oldest edition that may still be heard. */
  #floor = 0;
  #serial = 0;

  /** A scene in which `what` is about to be fetched; unless it is the first, an edition is held already. */
  static async before(what: News): Promise<SyncScene> {
    const scene = new SyncScene();
    if (what !== 'first') {
      scene.publish('first');
      await scene.kiosk.run();
      await scene.look('before anything happened');
    }
    scene.publish(what);
    return scene;
  }

  publish(what: News): void {
    const { gateway } = this.kiosk;
    for (let at = 0; at < people; at += 1) {
      if ((at + this.#serial) % 3 === 0) gateway.register.set(at, []);
      else if ((at + this.#serial) % 3 === 1) gateway.register.set(at, [ticket(1000 * (this.#serial + 1) + at)]);
    }
    this.#serial += 1;
    gateway.publish({ snapshot: what === 'snapshot', epoch: what === 'epoch' });
    this.#editions.push(
      Array.from({ length: people }, (_, at) => {
        const items = gateway.register.get(at) ?? [];
        return items.map(({ id, amountFils }) => `${id}:${amountFils}`).join(' ') || 'none';
      }),
    );
  }

  /** Everybody asks. Rejects with {@link MixedEdition} when the answers are not those of one edition. */
  async look(when: string): Promise<'old' | 'new' | 'nothing said'> {
    const said = await this.#said();
    if (said.every((answer) => answer === 'cannot say')) return 'nothing said';
    const found = this.#editions.findIndex(
      (edition, number) =>
        number >= this.#floor && edition.every((answer, at) => said[at] === answer || said[at] === 'cannot say'),
    );
    if (found < 0) throw new MixedEdition(`${when}: ${said.join(' | ')}`);
    this.#floor = found;
    return found === this.#editions.length - 1 ? 'new' : 'old';
  }

  /** All accidents are over and the kiosk starts once more: everybody has to hear the newest edition. */
  async heal(when: string): Promise<void> {
    const { gateway, vault, fs, time } = this.kiosk;
    gateway.carries = () => true;
    vault.fault = () => null;
    vault.before = () => null;
    fs.setSpace(Infinity);
    this.kiosk.kill();
    await this.kiosk.run();
    await time.pass(longEnoughMs);
    const said = await this.#said();
    if (said.join() !== this.#editions.at(-1)?.join()) throw new Error(`${when}: not healed, ${said.join(' | ')}`);
  }

  #said(): Promise<string[]> {
    return Promise.all(Array.from({ length: people }, (_, at) => this.kiosk.says(at)));
  }
}

/** Answers of two editions side by side, of an older one than before, or of none that was ever published. */
export class MixedEdition extends Error {}

/** What the parts of the row count together. */
export class SyncCount {
  interruptions = 0;
  corruptions = 0;
  wipes = 0;
  mixedEditions = 0;
  readonly violations: string[] = [];

  /** Counts what happened in `of`, and takes what it complains about. */
  async during(
    of: 'interruptions' | 'corruptions' | 'wipes',
    what: string,
    happen: () => Promise<void>,
  ): Promise<void> {
    this[of] += 1;
    try {
      await happen();
    } catch (failure) {
      if (failure instanceof MixedEdition) this.mixedEditions += 1;
      this.violations.push(`${what}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
}
