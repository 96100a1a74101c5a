import type { StaffLanguage } from '../../../src-shared/contract/staff-ipc.ts';
import type { TouchMatrix } from '../../../src-shared/contract/staff/machine.ts';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import type { Clock, Timers } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { StaffPaper } from '../../paper/create-paper.ts';
import type { Loudness } from '../../speech/loudness.ts';
import type { Brightness } from '../machine/brightness.ts';
import type { Out, ServiceSwitch } from '../../status/service-switch.ts';
import { PaperChange } from '../machine/paper-change.ts';
import type { Outcome, Place, PlaceHandlers } from '../place.ts';

/** What staff can do to the computer and its program. */
export interface MachineControls {
  /** Ends the program so that it is started again. */
  readonly restart: () => void;
  /** Turns the computer off. Null: nobody has said how. */
  readonly shutDown: (() => Promise<boolean>) | null;
  /** Sets the brightness of the screen, per cent. Null: nobody has said how. */
  readonly setBrightness: ((percent: number) => Promise<boolean>) | null;
  /** Puts the program in a folder in the place of this one. Null: nobody has said how. */
  readonly install: ((folder: string) => Promise<boolean>) | null;
  /** Hands a correction to the system's touch driver. Null: nobody has said how. */
  readonly calibrateTouch: ((matrix: TouchMatrix) => Promise<boolean>) | null;
  /** Sounds the tone that says "look here". Null: this kiosk has no sound. */
  readonly testSound: (() => void) | null;
}

export interface MachinePlacePorts {
  readonly service: ServiceSwitch;
  readonly loudness: Loudness;
  readonly brightness: Brightness;
  readonly controls: MachineControls;
  readonly printer: { current(): PrinterStatus; look(): Promise<void> };
  readonly paper: Pick<StaffPaper, 'printTest'>;
  readonly terminal: () => string | null;
  readonly hasScanner: boolean;
  readonly kioskCode: () => string;
  readonly clock: Clock;
  readonly timers: Timers;
  /** The page has something new to show, or visitors have. */
  readonly onChange: () => void;
}

type Verb =
  | 'takeOutOfService'
  | 'bringBack'
  | 'changePaper'
  | 'testPrint'
  | 'testSound'
  | 'noteTouchTest'
  | 'calibrateTouch'
  | 'adjustVolume'
  | 'adjustBrightness'
  | 'restart'
  | 'shutDown';

/** The page of the machine. It is only open while no money moves, so nothing here can meet a payment. */
export class MachinePlace implements Place<'machine'> {
  readonly #ports: MachinePlacePorts;
  readonly #change: PaperChange;
  #signs: number | null = null;

  readonly handlers: PlaceHandlers<Verb> = {
    takeOutOfService: async (_intent, by) => {
      const at = kuwaitIso(this.#ports.clock.wallMs());
      return this.#serve({ by: by.id, at }, 'out_of_service');
    },
    bringBack: () => this.#serve(null, 'in_service'),
    changePaper: async ({ wish, language }, by) => {
      if (wish === 'begin') this.#change.begin();
      else if (wish === 'next') this.#change.next();
      else if (wish === 'stop') this.#change.stop();
      else return this.#testPaper(by.id, language);
      return ok(null);
    },
    testPrint: ({ language }, by) => this.#print(by.id, language, 'printed'),
    testSound: () => {
      const { testSound } = this.#ports.controls;
      if (!testSound) return err('no_sound');
      testSound();
      return ok('sounded');
    },
    // Written down with what it came to; the page itself has measured it.
    noteTouchTest: ({ good }) => (good ? ok('touch_good') : err('touch_off')),
    calibrateTouch: async ({ matrix }) => {
      const { calibrateTouch } = this.#ports.controls;
      if (!calibrateTouch) return err('not_set_up');
      return (await calibrateTouch(matrix)) ? ok('touch_calibrated') : err('command_failed');
    },
    adjustVolume: async ({ volume }) => {
      const kept = await this.#ports.loudness.set(volume);
      this.#ports.controls.testSound?.();
      return kept ? ok(null) : err('not_kept');
    },
    adjustBrightness: async ({ brightness }) => {
      const { controls, brightness: kept } = this.#ports;
      if (!controls.setBrightness) return err('not_set_up');
      if (!(await controls.setBrightness(brightness))) return err('command_failed');
      return (await kept.set(brightness)) ? ok(null) : err('not_kept');
    },
    restart: () => {
      restartSoon(this.#ports);
      return ok('restarting');
    },
    shutDown: async () => {
      const { shutDown } = this.#ports.controls;
      if (!shutDown) return err('not_set_up');
      return (await shutDown()) ? ok('shutting_down') : err('command_failed');
    },
  };

  constructor(ports: MachinePlacePorts) {
    this.#ports = ports;
    this.#change = new PaperChange(ports);
  }

  enter(): void {
    this.#signs = null;
    void this.#ports.printer.look().then(this.#ports.onChange);
  }

  leave(): void {
    this.#change.stop();
    this.#signs = null;
  }

  /** The scanner has read something: how much is shown, never what. */
  scanned(text: string): void {
    this.#signs = [...text].length || null;
    this.#ports.onChange();
  }

  view() {
    const { service, printer, hasScanner, terminal, controls, loudness, brightness } = this.#ports;
    return {
      name: 'machine' as const,
      out: service.value,
      printer: printer.current(),
      paperStep: this.#change.step,
      scanner: { fitted: hasScanner, signs: this.#signs },
      terminal: terminal(),
      hasSound: controls.testSound !== null,
      volume: loudness.value,
      brightness: controls.setBrightness && (brightness.value ?? fullBrightness),
      canCalibrate: controls.calibrateTouch !== null,
      canShutDown: controls.shutDown !== null,
    };
  }

  async #serve(out: Out, done: string): Promise<Outcome> {
    const kept = await this.#ports.service.set(out);
    this.#ports.onChange();
    return kept ? ok(done) : err('not_kept');
  }

  async #testPaper(by: string, language: StaffLanguage): Promise<Outcome> {
    if (this.#change.step !== 'test') return err('paper_not_in');
    const printed = await this.#print(by, language, 'paper_changed');
    if (printed.ok) this.#change.stop();
    return printed;
  }

  async #print(by: string, language: StaffLanguage, done: string): Promise<Outcome> {
    const { paper, kioskCode, clock } = this.#ports;
    const at = kuwaitIso(clock.wallMs());
    const printed = await paper.printTest({ kioskCode: kioskCode(), at, by }, language);
    return printed.ok ? ok(done) : err('not_printed');
  }
}

/** What a screen has that was never set, per cent. */
const fullBrightness = 100;
/** From the touch of "restart" to the end of the program, ms. */
const restartAfterMs = 1_500;

/** The program ends and is started again, after the answer to who asked for it and its record are on their way. */
export function restartSoon({ timers, controls }: Pick<MachinePlacePorts, 'timers' | 'controls'>): void {
  timers.after(restartAfterMs, () => controls.restart());
}
