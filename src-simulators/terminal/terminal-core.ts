import type { ErrorCondition, PaymentRequest, SaleToPoiRequest } from '../../src-shared/contract/nexo.ts';
import { filsFromMajor } from './amount.ts';
import { namesOf, type Call, type CourseEvents } from './call.ts';
import { Device, type TerminalPorts } from './device.ts';
import { displayOf, type Verdict } from './display.ts';
import { FaultScript, type FaultRule, type Moment } from './faults.ts';
import { Line, type TerminalLink } from './line.ts';
import { failure, refusedPayment, success, type AnswerBody } from './messages.ts';
import { answerAfterPowerCut, PaymentCourse, whyNotBegun } from './payment-course.ts';
import { answered, refusedQuestion } from './questions.ts';
import { Replies } from './reply.ts';
import { checkReversal, ReversalCourse } from './reversal-course.ts';
import { defaultSettings, type Card, type Conditions, type Settings } from './settings.ts';
import type { TerminalState } from './state.ts';

export type { TerminalPorts } from './device.ts';
export type { TerminalLink } from './line.ts';
export type { TerminalState } from './state.ts';

/** The far end of a link. Messages are handed in as they were checked at the edge. */
export interface CoreConnection {
  receive(request: SaleToPoiRequest): void;
  /** What came could not be read as a request. */
  reject(why: string): void;
  closed(): void;
}

export interface Reboot {
  /** Without its memory the terminal knows no earlier transaction. */
  readonly forget: boolean;
  readonly downMs?: number;
  /** Says Shutdown before, as at its daily restart; a power cut says nothing. */
  readonly announced?: boolean;
}

/** How long the display shows how a payment ended, ms. */
const verdictMs = 4_000;

/**
 * An unattended card terminal that speaks nexo: no sockets, no clock and no chance of its own, so that a process and a
 * simulated world can both run it. It trusts the shape of what it receives. Not a K-Net terminal.
 */
export class TerminalCore {
  readonly #device: Device;
  readonly #replies: Replies;
  readonly #courseEvents: CourseEvents = {
    interrupt: (call, moment) => void this.#interrupt(call, moment),
    end: (call, body) => this.#endCourse(call, body),
  };
  readonly #loggedIn = new Set<string>();
  #course: PaymentCourse | ReversalCourse | null = null;
  #script = new FaultScript([]);
  #powered = true;
  /** The next to connect is told that the terminal has started. */
  #justBooted = true;
  #verdict: Verdict | null = null;

  constructor(ports: TerminalPorts, poiId: string, settings: Partial<Settings> = {}) {
    this.#device = new Device(ports, poiId, { ...defaultSettings, ...settings });
    this.#replies = new Replies(this.#device);
    this.#settleUnanswered();
  }

  connect(link: TerminalLink): CoreConnection {
    const line = new Line(link);
    if (this.#powered) {
      this.#device.lines.add(line);
      if (this.#justBooted) this.#device.tell(line, 'Initialised');
      this.#justBooted = false;
    } else {
      line.close('reset');
    }
    return {
      receive: (request) => {
        if (line.open) this.#take(line, request);
      },
      reject: (why) => this.#device.tell(line, 'Reject', why),
      closed: () => {
        line.ended();
        this.#device.lines.delete(line);
      },
    };
  }

  /** Replaces the script and starts counting anew. */
  setScript(rules: readonly FaultRule[]): void {
    this.#script = new FaultScript(rules);
  }

  change(settings: Partial<Settings>): void {
    this.#device.settings = { ...this.#device.settings, ...settings };
  }

  setConditions(change: Partial<Conditions>): void {
    const before = this.#device.conditions;
    const now = { ...before, ...change };
    const soundBefore = this.#device.sound;
    this.#device.conditions = now;
    if (now.security === 'tampered' && before.security === 'ok') this.#device.announce('SecurityAlarm', 'opened');
    if (this.#device.sound === soundBefore) return;
    this.#device.announce(soundBefore ? 'OutOfOrder' : 'EndMaintenance');
  }

  /** Somebody presents a card. False when the terminal takes no notice of it. */
  presentCard(card: Card): boolean {
    if (!this.#powered || (card.entry === 'insert' && this.#device.cardIn)) return false;
    if (this.#course instanceof PaymentCourse) return this.#course.present(card);
    if (card.entry === 'tap') return false;
    this.#device.insertCard();
    if (!card.leave) this.#device.removeCardLater();
    return true;
  }

  enterPin(pin: 'good' | 'wrong'): boolean {
    return this.#course instanceof PaymentCourse && this.#course.enterPin(pin);
  }

  /** The cancel key. False when there is nothing to cancel. */
  pressCancel(): boolean {
    return this.#course instanceof PaymentCourse && this.#course.stop('Cancel');
  }

  removeCard(): void {
    this.#device.removeCard();
  }

  /** Ends every connection, as a pulled cable does; what is under way goes on. */
  cutLines(): void {
    for (const line of [...this.#device.lines]) line.close('reset');
    this.#device.lines.clear();
  }

  /** The power goes: with it every line, and what was under way. */
  powerOff(): void {
    this.#device.dropEverything();
    this.#course = null;
    this.#loggedIn.clear();
    this.#verdict = null;
    this.#powered = false;
  }

  reboot({ forget, downMs = this.#device.settings.bootMs, announced = false }: Reboot): void {
    if (announced) this.#device.announce('Shutdown');
    this.powerOff();
    if (forget) this.#device.memory.record({ type: 'forgotten' });
    if (downMs > 0) this.#device.later(downMs, () => this.#boot());
    else this.#boot();
  }

  state(): TerminalState {
    const { cardIn, lines, conditions, settings } = this.#device;
    const payment = this.#course instanceof PaymentCourse ? this.#course : null;
    const phase = payment?.phase ?? (this.#course ? 'reversal' : 'idle');
    const powered = this.#powered;
    const display = displayOf({
      ...{ powered, phase, cardIn, sound: this.#device.sound, loggedIn: this.#loggedIn.size > 0 },
      amountFils: payment?.order.amountFils ?? 0,
      verdict: this.#verdict && this.#device.monotonicMs() < this.#verdict.untilMs ? this.#verdict : null,
    });
    const loggedIn = [...this.#loggedIn];
    return { display, powered, loggedIn, phase, cardIn, connections: lines.size, conditions, settings };
  }

  #boot(): void {
    this.#powered = true;
    this.#justBooted = true;
    this.#settleUnanswered();
  }

  /** What the last power cut interrupted is over now, one way or the other. */
  #settleUnanswered(): void {
    const { memory } = this.#device;
    for (const payment of memory.unanswered()) {
      const { saleId, serviceId, transactionId: TransactionID, transactionTime: TimeStamp } = payment;
      const answer = answerAfterPowerCut(payment, memory.charge({ TransactionID, TimeStamp }));
      memory.record({ type: 'answered', saleId, serviceId, answer });
    }
  }

  #take(line: Line, request: SaleToPoiRequest): void {
    const header = request.MessageHeader;
    const call: Call = { line, header, deeds: this.#script.next(header.MessageCategory) };
    if (this.#interrupt(call, 'before')) return;
    if (request.LoginRequest) this.#logIn(call);
    else if (request.PaymentRequest) this.#pay(call, request.PaymentRequest);
    else if (request.AbortRequest) this.#abort(call, request.AbortRequest.MessageReference);
    else if (request.ReversalRequest) this.#reverse(call, request.ReversalRequest);
    else this.#answerQuestion(call, request);
  }

  #logIn(call: Call): void {
    const word = this.#closedTo(call) ?? call.deeds.find('decline')?.condition;
    if (!word) {
      this.#loggedIn.add(call.header.SaleID);
      this.#device.saleId = call.header.SaleID;
    }
    this.#answer(call, { LoginResponse: { Response: word ? failure(word) : success } });
  }

  #pay(call: Call, request: PaymentRequest): void {
    const stuck = call.deeds.find('notFoundThenCharge');
    if (stuck) {
      const deeds = call.deeds.unstuck();
      this.#device.later(stuck.afterMs, () => this.#pay({ ...call, deeds }, request));
      return;
    }
    const { memory } = this.#device;
    const sale = request.SaleData.SaleTransactionID;
    const fils = filsFromMajor(request.PaymentTransaction.AmountsReq.RequestedAmount);
    const word = this.#closedTo(call) ?? whyNotBegun(this.#device, call, fils, this.#course !== null);
    if (word !== undefined || fils === null) {
      const answer = refusedPayment(sale, failure(word ?? 'MessageFormat'));
      // A terminal that was occupied has not looked at the payment; what is not for it, or known, it does not learn.
      const occupied = word === 'Busy' || word === 'InProgress';
      if (!occupied && call.header.POIID === this.#device.poiId && !memory.knows(namesOf(call)))
        memory.record({ type: 'answered', ...namesOf(call), answer });
      this.#answer(call, { PaymentResponse: answer });
      return;
    }
    const course = new PaymentCourse(this.#device, { call, sale, amountFils: fils }, this.#courseEvents);
    this.#course = course;
    this.#verdict = null;
    course.begin();
  }

  #abort(call: Call, named: { MessageCategory: string; ServiceID: string; SaleID: string; POIID: string }): void {
    const course = this.#course;
    if (!(course instanceof PaymentCourse) || call.deeds.has('noReply')) return;
    const { saleId, serviceId } = namesOf(course.order.call);
    const fits = named.MessageCategory === 'Payment' && named.ServiceID === serviceId && named.SaleID === saleId;
    if (!fits || named.POIID !== this.#device.poiId) return;
    const late = call.deeds.find('approveAfterAbort');
    const card: Card = { outcome: 'approve', entry: 'tap', askPin: false, leave: false };
    if (late) this.#device.later(late.afterMs, () => course.present(card));
    else course.stop('Aborted');
  }

  #reverse(call: Call, request: NonNullable<SaleToPoiRequest['ReversalRequest']>): void {
    const word = this.#closedTo(call) ?? (this.#course ? 'Busy' : null);
    if (word) {
      this.#answer(call, { ReversalResponse: { Response: failure(word) } });
      return;
    }
    const check = checkReversal(this.#device, call, request);
    if ('refused' in check) {
      this.#answer(call, { ReversalResponse: { Response: failure(check.refused, check.why) } });
      return;
    }
    const course = new ReversalCourse(this.#device, call, check.charge, this.#courseEvents);
    this.#course = course;
    course.begin();
  }

  #answerQuestion(call: Call, request: SaleToPoiRequest): void {
    const payment = this.#course instanceof PaymentCourse ? this.#course.order.call : null;
    const occupation = { payment, busy: this.#course !== null };
    const word = this.#closedTo(call) ?? call.deeds.find('decline')?.condition;
    const body = word
      ? refusedQuestion(this.#device, call, word, occupation)
      : answered(this.#device, call, request, occupation);
    if (body) this.#answer(call, body);
    else this.#device.tell(call.line, 'Reject', `no body for ${call.header.MessageCategory}`);
  }

  /** Why this terminal does not even look at a request. */
  #closedTo({ header }: Call): ErrorCondition | undefined {
    if (header.POIID !== this.#device.poiId) return 'NotAllowed';
    return header.MessageCategory === 'Login' || this.#loggedIn.has(header.SaleID) ? undefined : 'LoggedOut';
  }

  #endCourse(call: Call, body: AnswerBody): void {
    const course = this.#course;
    this.#course = null;
    if (course instanceof PaymentCourse) {
      const word = body.PaymentResponse?.Response.ErrorCondition ?? 'approved';
      this.#verdict = { word, untilMs: this.#device.monotonicMs() + verdictMs };
      if (this.#device.cardIn && !course.cardStaysIn) this.#device.removeCardLater();
    }
    this.#answer(call, body);
  }

  #answer(call: Call, body: AnswerBody): void {
    const asksBank = call.header.MessageCategory === 'Payment' || call.header.MessageCategory === 'Reversal';
    if (!asksBank && this.#interrupt(call, 'during')) return;
    if (!this.#interrupt(call, 'after')) this.#replies.send(call, body);
  }

  /** Breaks the line or the power if the call's deeds want it at this moment; true when they did. */
  #interrupt({ line, deeds }: Call, moment: Moment): boolean {
    const halfOpen = deeds.find('halfOpen')?.when === moment;
    if (halfOpen) line.deafen();
    const reset = deeds.find('reset')?.when === moment;
    if (reset || deeds.find('dropSocket')?.when === moment) {
      line.close(reset ? 'reset' : 'end');
      this.#device.lines.delete(line);
      return true;
    }
    const reboot = deeds.find('reboot');
    if (reboot?.when !== moment) return halfOpen;
    this.reboot(
      reboot.downMs === undefined ? { forget: reboot.forget } : { forget: reboot.forget, downMs: reboot.downMs },
    );
    return true;
  }
}
