import {
  pageActions,
  placeNames,
  type PlaceName,
  type PlaceView,
  type SignInProblem,
  type StaffIntent,
  type StaffLanguage,
  type StaffNotice,
  type StaffSnapshot,
} from '../../src-shared/contract/staff-ipc.ts';
import type { EnrolView } from '../../src-shared/contract/staff/enrol.ts';
import type { LeaveReason } from '../../src-shared/contract/audit-catalogue.ts';
import { staffVerbs, type StaffVerb } from '../../src-shared/contract/staff-verbs.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import { err, type Result } from '../../src-shared/result.ts';
import { isBadge } from '../../src-shared/staff/badge.ts';
import { allowed, mayDo, type StaffAction } from '../../src-shared/staff/actions.ts';
import type { StaffMember } from '../../src-shared/staff/directory.ts';
import type { SwitchKey } from '../../src-shared/speech/keypad.ts';
import type { Outcome, PlaceHandlers, Places, PlaceVerb } from './place.ts';

/** The window as the staff desk sees it: the staff page lies over the visitors' while it is open. */
export interface StaffWindow {
  /** Calls back when the page is lost. Does nothing while it is open. */
  openStaff(onGone: () => void): void;
  pushStaff(snapshot: StaffSnapshot): void;
  closeStaff(): void;
}

/** The visitors' side, which makes room. */
export interface VisitorSide {
  /** Is there an attempt whose money may move right now? */
  moneyInMotion(): boolean;
  pause(): void;
  resume(): void;
}

/** Who staff are. */
export interface StaffDoor {
  try(id: string, pin: string): Promise<Result<StaffMember, { kind: SignInProblem }>>;
  showBadge(text: string): void;
  forgetBadge(): void;
  /** Whole seconds until somebody may try again; 0 = now. */
  waitSeconds(): number;
  /** The person as the newest directory knows them; null when they may no longer be here. */
  member(id: string): StaffMember | null;
}

/** Makes a kiosk that is nobody somebody. */
export interface StaffEnrolment {
  /** Null: there is nothing to enrol. */
  view(): EnrolView | null;
  enrol(code: string): Promise<Outcome>;
  compare(same: boolean): Promise<Outcome>;
  forget(): void;
}

/** Writes down what staff do. */
export interface StaffRecord {
  asked(how: 'corners' | 'key', opened: boolean): void;
  signedIn(by: StaffMember): void;
  notSignedIn(id: string, why: SignInProblem): void;
  signedOut(by: StaffMember, why: LeaveReason): void;
  /** False when it cannot be written: then nothing is done. */
  beforeAction(by: StaffMember, action: StaffAction, subject: string | null): Promise<boolean>;
  refused(by: StaffMember, action: StaffAction): void;
  afterAction(by: StaffMember, action: StaffAction, subject: string | null, outcome: Outcome): void;
}

export interface StaffDeskPorts {
  readonly window: StaffWindow;
  readonly visitors: VisitorSide;
  readonly door: StaffDoor;
  readonly enrolment: StaffEnrolment;
  readonly record: StaffRecord;
  readonly places: Places;
  readonly handlers: PlaceHandlers;
  readonly kiosk: () => { readonly code: string; readonly demo: boolean };
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

type Verbs<V extends StaffVerb> = { readonly [K in V]: (intent: StaffIntent<K>) => boolean };

const tickMs = 1000;
/** Nobody signs in: the visitors get their screen back, ms. */
const doorOpenMs = 60_000;
/** Nobody touches the page: signed out, ms; the question comes before. */
const signedInMs = 180_000;
const warnMs = 30_000;
/** How long a sign made while money moves is remembered, ms. */
const rememberMs = 180_000;

/**
 * Holds the staff screen: lets people in, asks the table of roles before anything is done, writes down what they do, and
 * sends the page a snapshot after every change.
 */
export class StaffDesk {
  readonly #ports: StaffDeskPorts;
  readonly #verbs: Verbs<StaffVerb>;
  #revision = 0;
  #language: StaffLanguage = 'ar';
  #open = false;
  #waitingSinceMs: number | null = null;
  #touchedMs = 0;
  #who: StaffMember | null = null;
  #place: PlaceView['name'] = 'status';
  #problem: SignInProblem | null = null;
  /** Whose PIN was right, and whose badge is waited for. */
  #forBadge: { readonly id: string; readonly pin: string } | null = null;
  #notice: StaffNotice | null = null;
  #busy = false;

  constructor(ports: StaffDeskPorts) {
    this.#ports = ports;
    const ofPlaces = Object.keys(ports.handlers).map((verb) => [
      verb,
      (intent: never) => this.#act(verb as PlaceVerb, intent),
    ]);
    // The keys of the handlers are exactly the verbs of the places.
    this.#verbs = { ...this.#own, ...(Object.fromEntries(ofPlaces) as Verbs<PlaceVerb>) };
  }

  /** Are staff at the kiosk? */
  get isOpen(): boolean {
    return this.#open;
  }

  /**
   * Staff want to come in. While money may move the visitor keeps the screen; the sign is remembered, and the staff
   * screen comes as soon as the outcome is there.
   */
  asked(how: 'corners' | 'key'): void {
    if (this.#open || this.#waitingSinceMs !== null) return;
    const inMotion = this.#ports.visitors.moneyInMotion();
    this.#ports.record.asked(how, !inMotion);
    if (!inMotion) return this.#letIn();
    this.#waitingSinceMs = this.#ports.clock.monotonicMs();
    this.#waitForMoney();
  }

  /** The key switch was turned. */
  turned(key: SwitchKey): void {
    if (key === 'come') return this.asked('key');
    this.#waitingSinceMs = null;
    if (this.#open) this.#close('key');
  }

  /** What the scanner read while staff are here. False: it is for the page they are on. */
  scanned(text: string): boolean {
    if (!this.#open) return false;
    if (this.#ports.enrolment.view()?.step === 'code') return this.handle('enrol', { code: text });
    // While a badge is waited for, whatever is shown is taken for one; a page sees what is shown on it as well.
    if (!this.#forBadge && !isBadge(text)) return false;
    this.handle('showBadge', { text });
    return this.#who === null;
  }

  /** Something shown on the page may have changed. */
  refresh(): void {
    if (this.#open) this.#push();
  }

  /** An intent that passed the gate. False: not now, or not for this person. */
  handle<V extends StaffVerb>(verb: V, intent: StaffIntent<V>): boolean {
    if (!this.#open) return false;
    if (verb !== 'ready' && verb !== 'reportFault') this.#touchedMs = this.#ports.clock.monotonicMs();
    return this.#verbs[verb](intent);
  }

  readonly #own: Verbs<Exclude<StaffVerb, PlaceVerb>> = {
    ready: () => this.#push(),
    activity: () => this.#push(),
    chooseLanguage: ({ language }) => {
      this.#language = language;
      return this.#push();
    },
    signIn: ({ id, pin }) => {
      if (this.#who || this.#busy) return false;
      void this.#signIn(id, pin);
      return true;
    },
    showBadge: ({ text }) => {
      this.#ports.door.showBadge(text);
      const waiting = this.#forBadge;
      if (waiting && !this.#busy) void this.#signIn(waiting.id, waiting.pin);
      return true;
    },
    enrol: ({ code }) => this.#makeSomebody((enrolment) => enrolment.enrol(code)),
    compareWords: ({ same }) => this.#makeSomebody((enrolment) => enrolment.compare(same)),
    leave: () => {
      if (this.#busy) return false;
      this.#close('left');
      return true;
    },
    reportFault: (fault) => {
      this.#ports.log('window-fault', fault);
      return true;
    },
    goTo: ({ place }) => {
      if (!this.#who || this.#busy || !maySee(this.#who, place)) return false;
      this.go(place);
      return true;
    },
  };

  /** What is on the screen now. */
  onScreen(): PlaceView {
    return this.#ports.places[this.#place].view();
  }

  /** Shows another page. */
  go(place: PlaceView['name']): void {
    this.#ports.places[this.#place].leave?.();
    this.#place = place;
    this.#notice = null;
    this.#ports.places[place].enter?.();
    this.#push();
  }

  #waitForMoney(): void {
    this.#ports.timers.after(tickMs, () => {
      if (this.#waitingSinceMs === null) return;
      const waitedMs = this.#ports.clock.monotonicMs() - this.#waitingSinceMs;
      if (!this.#ports.visitors.moneyInMotion()) {
        this.#waitingSinceMs = null;
        this.#letIn();
      } else if (waitedMs > rememberMs) this.#waitingSinceMs = null;
      else this.#waitForMoney();
    });
  }

  #letIn(): void {
    this.#open = true;
    this.#touchedMs = this.#ports.clock.monotonicMs();
    this.#ports.visitors.pause();
    this.#ports.window.openStaff(() => this.#close('page_lost'));
    this.#tick();
  }

  #close(why: LeaveReason): void {
    if (!this.#open) return;
    if (this.#who) this.#ports.record.signedOut(this.#who, why);
    this.#ports.places[this.#place].leave?.();
    this.#open = false;
    this.#who = null;
    this.#place = 'status';
    this.#problem = null;
    this.#forBadge = null;
    this.#notice = null;
    this.#ports.door.forgetBadge();
    this.#ports.enrolment.forget();
    this.#ports.window.closeStaff();
    this.#ports.visitors.resume();
  }

  #makeSomebody(work: (enrolment: StaffEnrolment) => Promise<Outcome>): boolean {
    const { enrolment } = this.#ports;
    if (this.#busy || enrolment.view() === null) return false;
    void this.#whileBusy(() => work(enrolment));
    return true;
  }

  async #signIn(id: string, pin: string): Promise<void> {
    this.#busy = true;
    this.#forBadge = null;
    this.#push();
    const tried = await this.#ports.door.try(id, pin);
    this.#busy = false;
    if (!this.#open) return;
    this.#problem = tried.ok ? null : tried.error.kind;
    if (this.#problem === 'badge') this.#forBadge = { id, pin };
    if (tried.ok) {
      this.#who = tried.value;
      this.#ports.record.signedIn(tried.value);
      this.go('status');
    } else {
      this.#ports.record.notSignedIn(id, tried.error.kind);
      this.#push();
    }
  }

  #act<V extends PlaceVerb>(verb: V, intent: StaffIntent<V>): boolean {
    const who = this.#who;
    if (!who || this.#busy) return false;
    const action: StaffAction = staffVerbs[verb];
    if (!mayDo(who.role, action)) {
      this.#ports.record.refused(who, action);
      return false;
    }
    void this.#do(verb, intent, who, action);
    return true;
  }

  async #do<V extends PlaceVerb>(
    verb: V,
    intent: StaffIntent<V>,
    who: StaffMember,
    action: StaffAction,
  ): Promise<void> {
    await this.#whileBusy(async () => {
      const subject = 'pid' in intent && typeof intent.pid === 'string' ? intent.pid : null;
      if (!(await this.#ports.record.beforeAction(who, action, subject))) return err('not_written');
      const outcome = await this.#ports.handlers[verb](intent, who);
      this.#ports.record.afterAction(who, action, subject, outcome);
      return outcome;
    });
  }

  async #whileBusy(work: () => Promise<Outcome>): Promise<void> {
    this.#busy = true;
    this.#notice = null;
    this.#push();
    try {
      this.#notice = noticeOf(await work());
    } finally {
      this.#busy = false;
      this.#push();
    }
  }

  #tick(): void {
    this.#ports.timers.after(tickMs, () => {
      if (!this.#open) return;
      this.#tickOnce();
      this.#tick();
    });
  }

  #tickOnce(): void {
    if (this.#who && this.#ports.door.member(this.#who.id) === null) return this.#close('removed');
    if (this.#leftMs() <= 0 && !this.#busy) return this.#close('idle');
    this.#push();
  }

  #leftMs(): number {
    // Codes are long to type, and words are compared on the telephone.
    const limit = this.#who || this.#ports.enrolment.view() ? signedInMs : doorOpenMs;
    return limit - (this.#ports.clock.monotonicMs() - this.#touchedMs);
  }

  #push(): true {
    if (!this.#open) return true;
    this.#revision += 1;
    const leftMs = this.#leftMs();
    const { code, demo } = this.#ports.kiosk();
    this.#ports.window.pushStaff({
      revision: this.#revision,
      language: this.#language,
      kioskCode: code,
      demo,
      enrolment: this.#ports.enrolment.view(),
      who: this.#who && shownPerson(this.#who),
      pages: placeNames.filter((name) => this.#who && maySee(this.#who, name)),
      signIn: { problem: this.#problem, waitSeconds: this.#ports.door.waitSeconds() },
      endsInSeconds: this.#who && leftMs <= warnMs ? Math.max(0, Math.ceil(leftMs / 1000)) : null,
      busy: this.#busy,
      notice: this.#notice,
      place: this.#who && this.onScreen(),
    });
    return true;
  }
}

function shownPerson({ id, name, role }: StaffMember): StaffSnapshot['who'] {
  // The keys of the table are exactly its own.
  const actions = (Object.keys(allowed) as StaffAction[]).filter((action) => mayDo(role, action));
  return { id, name, role, actions };
}

function maySee({ role }: StaffMember, place: PlaceName): boolean {
  return mayDo(role, pageActions[place]);
}

function noticeOf(outcome: Outcome): StaffNotice | null {
  if (!outcome.ok) return { kind: 'problem', code: outcome.error };
  return outcome.value === null ? null : { kind: 'done', code: outcome.value };
}
