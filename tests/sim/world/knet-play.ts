import type { Result } from '../gateway/callbacks.ts';
import type { Chance } from '../engine/chance.ts';
import { rules } from './rules.ts';
import type { World } from './world.ts';

type Outcome = 'captured' | 'declined' | 'cancelled' | 'host_timeout';

const words: Readonly<Record<Outcome, string>> = {
  captured: 'CAPTURED',
  declined: 'NOT CAPTURED',
  cancelled: 'CANCELED',
  host_timeout: 'HOST TIMEOUT',
};

/** The visitor's phone and K-Net's page: who presses, who pays, and how the result travels. */
export class KnetPlay {
  /** Results that K-Net was given its line for: the gateway may never forget them. */
  readonly acknowledged: Result[] = [];
  readonly #world: World;
  readonly #chance: Chance;

  constructor(world: World) {
    this.#world = world;
    this.#chance = world.chance.fork('knet');
  }

  /** Somebody opens the page's address and presses Pay; perhaps twice, perhaps never. */
  open(pid: string): void {
    if (this.#chance.flip(0.1)) return;
    this.#later(this.#chance.between(1_000, 40_000), () => this.#press(pid));
    if (this.#chance.flip(0.1)) this.#later(this.#chance.between(1_000, 60_000), () => this.#press(pid));
  }

  #press(pid: string): void {
    const { gateway, knet } = this.#world;
    if (!gateway.up) return this.#later(3_000, () => this.#press(pid));
    if (!gateway.act(() => gateway.model.press(pid))) return;
    const row = gateway.model.tables.payments.get(pid);
    if (!row || !knet.open(pid, row.totalFils))
      return this.#world.violate('I1', `${pid.slice(0, 8)} opened twice at K-Net`);
    this.#world.log(`K-Net page ${pid.slice(0, 4)}`);
    if (this.#chance.flip(0.08)) return;
    const outcome = this.#chance.pick<Outcome>([
      'captured',
      'captured',
      'captured',
      'declined',
      'cancelled',
      'host_timeout',
    ]);
    const ms = this.#chance.flip(0.1) ? this.#chance.between(300_000, 1_700_000) : this.#chance.between(5_000, 120_000);
    this.#later(ms, () => this.#decide(pid, outcome));
  }

  #decide(pid: string, outcome: Outcome): void {
    const world = this.#world;
    if (!world.knet.decide(pid, outcome, world.agenda.now)) return;
    world.log(`K-Net ${pid.slice(0, 4)} ${outcome}`);
    const record = world.knet.records.get(pid);
    if (record && world.has('knet_doubt') && this.#chance.flip(0.3)) {
      record.hiddenUntil = world.agenda.now + this.#chance.between(5_000, 120_000);
      world.met.add('not found, then captured');
    }
    this.#deliver({ pid, word: words[outcome], amountFils: record?.amountFils ?? 0, clear: false }, outcome);
    if (outcome === 'host_timeout') {
      // The bank's answer comes after all, and nobody is told.
      const late = this.#chance.pick<Outcome>(['captured', 'declined']);
      this.#later(this.#chance.between(2_000, 90_000), () => {
        world.knet.decide(pid, late, world.agenda.now);
        world.log(`K-Net ${pid.slice(0, 4)} after the time-out ${late}`);
      });
    }
  }

  /** Brings the result; without the right line in answer a capture is taken back. */
  #deliver(result: Result, outcome: Outcome): void {
    const world = this.#world;
    const odd = world.has('callbacks');
    if (odd && this.#chance.flip(0.2)) this.#forge(result);
    const never = (odd && this.#chance.flip(0.3)) || (!world.healed && this.#chance.flip(world.swarm.loss / 2));
    if (never) {
      world.met.add('callback never came');
      if (world.swarm.knetDelivery === 'notification') this.#void(result, outcome);
      return;
    }
    const ms = odd && this.#chance.flip(0.2) ? this.#chance.between(5_000, 60_000) : this.#chance.between(50, 3_000);
    this.#later(ms, () => this.#bring(result, outcome));
    if (odd && this.#chance.flip(0.3))
      this.#later(ms + this.#chance.between(10, 200_000), () => this.#bring(result, outcome));
  }

  #bring(result: Result, outcome: Outcome): void {
    const { gateway, swarm, parts } = this.#world;
    const replyLost = !this.#world.healed && this.#chance.flip(swarm.loss / 2);
    const reply = gateway.act(() => parts.receive(gateway.model, result, swarm.knetDelivery));
    const line = reply?.status === 200;
    if (reply && reply.status !== 400) this.acknowledged.push(result);
    this.#world.log(`callback ${result.pid.slice(0, 4)} ${result.word} ${line ? 'line' : 'no line'}`);
    if (swarm.knetDelivery === 'notification' && (!line || replyLost)) this.#void(result, outcome);
  }

  #void({ pid }: Result, outcome: Outcome): void {
    if (outcome !== 'captured') return;
    const { agenda, knet, met } = this.#world;
    const ms = this.#chance.between(500, 60_000);
    // The acquirer takes nothing back after the window it has named, whatever became of a repeated notification.
    const windowEnd = (knet.records.get(pid)?.capturedAt ?? 0) + rules.confirmAfterMs;
    if (agenda.now + ms >= windowEnd) return;
    this.#later(ms, () => {
      knet.void(pid);
      met.add('void after capture');
      if (this.#world.gateway.model.tables.payments.get(pid)?.state === 'notified') met.add('void after NOTIFIED');
      this.#world.log(`K-Net voids ${pid.slice(0, 4)}`);
    });
  }

  /** Somebody else sends what looks like a result: clear fields, or a ciphertext with a byte turned. */
  #forge({ pid, amountFils }: Result): void {
    const clear = this.#chance.flip(0.5);
    const forged: Result = {
      pid,
      word: this.#chance.pick(['CAPTURED', 'NOT CAPTURED']),
      amountFils: amountFils + 1_000,
      clear,
    };
    this.#world.met.add('forged result');
    this.#later(this.#chance.between(50, 100_000), () => {
      const { gateway, parts } = this.#world;
      gateway.act(() => void parts.receive(gateway.model, forged, clear ? 'browser' : 'notification'));
    });
  }

  #later(ms: number, run: () => void): void {
    this.#world.agenda.after(ms, run);
  }
}
