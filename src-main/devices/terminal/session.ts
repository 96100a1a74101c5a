import type { ErrorCondition, SaleToPoiRequest } from '../../../src-shared/contract/nexo.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import { backOffMs, randomPart } from '../../platform/back-off.ts';
import type { TerminalStatus } from './driver.ts';
import { Exchange, type Answer } from './exchange.ts';
import { eventMeanings, healthAfter, readDiagnosis, type Health } from './health.ts';
import type { EventNotification } from './link.ts';
import type { MessageIds } from './message-ids.ts';
import { diagnosisRequest, loginRequest, type Envelope } from './messages.ts';
import type { TerminalAlarm, TerminalPorts } from './ports.ts';

/** Pause between two looks at an idle terminal that is well, and at one that is not, ms. */
const lookMs = 60_000;
const troubledLookMs = 15_000;
/** Limits for answers, ms. A diagnosis asks the bank's host. */
const loginLimitMs = 10_000;
const diagnosisLimitMs = 20_000;

/**
 * Knows how the terminal is: one long connection, login, diagnosis, and what the terminal says unasked. The login is
 * for this kiosk's name (SaleID), so that payments on connections of their own need none.
 */
export class TerminalSession {
  readonly #ports: TerminalPorts;
  readonly #ids: MessageIds;
  #line: Exchange | null = null;
  /** The SaleID of the login in force; a kiosk may get its name only after it has started. */
  #loggedInAs: string | null = null;
  #health: Health = 'untold';
  #cardIn = false;
  #transacting = false;
  #notAcceptable = false;
  #tried = false;
  #failures = 0;
  /** Rises whenever the terminal has, or may have, restarted. */
  #life = 0;
  #reaching: Promise<Exchange | null> | null = null;
  #looking = false;
  #next: { cancel(): void } | null = null;
  #stopped = false;
  #told: TerminalStatus = 'starting';

  constructor(ports: TerminalPorts, ids: MessageIds) {
    this.#ports = ports;
    this.#ids = ids;
  }

  status(): TerminalStatus {
    if (this.#transacting) return 'busy';
    if (this.#notAcceptable) return 'not_acceptable';
    if (!this.#line) return this.#tried ? 'unreachable' : 'starting';
    if (!this.#loggedIn()) return this.#failures > 0 ? 'unreachable' : 'starting';
    if (this.#health === 'untold') return 'starting';
    if (this.#health !== 'ok') return this.#health;
    return this.#cardIn ? 'card_left' : 'ready';
  }

  /** Looks now, and from then on by itself. */
  start(): void {
    this.#lookIn(0);
  }

  stop(): void {
    this.#stopped = true;
    this.#next?.cancel();
    this.#line?.close();
  }

  /**
   * The same number at two moments means that the terminal has not restarted in between: a restart ends the connection,
   * or the terminal tells of it. Null while nobody is connected to notice.
   */
  life(): number | null {
    return this.#line && this.#loggedIn() ? this.#life : null;
  }

  /** The connection, logged in; made now if there is none. Null when the terminal cannot be reached. */
  reach(): Promise<Exchange | null> {
    if (this.#line && this.#loggedIn()) return Promise.resolve(this.#line);
    this.#reaching ??= this.#logIn().finally(() => {
      this.#reaching = null;
      this.#changed();
    });
    return this.#reaching;
  }

  /** Asks on the long connection; null when there is none or no number for the message. Silence ends the connection. */
  async ask(build: (envelope: Envelope) => SaleToPoiRequest, limitMs: number): Promise<Answer | null> {
    const line = await this.reach();
    return line && this.#askOn(line, build, limitMs);
  }

  /** A number for one message; null when none can be made durable. */
  async envelope(): Promise<Envelope | null> {
    const serviceId = await this.#ids.next();
    if (serviceId === null) return null;
    const reference = { saleId: this.#ports.saleId(), poiId: this.#ports.poiId, serviceId };
    return { reference, at: this.now() };
  }

  /** Wall time as messages carry it. */
  now(): string {
    return kuwaitIso(this.#ports.clock.wallMs());
  }

  /** A payment or a reversal begins or ends. */
  transacting(on: boolean): void {
    this.#transacting = on;
    if (!on && this.#health === 'untold') this.#lookIn(0);
    this.#changed();
  }

  /** The terminal does what this product never allows. Stays so until people have seen to it and the program restarts. */
  refuseTerminal(why: TerminalAlarm): void {
    if (!this.#notAcceptable) this.#ports.alarm(why, { poiId: this.#ports.poiId });
    this.#notAcceptable = true;
    this.#changed();
  }

  /** A transaction was answered with this word; the next look says whether it still holds. */
  noteTrouble(word: ErrorCondition): void {
    if (word === 'LoggedOut') this.noteRestart('logged out');
    else if (word === 'InsertedCard') this.#cardIn = true;
    else {
      this.#health = healthAfter(word);
      this.#lookIn(troubledLookMs);
    }
    this.#changed();
  }

  /** The terminal has restarted: it knows no login and perhaps no payment any more. */
  noteRestart(how: string): void {
    this.#ports.log('terminal-restarted', { how });
    this.#life += 1;
    this.#loggedInAs = null;
    this.#lookIn(0);
    this.#changed();
  }

  noteEvent({ EventToNotify }: EventNotification): void {
    this.#ports.log('terminal-event', { event: EventToNotify });
    switch (eventMeanings[EventToNotify]) {
      case 'card_in':
        this.#cardIn = true;
        break;
      case 'card_out':
        this.#cardIn = false;
        break;
      case 'restarted':
        this.noteRestart('initialised');
        break;
      case 'going_down':
        this.#life += 1;
        this.#health = 'out_of_order';
        break;
      case 'tampered':
        this.#ports.alarm('security', { poiId: this.#ports.poiId });
        this.#health = 'out_of_order';
        break;
      case 'out_of_order':
        this.#health = 'out_of_order';
        break;
      case 'look_again':
        this.#lookIn(0);
        break;
      case 'nothing':
        break;
    }
    this.#changed();
  }

  async #look(): Promise<void> {
    if (this.#looking || this.#stopped) return;
    this.#looking = true;
    // A terminal with a customer is kept in reach and not asked how it is.
    if ((await this.reach()) && !this.#transacting) await this.#diagnose();
    this.#looking = false;
    this.#lookIn(this.#pauseMs());
  }

  async #logIn(): Promise<Exchange | null> {
    const line = this.#line ?? (await this.#connect());
    const saleId = this.#ports.saleId();
    this.#tried = true;
    const login =
      line && (await this.#askOn(line, (envelope) => loginRequest(envelope, this.#ports.version), loginLimitMs));
    if (login?.kind !== 'answer' || login.answer.LoginResponse?.Response.Result !== 'Success') {
      this.#failures += 1;
      line?.close();
      return null;
    }
    this.#failures = 0;
    this.#loggedInAs = saleId;
    this.#health = 'untold';
    this.#cardIn = false;
    this.#lookIn(0);
    return line;
  }

  async #connect(): Promise<Exchange | null> {
    const line = await Exchange.open(this.#ports, {
      onEvent: (event) => this.noteEvent(event),
      onEnd: () => this.#lineEnded(),
    });
    if (this.#stopped) line?.close();
    else this.#line = line;
    return this.#line;
  }

  #lineEnded(): void {
    this.#line = null;
    this.#loggedInAs = null;
    this.#life += 1;
    this.#lookIn(backOffMs(this.#failures, this.#random()));
    this.#changed();
  }

  async #diagnose(): Promise<void> {
    const asked = await this.ask(diagnosisRequest, diagnosisLimitMs);
    if (asked?.kind === 'unreadable') this.#health = 'out_of_order';
    const diagnosis = asked?.kind === 'answer' ? asked.answer.DiagnosisResponse : undefined;
    if (diagnosis) {
      if ((diagnosis.StoredPayments ?? 0) > 0) this.refuseTerminal('stored_payments');
      if (diagnosis.Response.ErrorCondition === 'LoggedOut') this.noteRestart('logged out');
      else this.#health = readDiagnosis(diagnosis);
    }
    this.#changed();
  }

  async #askOn(
    line: Exchange,
    build: (envelope: Envelope) => SaleToPoiRequest,
    limitMs: number,
  ): Promise<Answer | null> {
    const envelope = await this.envelope();
    if (!envelope) return null;
    const answer = await line.request(build(envelope), limitMs);
    if (answer.kind === 'silent') line.close();
    return answer;
  }

  #pauseMs(): number {
    if (!this.#line || !this.#loggedIn()) return backOffMs(this.#failures - 1, this.#random());
    return this.#health === 'ok' ? lookMs : troubledLookMs;
  }

  #lookIn(ms: number): void {
    this.#next?.cancel();
    if (this.#stopped) return;
    this.#next = this.#ports.timers.after(ms, () => void this.#look());
  }

  #loggedIn(): boolean {
    return this.#loggedInAs === this.#ports.saleId();
  }

  #random(): number {
    return randomPart(this.#ports.rng);
  }

  #changed(): void {
    const status = this.status();
    if (status === this.#told) return;
    this.#told = status;
    this.#ports.onChange(status);
  }
}
