import { checkCivilNumber, type CivilNumberRules } from '../../src-shared/domain/civil-number.ts';
import type { KioskIntent, Push } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import { normaliseDigits } from '../../src-shared/domain/digits.ts';
import { fields, type FieldRules } from '../../src-shared/domain/field.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { EndReason, SessionCommand, SessionEvent } from '../../src-shared/session/events.ts';
import { stepSession } from '../../src-shared/session/machine.ts';
import { partyOf, subjectOf, type Question } from '../../src-shared/session/question.ts';
import type { Preferences } from '../../src-shared/session/preferences.ts';
import { initialSession, type SessionState } from '../../src-shared/session/state.ts';
import { goodbyeMs, idleLimits, patience } from '../../src-shared/session/timing.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { PaymentBook } from '../payment/payment-book.ts';
import type { PaymentDesk } from '../payment/payment-desk.ts';
import { eventOf } from './found-event.ts';
import { guideOf } from './guide.ts';
import { IdleWatch } from './idle-watch.ts';
import { orderOf } from './order.ts';
import type { Inquiry, KioskStatus, Paper, Speech, VisitorWindow } from './ports.ts';
import type { Reprints } from './reprints.ts';
import { ScanDesk } from './scan-desk.ts';
import { kioskOf, mayFinish, mayTryAgain, railsFor, snapshotOf } from './snapshot.ts';
import { VisitPaper } from './visit-paper.ts';
import { ofThePage, type VisitVerb } from './visit-verbs.ts';

export interface SessionDeskPorts {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  readonly inquiry: Inquiry;
  readonly payments: PaymentDesk;
  readonly book: PaymentBook;
  readonly paper: Paper;
  readonly window: VisitorWindow;
  readonly speech: Speech;
  readonly status: () => KioskStatus;
  readonly log: Log;
}

const tickMs = 500;

/**
 * Holds the visit: turns intents and answers into events, runs what the machine asks for, and sends the
 * window a snapshot after every change. The window never decides anything.
 */
export class SessionDesk {
  readonly #ports: SessionDeskPorts;
  readonly #idle: IdleWatch;
  #state: SessionState = initialSession;
  #revision = 0;
  #sentAnswerId: string | null = null;
  #idleSecondsLeft: number | null = null;
  readonly #visitPaper: VisitPaper;
  readonly #scans: ScanDesk;
  #stepSinceMs: number;

  constructor(ports: SessionDeskPorts) {
    this.#ports = ports;
    this.#stepSinceMs = ports.clock.monotonicMs();
    this.#visitPaper = new VisitPaper({ ...ports, onChange: () => this.#push() });
    this.#idle = new IdleWatch(this.#stepSinceMs);
    this.#scans = new ScanDesk({
      ...ports,
      asked: () => (this.#state.step.at === 'ask' ? this.#state.step.field : null),
      rules: () => this.#fieldRules(),
      reprint: (text) => this.#reprint((reprints) => reprints.scanned(text)),
      dispatch: (event) => this.#dispatch(event),
    });
  }

  /** Starts the timers of the visit. */
  start(): void {
    this.#tick();
  }

  /** How this visitor wants the kiosk to be. */
  get preferences(): Preferences {
    return this.#state.preferences;
  }

  /** Does the visitor look on while K-Net confirms that they have paid? */
  get confirming(): boolean {
    const view = this.#paymentView();
    return view?.state === 'unknown' && view.unknownReason === 'confirming';
  }

  /** An intent that passed the gate. False: this step does not know it. */
  handle<V extends VisitVerb>(verb: V, intent: KioskIntent<V>): boolean {
    if (!ofThePage.includes(verb)) this.#idle.touched(this.#ports.clock.monotonicMs());
    return this.#handlers[verb](intent);
  }

  /** A touch in the payment view, or a scan. */
  touched(): void {
    this.#idle.touched(this.#ports.clock.monotonicMs());
    if (this.#idleSecondsLeft !== null) this.#tickOnce();
  }

  /** A scan, unchecked. What it says counts as typed, on the screen that asks for it. */
  scanned(text: string): void {
    this.touched();
    this.#scans.take(text);
  }

  /** A payment changed; redraws if this visit is about it. */
  paymentChanged(pid: string): void {
    this.#visitPaper.archiveWhenSigned(pid);
    if (pid === this.#state.pid) this.refresh();
  }

  /** The world changed: sends what the window should draw now. */
  refresh(): void {
    const { pid, language } = this.#state;
    if (pid) this.#visitPaper.printWhenDue(pid, language, this.#ports.clock.monotonicMs() - this.#stepSinceMs);
    this.#showPaymentPage();
    this.#push();
  }

  /** After a restart: the screen tells the truth about an attempt that was under way. */
  adopt(record: PaymentRecord): void {
    this.#dispatch({ type: 'PAYMENT_ADOPTED', pid: record.pid, language: record.language });
  }

  /** Ends the visit on every path there is. Whoever has paid gets a paper, even before the gateway has signed it. */
  end(reason: EndReason): void {
    const { pid, language } = this.#state;
    if (pid) void this.#ports.payments.leave(pid);
    if (pid) this.#visitPaper.printWhenDue(pid, language, Number.POSITIVE_INFINITY);
    this.#dispatch({ type: 'END', reason });
  }

  readonly #handlers: { [V in VisitVerb]: (intent: KioskIntent<V>) => boolean } = {
    ready: () => this.#resend(),
    drawn: () => true,
    activity: () => true,
    begin: () => this.#dispatch({ type: 'BEGIN' }),
    chooseLanguage: ({ language }) => this.#dispatch({ type: 'LANGUAGE_CHOSEN', language }),
    setPreferences: (change) => this.#dispatch({ type: 'PREFERENCES_SET', change }),
    say: ({ items, how }) => this.#ports.speech.say(items, how),
    hush: () => this.#ports.speech.hush(),
    soundEnded: ({ id }) => this.#soundEnded(id),
    chooseService: ({ serviceId }) => this.#dispatch({ type: 'SERVICE_CHOSEN', serviceId }),
    openDepartment: ({ department }) => this.#dispatch({ type: 'DEPARTMENT_OPENED', department }),
    submitField: ({ typed }) => this.#submitField(typed),
    scanned: ({ text, whole }) => this.#scannedOnPage(text, whole),
    useKnown: () => this.#dispatch({ type: 'KNOWN_USED' }),
    submitCode: ({ typed }) => this.#dispatch({ type: 'CODE_SUBMITTED', code: normaliseDigits(typed) }),
    showFinding: () => this.#dispatch({ type: 'FINDING_SHOWN' }),
    confirmUnified: ({ yes }) => this.#dispatch({ type: 'UNIFIED_ANSWERED', yes }),
    retryInquiry: () => this.#dispatch({ type: 'RETRY_INQUIRY' }),
    toggleItem: ({ obligationId }) => this.#dispatch({ type: 'ITEM_TOGGLED', obligationId }),
    selectAll: () => this.#dispatch({ type: 'ALL_SELECTED' }),
    clearSelection: () => this.#dispatch({ type: 'SELECTION_CLEARED' }),
    showTicket: ({ obligationId }) => this.#dispatch({ type: 'TICKET_OPENED', obligationId }),
    review: () => this.#dispatch({ type: 'REVIEW' }),
    chooseRail: () => this.#dispatch({ type: 'CHOOSE_RAIL' }),
    pay: ({ rail, token }) =>
      railsFor(this.#ports.status(), this.#state.preferences).includes(rail) &&
      this.#dispatch({ type: 'PAY', rail, token }),
    acceptChanges: () => this.#dispatch({ type: 'CHANGES_ACCEPTED' }),
    pressPageKey: ({ key }) => this.#ports.window.pressPageKey(key),
    cancelPayment: () => this.#cancelPayment(),
    leavePayment: () => this.#leavePayment(),
    tryAgain: () => mayTryAgain(this.#paymentView()) && this.#dispatch({ type: 'TRY_AGAIN' }),
    printReceipt: () => this.#printReceipt(),
    printSlip: () => (this.#state.step.at === 'slip' ? this.#printSlip() : this.#dispatch({ type: 'SLIP_WANTED' })),
    openReprint: () => this.#dispatch({ type: 'REPRINT_OPENED' }),
    submitReprint: ({ typed }) => this.#reprint((reprints) => reprints.typed(typed)),
    goBack: () => this.#dispatch({ type: 'BACK' }),
    home: () => this.#dispatch({ type: 'HOME' }),
    stay: () => this.#stay(),
    finish: () => this.#finish(),
    reportFault: (fault) => (this.#ports.log('window-fault', fault), true),
  };

  #dispatch(event: SessionEvent): boolean {
    const status = this.#ports.status();
    const step = stepSession(this.#state, event, {
      nonce: Buffer.from(this.#ports.rng.bytes(16)).toString('hex'),
      paymentsOpen: status.paymentsOpen && status.online,
      maxItems: status.maxItems,
      fineTypes: status.fineTypes.map(({ code }) => code),
      partyOf: (service, told) => partyOf(service, told, this.#isCivil(subjectOf(told) ?? '')),
    });
    if (!step) return false;
    if (step.state.step !== this.#state.step) this.#enterStep();
    this.#state = step.state;
    for (const command of step.commands) if (command.do === 'end_session') this.#wipe(command.reason);
    this.refresh();
    // After the push: signing a question or writing the journal must not hold up the screen that says it is being done.
    for (const command of step.commands) if (command.do !== 'end_session') this.#run(command);
    return true;
  }

  /** A new step starts with a full measure of time, and knows whether there is paper before it offers any. */
  #enterStep(): void {
    this.#ports.paper.look();
    this.#stepSinceMs = this.#ports.clock.monotonicMs();
    this.#idle.touched(this.#stepSinceMs);
    this.#idleSecondsLeft = null;
  }

  #run(command: Exclude<SessionCommand, { do: 'end_session' }>): void {
    switch (command.do) {
      case 'challenge':
        return void this.#challenge(command.question);
      case 'inquire':
        return void this.#inquire(command.question);
      case 'start_payment':
        return void this.#startPayment(command);
      case 'print_slip':
        return void this.#printSlip();
    }
  }

  async #challenge(question: Question): Promise<void> {
    const asked = this.#asking();
    const challenge = await this.#ports.inquiry.challenge(question);
    if (asked !== this.#asking()) return;
    this.#dispatch(
      challenge.ok
        ? { type: 'CHALLENGE_GIVEN', challenge: challenge.value }
        : { type: 'INQUIRY_FAILED', problem: challenge.error },
    );
  }

  async #inquire(question: Question): Promise<void> {
    const asked = this.#asking();
    const found = await this.#ports.inquiry.ask(question);
    // The visitor may have gone, and another may stand here: an answer belongs to who asked for it (row 27).
    if (asked !== this.#asking()) return;
    this.#dispatch(found.ok ? eventOf(found.value) : { type: 'INQUIRY_FAILED', problem: found.error });
  }

  /** What the visitor waits for: a new object for every question, so that a late answer finds another one. */
  #asking(): object {
    return this.#state.step;
  }

  async #startPayment(command: Extract<SessionCommand, { do: 'start_payment' }>): Promise<void> {
    const order = orderOf(this.#state, command, this.#ports.status());
    if (!order.ok) {
      this.#dispatch({ type: 'PAYMENT_CLOSED', reason: order.error });
      return;
    }
    const outcome = await this.#ports.payments.start(order.value);
    if (outcome.result === 'changed') this.#dispatch({ type: 'QUOTE_CHANGED', reply: outcome.reply });
    if (outcome.result === 'closed') this.#dispatch({ type: 'PAYMENT_CLOSED', reason: outcome.reason });
    if (outcome.result === 'started' && !this.#dispatch({ type: 'PAYMENT_STARTED', pid: outcome.pid })) {
      void this.#ports.payments.cancel(outcome.pid);
    }
  }

  #submitField(typed: string): boolean {
    const { step } = this.#state;
    if (step.at !== 'ask') return false;
    const read = fields[step.field].read(typed, this.#fieldRules());
    return this.#dispatch({ type: 'FIELD_SUBMITTED', entry: normaliseDigits(typed), read });
  }

  #scannedOnPage(text: string, whole: boolean): boolean {
    this.#scans.takeTyped(text, whole);
    return true;
  }

  #fieldRules(): FieldRules {
    return { ...this.#civilRules(), fineTypes: this.#ports.status().fineTypes.map(({ code }) => code) };
  }

  #civilRules(): CivilNumberRules {
    return { today: kuwaitDay(this.#ports.clock.wallMs()), allowFutureBirth: this.#ports.status().demo };
  }

  #isCivil(number: string): boolean {
    return checkCivilNumber(number, this.#civilRules()).ok;
  }

  #cancelPayment(): boolean {
    const { pid } = this.#state;
    if (!pid || !this.#ports.payments.view(pid)?.canCancel) return false;
    void this.#ports.payments.cancel(pid);
    return true;
  }

  /** From the page it leads to "we are checking", so that nobody goes without the reference; from there, out. */
  #leavePayment(): boolean {
    const { step, pid } = this.#state;
    if (step.at !== 'payment' || !pid) return false;
    if (this.#paymentView()?.state === 'sending') void this.#ports.payments.leave(pid);
    else this.end('left_payment');
    return true;
  }

  /** Who is being read to is still there; a warning that was read to nobody must not keep the visit alive. */
  #soundEnded(id: string): boolean {
    if (this.#idleSecondsLeft === null && this.#state.preferences.speech) {
      this.#idle.touched(this.#ports.clock.monotonicMs());
    }
    return this.#ports.speech.ended(id);
  }

  #stay(): boolean {
    this.#idleSecondsLeft = null;
    this.#push();
    return true;
  }

  /** "Finish" never walks away from money in motion without saying so: that is `leavePayment`. */
  #finish(): boolean {
    return mayFinish(this.#paymentView()) && this.#dispatch({ type: 'FINISH' });
  }

  #printReceipt(): boolean {
    const { pid, step, language } = this.#state;
    return pid !== null && step.at === 'payment' && this.#visitPaper.printReceipt(pid, language);
  }

  #printSlip(): boolean {
    return this.#visitPaper.printAnswer(this.#state, this.#ports.clock.wallMs());
  }

  #reprint(look: (reprints: Reprints) => SessionEvent): boolean {
    return this.#state.step.at === 'reprint' && this.#dispatch(look(this.#visitPaper.reprints));
  }

  #showPaymentPage(): void {
    const { pid, step } = this.#state;
    this.#ports.window.showPaymentPage(step.at === 'payment' && pid ? this.#ports.payments.pageForScreen(pid) : null);
  }

  /** The one exit: everything a visitor leaves behind goes here and nowhere else. */
  #wipe(reason: EndReason): void {
    this.#visitPaper.forget();
    this.#scans.forget();
    this.#ports.speech.forget();
    this.#idleSecondsLeft = null;
    this.#sentAnswerId = null;
    this.#ports.window.showPaymentPage(null);
    this.#ports.window.renew(reason);
    this.#ports.log('session-ended', { reason });
  }

  #resend(): boolean {
    this.#sentAnswerId = null;
    this.#push();
    return true;
  }

  #paymentView(): ReturnType<PaymentDesk['view']> {
    return this.#state.pid ? this.#ports.payments.view(this.#state.pid) : null;
  }

  #tick(): void {
    this.#ports.timers.after(tickMs, () => {
      this.#tickOnce();
      this.#tick();
    });
  }

  #tickOnce(): void {
    const now = this.#ports.clock.monotonicMs();
    const { at } = this.#state.step;
    const farewell = at === 'goodbye' && now - this.#stepSinceMs > goodbyeMs * patience(this.#state.preferences);
    if (farewell && !this.#ports.speech.speaking) return this.end('finished');
    const idle = this.#idle.look(now, idleLimits(at, this.#paymentView(), this.#state.preferences));
    if (idle.kind === 'over') return this.end('idle');
    const left = idle.kind === 'warning' ? idle.secondsLeft : null;
    if (left === this.#idleSecondsLeft && at !== 'payment') return;
    this.#idleSecondsLeft = left;
    this.refresh();
  }

  #push(): void {
    const status = this.#ports.status();
    const { pid, step } = this.#state;
    this.#revision += 1;
    const payment = this.#paymentView();
    const paper = this.#visitPaper.shown(step.at === 'payment' ? pid : null);
    this.#ports.speech.follow(this.#state.preferences, guideOf(paper.print, payment));
    const snapshot = snapshotOf({
      revision: this.#revision,
      session: this.#state,
      payment,
      ...paper,
      idleSecondsLeft: this.#idleSecondsLeft,
      audioRoute: this.#ports.speech.route,
      rails: railsFor(status, this.#state.preferences),
      serviceChargeFils: status.serviceChargeFils,
      kiosk: kioskOf(status),
    });
    const { answer } = this.#state;
    const push: Push = answer && answer.id !== this.#sentAnswerId ? { snapshot, answer } : { snapshot };
    this.#sentAnswerId = answer?.id ?? null;
    this.#ports.window.push(push);
  }
}
