import type { PaymentReport } from '../../../src-shared/contract/gateway-http.ts';
import { problem, type GatewayModel } from '../gateway/gateway-model.ts';
import type { Tables } from '../gateway/tables.ts';
import { Rounds, takeUp } from '../gateway/work.ts';
import type { Agenda } from '../engine/agenda.ts';
import type { Answer, Line } from './line.ts';

interface Waiting {
  readonly pid: string;
  readonly wake: () => void;
}

/**
 * The gateway as a process: it can die between two transactions, which takes whoever waits with it and leaves the
 * tables, and it can come back with the tables of an older backup.
 */
export class Gateway {
  readonly model: GatewayModel;
  /** Ways to the kiosks, which break when it dies. */
  readonly lines: Line[] = [];
  up = true;
  restarts = 0;
  onMet: (what: string) => void = () => undefined;
  /** Money it took up from the acquirer alone. */
  repaired: string[] = [];
  #life = 0;
  #backup: Tables | null = null;
  #waiting: Waiting[] = [];
  readonly #agenda: Agenda;
  readonly #rounds: Rounds;
  readonly #log: (what: string) => void;
  readonly #afterRestore: (model: GatewayModel) => void;

  constructor(
    model: GatewayModel,
    agenda: Agenda,
    log: (what: string) => void,
    restored: (model: GatewayModel) => void,
  ) {
    this.#afterRestore = restored;
    this.model = model;
    this.#agenda = agenda;
    this.#log = log;
    this.#rounds = new Rounds(model, () => undefined);
    model.onNews = (pid) => {
      this.#log(`gateway ${pid.slice(0, 4)} ${model.tables.payments.get(pid)?.state ?? 'gone'}`);
      for (const { wake } of this.#waiting.filter((waiting) => waiting.pid === pid)) this.#agenda.after(0, wake);
    };
  }

  /** Which life a question was asked in: its answer means nothing to the next one. */
  get life(): number {
    return this.#life;
  }

  /** One transaction and its answer; nothing at all while it is down. */
  serve<T>(what: string, pid: string, act: () => Answer<T>, reply: (answer: Answer<T>) => void): void {
    if (!this.up) return;
    const answer = act();
    this.#log(`${what} ${pid.slice(0, 4)} ${answer.ok ? 'ok' : answer.error.error}`);
    this.#rounds.plan();
    reply(answer);
  }

  /** Something else that happens inside the gateway, as one transaction; null while it is down. */
  act<T>(run: () => T): T | null {
    if (!this.up) return null;
    const value = run();
    this.#rounds.plan();
    return value;
  }

  report(
    kiosk: string,
    pid: string,
    seen: number,
    waitSeconds: number,
    reply: (answer: Answer<PaymentReport>) => void,
  ): void {
    if (!this.up) return;
    const deadline = this.#agenda.now + waitSeconds * 1000;
    const life = this.#life;
    const look = (): void => {
      if (!this.up || life !== this.#life) return;
      const row = this.model.find(kiosk, pid);
      if (!row) return reply(problem('not_found'));
      if (row.version > seen || this.#agenda.now >= deadline) {
        this.#waiting = this.#waiting.filter(({ wake }) => wake !== look);
        return reply({ ok: true, value: this.model.reportOf(row) });
      }
      if (this.#waiting.some(({ wake }) => wake === look)) return;
      this.#waiting.push({ pid, wake: look });
      this.#agenda.after(deadline - this.#agenda.now, look);
    };
    look();
  }

  takeBackup(): void {
    this.#backup = this.model.tables.copy();
  }

  /** @param restored whether it comes back with the tables of the backup */
  restart(restored: boolean, afterMs: number): void {
    this.#log(restored ? 'gateway restored' : 'gateway restarts');
    this.up = false;
    this.#life += 1;
    this.restarts += 1;
    if ([...this.model.tables.refunds.values()].some(({ state }) => state === 'sent')) {
      this.onMet('crash between refund sent and answered');
    }
    this.#waiting = [];
    this.#rounds.stop();
    for (const line of this.lines) line.reset();
    if (restored && this.#backup) {
      this.model.tables = this.#backup.copy();
      this.#afterRestore(this.model);
    }
    this.#agenda.after(afterMs, () => {
      this.up = true;
      takeUp(this.model);
      this.#rounds.plan();
    });
  }
}

/**
 * What operators do before a restored gateway serves again. Nobody knows any more whose page was opened since the
 * backup, nor what was asked of K-Net: every page may have been paid, and people look before money goes back.
 */
export function afterRestore(model: GatewayModel): void {
  model.settings = { ...model.settings, refundBy: 'manual' };
  const now = model.outside.now();
  for (const row of model.tables.payments.values()) {
    if (row.rail === 'terminal' || (row.state !== 'reserved' && row.state !== 'intent')) continue;
    row.pressedAt = now;
    row.nextInquiryAt = now;
    model.holdLeases(row.pid);
    model.step(row, 'open');
  }
}
