import { z } from 'zod';
import type { PaperDots } from '../../src-shared/contract/paper-ipc.ts';
import { railSchema } from '../../src-shared/domain/receipt.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { readPrinterAddress, type PrinterAddress } from '../devices/printer/address.ts';
import { readScannerAddress, type ScannerAddress } from '../devices/scanner/address.ts';
import { readTerminalAddress, type TerminalAddress } from '../devices/terminal/address.ts';

/** A box at a serial-to-network port. */
const boxAddress = z
  .string()
  .regex(/^tcp:\/\/[\w.-]+:\d{1,5}$/, 'must read tcp://host:port')
  .transform((text) => {
    const { hostname, port } = new URL(text);
    return { host: hostname, port: Number(port) };
  });
const loopback = /^http:\/\/127\.0\.0\.1:\d+$/;

/** Settings of one kiosk: environment variables, of which a unit file or the demo sets what it needs. */
const environmentSchema = z.object({
  /** Address of the gateway, https; http only on loopback in demo mode. Without it the kiosk is out of service. */
  WAFA_GATEWAY_URL: z.url().optional(),
  /** One-time code for a kiosk nobody stands at: at the first start it exchanges it for its identity. Else staff type it. */
  WAFA_ENROL_CODE: z.string().min(8).max(64).optional(),
  /** Access board with headphone socket and guiding lights. */
  WAFA_ACCESS_BOARD: boxAddress.optional(),
  /** `1`: the headphone socket of this computer is in the visitor's reach; the kiosk watches its plug. */
  WAFA_HEADPHONE_SOCKET: z.enum(['0', '1']).default('0'),
  /** `off`: this kiosk has no loudspeaker and no headphones; `log`: for tests, in demo mode, everything is said at once and unheard. */
  WAFA_SPEECH: z.enum(['sound', 'off', 'log']).default('sound'),
  WAFA_DEMO: z.enum(['0', '1']).default('0'),
  /** Folder for the journal, keys and caches; Electron's own when not set. */
  WAFA_DATA: z.string().min(1).optional(),
  /**
   * Printer: `tcp://host:port` or `usb:/dev/usb/lp0` for one that speaks ESC/POS, `cups:QUEUE` for an office printer
   * behind this machine's print server (`cups://127.0.0.1:port/QUEUE` on another port than 631).
   */
  WAFA_PRINTER: z.string().optional(),
  /** Width of the paper roll in mm. */
  WAFA_PAPER: z.enum(['80', '58']).default('80'),
  /**
   * Document scanner: `tcp://host:port`, or `serial:/dev/ttyACM0`, on a real serial line with its speed,
   * `serial:/dev/ttyS0@9600`. A scanner that types like a keyboard needs no setting here.
   */
  WAFA_SCANNER: z.string().optional(),
  /** Card terminal: `tcp://host:port/POIID`, or `tls://host:port/POIID#sha256=<certificate>`. Without it there is no terminal rail. */
  WAFA_TERMINAL: z.string().optional(),
  /**
   * How the acquirer lets a payment be taken back at the terminal: `auto` (repeating is harmless), `once`, or
   * `counter` (people do it).
   */
  WAFA_TERMINAL_REVERSAL: z.enum(['auto', 'once', 'counter']).default('counter'),
  /** Kuwait time at which the day is closed by itself when nobody pays; empty: only staff close it. */
  WAFA_CLOSE_DAY_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .or(z.literal(''))
    .default('03:00'),
  /** Folder in which sticks appear, each on a folder of its own; without it nothing goes to or comes from a stick. */
  WAFA_STICKS: z.string().min(1).optional(),
  /** Turns this computer off, for example `systemctl poweroff`; without it staff cannot. Words divided by spaces, no shell. */
  WAFA_SHUTDOWN_COMMAND: z.string().min(1).optional(),
  /** Takes the brightness of the screen, 10 to 100 per cent, and sets it; without it staff set it on the screen. */
  WAFA_BRIGHTNESS_COMMAND: z.string().min(1).optional(),
  /** Folder with the public keys whose programs may be put in from a stick (`.pem`, Ed25519); without it none may. */
  WAFA_RELEASE_KEYS: z.string().min(1).optional(),
  /**
   * Puts a program in the place of this one, for example `sudo /usr/lib/wafa/wafa-program install`; it is given the folder
   * that holds the program. Without it staff cannot.
   */
  WAFA_INSTALL_COMMAND: z.string().min(1).optional(),
  /** Takes six numbers, libinput's calibration matrix, and gives them to the touch driver; without it staff cannot. */
  WAFA_TOUCH_COMMAND: z.string().min(1).optional(),
  /** Bytes a second the offline copy may take of the line; all of it when not set. */
  WAFA_FEED_RATE: z
    .string()
    .regex(/^[1-9]\d{2,8}$/, 'must be a number of bytes a second, 100 or more')
    .transform(Number)
    .optional(),
  /** Origins the hosted page may show on this screen, comma separated; K-Net's production hosts when not set. */
  WAFA_PAGE_ORIGINS: z.string().default('https://kpay.com.kw,https://www.kpay.com.kw'),
  /** Rails in the order to offer. `screen` needs the acquirer's written approval (payments 9). */
  WAFA_RAILS: z.string().optional(),
  /** Reference of that approval; required to switch the screen rail on outside demo mode. */
  WAFA_SCREEN_APPROVAL: z.string().min(3).optional(),
  /** `kiosk` fills the screen; `1080x1920` is a plain window of that size; `…@0.5` draws it at half size. */
  WAFA_WINDOW: z
    .string()
    .regex(/^(kiosk|\d{3,4}x\d{3,4}(@0\.\d{1,3})?)$/)
    .default('kiosk'),
});

export interface WindowShape {
  readonly fullScreen: boolean;
  /** CSS pixels of the design, before scaling. */
  readonly width: number;
  readonly height: number;
  /** Window pixels per CSS pixel. */
  readonly scale: number;
}

export interface KioskConfig {
  readonly gatewayUrl: string | null;
  readonly enrolCode: string | null;
  readonly demo: boolean;
  readonly dataFolder: string | null;
  readonly printer: PrinterAddress | null;
  readonly paperDots: PaperDots;
  readonly scanner: ScannerAddress | null;
  readonly accessBoard: { host: string; port: number } | null;
  readonly headphoneSocket: boolean;
  readonly speech: 'sound' | 'off' | 'log';
  readonly terminal: TerminalAddress | null;
  readonly terminalReversal: 'auto' | 'once' | 'counter';
  /** HH:MM in Kuwait; null: staff only. */
  readonly closeDayAt: string | null;
  /** Folder in which sticks appear. */
  readonly sticks: string | null;
  readonly shutDownCommand: string | null;
  readonly touchCommand: string | null;
  readonly brightnessCommand: string | null;
  /** Folder of public keys. */
  readonly releaseKeys: string | null;
  readonly installCommand: string | null;
  /** Bytes a second; null: no limit. */
  readonly feedRate: number | null;
  readonly rails: readonly z.infer<typeof railSchema>[];
  readonly pageOrigins: readonly string[];
  readonly window: WindowShape;
}

/** Reads the settings; the error is one sentence that says what to change. */
export function readKioskConfig(
  environment: Readonly<Record<string, string | undefined>>,
): Result<KioskConfig, string> {
  const read = environmentSchema.safeParse(environment);
  if (!read.success) {
    const [issue] = read.error.issues;
    return err(`${issue?.path.join('.') ?? 'setting'}: ${issue?.message ?? 'not valid'}`);
  }
  const settings = read.data;
  const demo = settings.WAFA_DEMO === '1';
  const gatewayUrl = settings.WAFA_GATEWAY_URL?.replace(/\/$/, '') ?? null;
  if (gatewayUrl && !gatewayUrl.startsWith('https://') && !(demo && loopback.test(gatewayUrl))) {
    return err('WAFA_GATEWAY_URL must be an https address (http on 127.0.0.1 only in demo mode)');
  }
  const printer = settings.WAFA_PRINTER ? readPrinterAddress(settings.WAFA_PRINTER) : ok(null);
  if (!printer.ok) return err(`WAFA_PRINTER must ${printer.error}`);
  const scanner = settings.WAFA_SCANNER ? readScannerAddress(settings.WAFA_SCANNER) : ok(null);
  if (!scanner.ok) return err(`WAFA_SCANNER must ${scanner.error}`);
  if (settings.WAFA_SPEECH === 'log' && !demo) return err('WAFA_SPEECH: log is for tests, in demo mode only');
  const terminal = settings.WAFA_TERMINAL ? readTerminalAddress(settings.WAFA_TERMINAL) : ok(null);
  if (!terminal.ok) return err(`WAFA_TERMINAL: ${terminal.error}`);
  const rails = readRails(settings.WAFA_RAILS, demo, terminal.value !== null);
  if (!rails.ok) return rails;
  if (rails.value.includes('screen') && !demo && !settings.WAFA_SCREEN_APPROVAL) {
    return err(
      'WAFA_RAILS: the screen rail needs WAFA_SCREEN_APPROVAL, the reference of the acquirer’s written approval',
    );
  }
  return ok({
    gatewayUrl,
    enrolCode: settings.WAFA_ENROL_CODE ?? null,
    demo,
    dataFolder: settings.WAFA_DATA ?? null,
    printer: printer.value,
    paperDots: settings.WAFA_PAPER === '58' ? 384 : 576,
    scanner: scanner.value,
    accessBoard: settings.WAFA_ACCESS_BOARD ?? null,
    headphoneSocket: settings.WAFA_HEADPHONE_SOCKET === '1',
    speech: settings.WAFA_SPEECH,
    terminal: terminal.value,
    terminalReversal: settings.WAFA_TERMINAL_REVERSAL,
    closeDayAt: settings.WAFA_CLOSE_DAY_AT || null,
    sticks: settings.WAFA_STICKS ?? null,
    shutDownCommand: settings.WAFA_SHUTDOWN_COMMAND ?? null,
    touchCommand: settings.WAFA_TOUCH_COMMAND ?? null,
    brightnessCommand: settings.WAFA_BRIGHTNESS_COMMAND ?? null,
    releaseKeys: settings.WAFA_RELEASE_KEYS ?? null,
    installCommand: settings.WAFA_INSTALL_COMMAND ?? null,
    feedRate: settings.WAFA_FEED_RATE ?? null,
    rails: rails.value,
    pageOrigins: settings.WAFA_PAGE_ORIGINS.split(',').filter(Boolean),
    window: readWindow(settings.WAFA_WINDOW),
  });
}

function readRails(
  text: string | undefined,
  demo: boolean,
  hasTerminal: boolean,
): Result<KioskConfig['rails'], string> {
  if (text === undefined) return ok(demo ? ['phone', ...(hasTerminal ? (['terminal'] as const) : []), 'screen'] : []);
  const rails = z.array(railSchema).safeParse(text.split(',').filter(Boolean));
  if (!rails.success) return err('WAFA_RAILS must list phone, terminal and screen, separated by commas');
  if (rails.data.includes('terminal') && !hasTerminal) {
    return err('WAFA_RAILS: the terminal rail needs WAFA_TERMINAL, the address of the card terminal');
  }
  return ok(rails.data);
}

function readWindow(text: string): WindowShape {
  const size = /^(\d+)x(\d+)(?:@(.+))?$/.exec(text);
  if (!size) return { fullScreen: true, width: 1080, height: 1920, scale: 1 };
  return { fullScreen: false, width: Number(size[1]), height: Number(size[2]), scale: Number(size[3] ?? 1) };
}
