import type { CannotPay, StatusLine, TimeDoubt } from '../../../src-shared/contract/staff/status.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import type { PrinterStatus } from '../../../src-shared/domain/printer-status.ts';
import { canPrint } from '../../../src-shared/domain/printer-status.ts';
import type { StartReason } from '../../status/last-start.ts';
import type { MachineFacts } from '../machine/machine-watch.ts';
import { correctFromMs } from '../../platform/kiosk-time.ts';
import type { Standing } from '../../sync/standing.ts';

/** Everything the status page speaks of, as it is now. */
export interface StatusFacts {
  readonly enrolled: boolean;
  readonly outOfService: boolean;
  readonly gateway: {
    readonly online: boolean;
    readonly paymentsOpen: boolean;
    readonly ministry: 'up' | 'slow' | 'down';
  };
  readonly journal: {
    readonly open: boolean;
    readonly recognised: boolean;
    readonly payments: number;
    /** Number of the last record. */
    readonly seq: number;
  };
  /** Rails on which a payment may be started now. */
  readonly rails: number;
  readonly payments: { readonly unknown: number; readonly unposted: number; readonly cases: number };
  /** Messages that wait for the gateway. */
  readonly owed: number;
  /** Those among them that the gateway refuses. */
  readonly aside: number;
  readonly feed: {
    readonly seq: number;
    readonly ageMs: number;
    /** What visitors can still be told from it. */
    readonly says: Standing;
    readonly coming: { readonly done: number; readonly total: number } | null;
  } | null;
  readonly printer: PrinterStatus;
  readonly clock: {
    /** The time of day as the kiosk prints it, ms. */
    readonly nowMs: number;
    /** How much the machine's own clock is behind, ms. */
    readonly offMs: number;
    readonly proved: boolean;
    readonly doubt: TimeDoubt | null;
  };
  /** The list of staff this kiosk goes by; `leftMs` until nobody can sign in by it. */
  readonly staffList: { readonly no: number; readonly leftMs: number } | null;
  /** Number of the last Z; null before the first. */
  readonly lastZ: number | null;
  readonly terminal: string | null;
  readonly scanner: boolean;
  readonly machine: MachineFacts;
  /** Why the program was started, and how long ago in minutes. */
  readonly start: { readonly reason: StartReason; readonly minutes: number };
  readonly version: string;
}

/** Why visitors cannot pay; empty when they can. */
export function cannotPay(facts: StatusFacts): CannotPay[] {
  const { gateway, journal } = facts;
  const whys: readonly (readonly [CannotPay, boolean])[] = [
    ['out_of_service', facts.outOfService],
    ['not_enrolled', !facts.enrolled],
    ['no_network', !gateway.online],
    ['gateway_closed', gateway.online && !gateway.paymentsOpen],
    ['ministry_down', gateway.online && gateway.ministry === 'down'],
    ['journal_closed', !journal.open],
    ['journal_not_recognised', journal.open && gateway.online && facts.enrolled && !journal.recognised],
    ['no_rail', gateway.online && gateway.paymentsOpen && facts.rails === 0],
  ];
  return whys.filter(([, holds]) => holds).map(([why]) => why);
}

const worst: readonly StatusLine['state'][] = ['bad', 'attention', 'unknown', 'good'];

/** One line a thing, the bad ones first. */
export function statusLines(facts: StatusFacts): StatusLine[] {
  const { gateway, journal, payments } = facts;
  const ministry = gateway.online ? gateway.ministry : 'down';
  const lines: StatusLine[] = [
    line('network', gateway.online ? 'good' : 'bad', gateway.online ? 'up' : 'down'),
    line('ministry', { up: 'good', slow: 'attention', down: 'bad' }[ministry] as StatusLine['state'], ministry),
    feedLine(facts.feed),
    staffListLine(facts.staffList),
    count('aside', facts.aside, 'bad'),
    count('owed', facts.owed, 'attention'),
    count('unknown', payments.unknown, 'attention'),
    count('unposted', payments.unposted, 'attention'),
    count('cases', payments.cases, 'attention'),
    line('printer', printerState(facts.printer), facts.printer),
    terminalLine(facts.terminal),
    line('scanner', 'good', facts.scanner ? 'fitted' : 'keyboard'),
    ...diskLine(facts.machine.diskFreeBytes),
    ...temperatureLine(facts.machine.temperature),
    line('journal', journal.open ? 'good' : 'bad', journal.open ? 'open' : 'closed', {
      count: journal.payments,
      seq: journal.seq,
    }),
    clockLine(facts.clock),
    line('day', 'good', facts.lastZ === null ? 'never' : 'closed', { no: facts.lastZ ?? 0 }),
    line('start', isBadStart(facts.start.reason) ? 'attention' : 'good', facts.start.reason, {
      minutes: facts.start.minutes,
    }),
    line('version', 'good', 'is', { version: facts.version }),
  ];
  return lines.toSorted((one, other) => worst.indexOf(one.state) - worst.indexOf(other.state));
}

function line(id: string, state: StatusLine['state'], code: string, values: StatusLine['values'] = {}): StatusLine {
  return { id, state, code, values };
}

function count(id: string, number: number, state: StatusLine['state']): StatusLine {
  return line(id, number === 0 ? 'good' : state, number === 0 ? 'none' : 'some', { count: number });
}

function printerState(printer: PrinterStatus): StatusLine['state'] {
  if (printer === 'unknown') return 'unknown';
  if (printer === 'paper_near_end') return 'attention';
  return canPrint(printer) ? 'good' : 'bad';
}

function terminalLine(terminal: string | null): StatusLine {
  if (terminal === null) return line('terminal', 'good', 'none');
  const isWell = terminal === 'ready' || terminal === 'busy';
  return line('terminal', isWell ? 'good' : terminal === 'starting' ? 'attention' : 'bad', terminal);
}

/** Under this, journals and logs of weeks still fit; under the other, those of days. */
const littleRoomBytes = 2_000_000_000;
const noRoomBytes = 300_000_000;

function diskLine(free: number | null): StatusLine[] {
  if (free === null) return [];
  const state = free < noRoomBytes ? 'bad' : free < littleRoomBytes ? 'attention' : 'good';
  return [line('disk', state, 'free', { megabytes: Math.floor(free / 1_000_000) })];
}

/** Computers of kiosks slow themselves down from about 90 °C. */
const warmDegrees = 75;
const hotDegrees = 88;

function temperatureLine(degrees: number | null): StatusLine[] {
  if (degrees === null) return [];
  const state = degrees >= hotDegrees ? 'bad' : degrees >= warmDegrees ? 'attention' : 'good';
  return [line('temperature', state, 'is', { degrees })];
}

function isBadStart(reason: StartReason): boolean {
  return reason === 'died' || reason === 'power';
}

function clockLine({ nowMs, offMs, proved, doubt }: StatusFacts['clock']): StatusLine {
  const values = {
    time: kuwaitIso(nowMs).slice(0, 16).replace('T', ' '),
    minutes: Math.round(Math.abs(offMs) / 60_000),
  };
  if (doubt) return line('clock', 'attention', doubt, values);
  if (!proved) return line('clock', 'good', 'unchecked', values);
  return Math.abs(offMs) < correctFromMs
    ? line('clock', 'good', 'right', values)
    : line('clock', 'attention', 'off', values);
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Older than a day, nothing comes any more: somebody should know before the copy says less. */
const oldMs = dayMs;

function feedLine(feed: StatusFacts['feed']): StatusLine {
  if (!feed) return line('feed', 'attention', 'none');
  const { seq, ageMs, says, coming } = feed;
  const state = says === 'locked' ? 'bad' : ageMs > oldMs || says === 'outline' ? 'attention' : 'good';
  if (coming) return line('feed', state, 'coming', { seq, ...coming });
  if (says !== 'whole') return line('feed', state, says, { seq, days: Math.floor(ageMs / dayMs) });
  return line('feed', state, 'held', { seq, minutes: Math.round(ageMs / minuteMs) });
}

/** A kiosk without a line gets its next list by stick, and somebody has to bring that. */
const soonEndsMs = 7 * dayMs;

function staffListLine(list: StatusFacts['staffList']): StatusLine {
  if (!list) return line('staffList', 'bad', 'none');
  const { no, leftMs } = list;
  if (leftMs <= 0) return line('staffList', 'bad', 'ended', { no });
  const days = Math.floor(leftMs / dayMs);
  return line('staffList', leftMs < soonEndsMs ? 'attention' : 'good', days === 0 ? 'lastDay' : 'runs', { no, days });
}
