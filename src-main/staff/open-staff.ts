import { join } from 'node:path';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { PlaceView } from '../../src-shared/contract/staff-ipc.ts';
import { err } from '../../src-shared/result.ts';
import { commandFor } from '../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { openAudit } from '../audit/edge/open-audit.ts';
import { staffRecord } from '../audit/staff-record.ts';
import type { Connection } from '../connection/connection.ts';
import type { PrinterWatch } from '../devices/printer/printer-watch.ts';
import type { KioskTime } from '../platform/kiosk-time.ts';
import { openStaffIpc } from '../ipc/staff.ts';
import type { StaffPaper } from '../paper/create-paper.ts';
import type { Money } from '../payment/open-money.ts';
import type { KioskStatus } from '../session/ports.ts';
import type { StatusWatch } from '../status/status-watch.ts';
import type { Feed } from '../sync/open-feed.ts';
import { nodeFeedFs } from '../sync/edge/node-feed-fs.ts';
import { nodeSticks } from './carry/edge/node-sticks.ts';
import { evidencePlaces } from './carry/evidence.ts';
import { nodeLogFiles } from './log/edge/node-log-files.ts';
import type { StatusFacts } from './places/status-lines.ts';
import { CarryPlace } from './places/carry-place.ts';
import { dayPlace } from './places/day-place.ts';
import { logPlace } from './places/log-place.ts';
import { paymentsPlace, type PaymentsPlacePorts } from './places/payments-place.ts';
import { printPage } from './places/print-page.ts';
import { statusPlace } from './places/status-place.ts';
import { StaffDesk, type StaffWindow } from './staff-desk.ts';
import { openDoor } from './open-door.ts';
import type { PlaceHandlers, Places } from './place.ts';

export interface StaffPorts {
  readonly dataFolder: string;
  readonly version: string;
  /** Where sticks appear; in a demo any folder there plays one. Null: nowhere. */
  readonly sticks: { readonly folder: string | null; readonly anyFolder: boolean };
  readonly window: StaffWindow & { isStaffPage(contentsId: number): boolean };
  readonly visitors: { pause(): void; resume(): void };
  readonly status: () => KioskStatus;
  readonly money: Money;
  readonly watch: StatusWatch;
  readonly printer: PrinterWatch;
  readonly feed: Feed;
  readonly connection: Connection;
  readonly paper: StaffPaper;
  readonly time: KioskTime;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  readonly log: Log;
}

/** The staff side of the kiosk. */
export interface Staff {
  readonly desk: StaffDesk;
  readonly audit: AuditLog;
  /** The kiosk knows who it is: asks for the newest list of staff. */
  look(): Promise<void>;
}

/** Puts the staff side together: the record of what staff do, the door, the pages and the desk that holds them. */
export async function openStaff(ports: StaffPorts): Promise<Staff> {
  const { dataFolder, money, status, visitors, window } = ports;
  const audit = await openAudit({ ...ports, folder: join(dataFolder, 'audit') });
  const door = await openDoor({ ...ports, audit, folder: join(dataFolder, 'staff') });
  const { places, handlers } = openPlaces(ports, {
    show: (place) => desk.go(place),
    onScreen: () => desk.onScreen(),
    refresh: () => desk.refresh(),
    second: async (first, id, pin) => {
      const other = await door.signIn.second(first, id, pin);
      if (!other.ok) {
        const number = door.signIn.member(id) ? id : null;
        await audit.note({ kind: 'second_refused', first: first.id, number, why: other.error });
        return other;
      }
      const stood = { kind: 'second', by: other.value.id, first: first.id, action: 'closeCase' } as const;
      return (await audit.note(stood)) ? other : err('not_written');
    },
  });
  const desk: StaffDesk = new StaffDesk({
    ...ports,
    door: door.signIn,
    record: staffRecord(audit, (id) => door.signIn.member(id) !== null),
    visitors: {
      moneyInMotion: () => money.book.open().some(isMoving),
      pause: () => visitors.pause(),
      resume: () => visitors.resume(),
    },
    kiosk: () => ({ code: status().kioskCode, demo: status().demo }),
    places,
    handlers,
  });
  openStaffIpc({
    ...ports,
    isStaffPage: (contentsId) => window.isStaffPage(contentsId),
    handle: (verb, intent) => desk.handle(verb, intent),
  });
  door.start();
  return { desk, audit, look: () => door.look() };
}

/** What pages need of the desk that holds them. */
interface DeskHandles extends Pick<PaymentsPlacePorts, 'second'> {
  readonly show: (place: PlaceView['name']) => void;
  readonly onScreen: () => PlaceView;
  readonly refresh: () => void;
}

/** Every page with what can be done on it. */
function openPlaces(
  ports: StaffPorts,
  { show, second, refresh, onScreen }: DeskHandles,
): { places: Places; handlers: PlaceHandlers } {
  const { printer, watch, money, connection } = ports;
  const look = async (): Promise<void> => {
    await Promise.all([printer.look(), watch.look()]);
  };
  const status = statusPlace({ facts: () => statusFacts(ports), look, time: ports.time });
  const { payments, payment, handlers } = paymentsPlace({
    ...ports,
    ...money,
    clock: ports.time,
    place: () => ports.status(),
    kioskCode: () => connection.identity?.kioskCode ?? null,
    showPayment: () => show('payment'),
    second,
  });
  const day = dayPlace({ days: money.days, paper: ports.paper, refresh });
  const carry = new CarryPlace({
    ...ports,
    clock: ports.time,
    sticks: nodeSticks(ports.sticks.folder, ports.sticks.anyFolder),
    fs: nodeFeedFs,
    places: evidencePlaces(ports.dataFolder),
    days: () => money.book.closedDays(),
    who: () => connection.identity,
    software: ports.version,
    onChange: refresh,
  });
  const print = printPage({
    onScreen,
    paper: ports.paper,
    kioskCode: () => ports.status().kioskCode,
    clock: ports.time,
  });
  const log = logPlace({ files: nodeLogFiles(join(ports.dataFolder, 'logs')), refresh });
  return {
    places: { status: status.place, payments, payment, day: day.place, carry, log: log.place },
    handlers: { ...print, ...status.handlers, ...handlers, ...day.handlers, ...carry.handlers, ...log.handlers },
  };
}

/** May money move for this attempt at this moment, with a visitor in front of it? */
function isMoving({ state }: PaymentRecord): boolean {
  return state === 'created' || state === 'reserved' || state === 'sending';
}

function statusFacts({ status, money, watch, connection, feed, printer, time, version }: StaffPorts): StatusFacts {
  const { book, witness, days } = money;
  const gateway = watch.current();
  const open = book.open();
  const copy = feed.resources().find(({ name }) => name === 'feed');
  return {
    enrolled: connection.identity !== null,
    outOfService: status().outOfService,
    gateway,
    journal: {
      open: book.canStart(),
      recognised: witness.trusted(),
      payments: book.all().length,
      seq: book.head().seq,
    },
    rails: status().rails.length,
    payments: {
      unknown: open.filter(({ state }) => state === 'unknown').length,
      unposted: open.filter((record) => commandFor(record, 'after_restart') === 'commit').length,
      cases: open.filter(({ state }) => state === 'manual').length,
    },
    owed: open.length + days.undelivered,
    feed: copy && copy.seq !== null ? { seq: copy.seq, ageMs: copy.ageMs ?? 0, coming: copy.coming } : null,
    printer: printer.current(),
    clock: {
      nowMs: time.wallMs(),
      offMs: time.offMs(),
      proved: time.isProved,
      doubt: time.doubt(),
    },
    lastZ: days.last?.no ?? null,
    version,
  };
}
