import type { GatewayFailure } from '../../../src-main/gateway/failure.ts';
import type { GatewayProblem } from '../../../src-shared/contract/gateway-http.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Agenda } from '../engine/agenda.ts';
import type { Chance } from '../engine/chance.ts';
import type { Swarm } from './swarm.ts';

export type Answer<T> = Result<T, GatewayProblem>;
type Reply<T> = (answer: Answer<T>) => void;

/** After so long without an answer the caller gives up, ms. The request may still arrive. */
const patienceMs = 10_000;
const longestDelayMs = 45_000;

/** One question under way. */
interface Asked {
  fail(): void;
}

/** The way between one kiosk and the gateway: loses, repeats, delays and reorders what is sent over it. */
export class Line {
  /** Nothing passes. */
  cut = false;
  /** Told each request that leaves. */
  onSend: () => void = () => undefined;
  readonly #agenda: Agenda;
  readonly #chance: Chance;
  readonly #swarm: Swarm;
  readonly #healed: () => boolean;
  readonly #listening: () => boolean;
  readonly #open = new Set<Asked>();

  constructor(agenda: Agenda, chance: Chance, swarm: Swarm, healed: () => boolean, listening: () => boolean) {
    this.#agenda = agenda;
    this.#chance = chance;
    this.#swarm = swarm;
    this.#healed = healed;
    this.#listening = listening;
  }

  /**
   * Carries a request to `serve` and its answer back.
   * @param extraMs how long the other side may hold the answer on purpose
   * @param alive whether anybody still waits; nobody hears an answer after a crash
   */
  ask<T>(serve: (reply: Reply<T>) => void, extraMs: number, alive: () => boolean): Promise<Result<T, GatewayFailure>> {
    return new Promise((resolve) => {
      const entry: Asked = { fail: () => settle(err({ kind: 'network_down' })) };
      let open = true;
      const settle = (result: Result<T, GatewayFailure>): void => {
        if (!open) return;
        open = false;
        this.#open.delete(entry);
        if (alive()) resolve(result);
      };
      this.#open.add(entry);
      this.onSend();
      if (this.cut) {
        this.#agenda.after(50, entry.fail);
        return;
      }
      const back: Reply<T> = (answer) => {
        const ms = this.#travel();
        if (ms === null || this.cut) this.#agenda.after(patienceMs, entry.fail);
        else
          this.#agenda.after(ms, () =>
            settle(answer.ok ? ok(answer.value) : err({ kind: 'problem', ...said(answer.error) })),
          );
      };
      const there = this.#travel();
      if (there === null) this.#agenda.after(patienceMs, entry.fail);
      else {
        this.#agenda.after(there, () => {
          if (this.#listening()) serve(back);
          else this.#agenda.after(20, entry.fail);
        });
        if (there > patienceMs) this.#agenda.after(patienceMs + extraMs, entry.fail);
        if (!this.#healed() && this.#chance.flip(this.#swarm.duplicate)) {
          this.#agenda.after(there + this.#chance.between(0, longestDelayMs), () => serve(back));
        }
      }
    });
  }

  /** The other side has died: connections break. */
  reset(): void {
    for (const asked of [...this.#open]) this.#agenda.after(20, () => asked.fail());
  }

  /** How long one way takes; null when it does not arrive. */
  #travel(): number | null {
    if (this.#healed()) return 10;
    if (this.#chance.flip(this.#swarm.loss)) return null;
    if (this.#chance.flip(this.#swarm.delay)) return this.#chance.between(100, longestDelayMs);
    return this.#chance.between(5, 60);
  }
}

function said({ error, message }: GatewayProblem): { code: GatewayProblem['error']; message: string } {
  return { code: error, message };
}
