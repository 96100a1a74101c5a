import type { AuditEvent } from '../../src-shared/contract/audit-catalogue.ts';
import type { ChainHead } from '../../src-shared/contract/journal.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import { StepTimes } from './step-times.ts';
import type { KioskConfig } from '../config/kiosk-config.ts';
import type { Connection } from '../connection/connection.ts';
import { createTerminal } from '../devices/terminal/create-terminal.ts';
import type { TerminalDriver, TerminalStatus } from '../devices/terminal/driver.ts';
import { Checkpoints } from '../end-of-day/checkpoints.ts';
import { DayBook } from '../end-of-day/day-book.ts';
import { DayCloser } from '../end-of-day/day-closer.ts';
import { settingsHash } from '../end-of-day/settings-hash.ts';
import { withFailpoints, withGatewayFailpoints, withTerminalFailpoints } from './failpoints/edge/failpoints.ts';
import { JournalWitness } from './journal-witness.ts';
import { openBook } from './open-book.ts';
import type { PaymentBook } from './payment-book.ts';
import { PaymentDesk } from './payment-desk.ts';
import { absentTerminal } from './rails/absent-terminal.ts';
import { HostedRail } from './rails/hosted-rail.ts';
import type { PaymentRail } from './rails/rail.ts';
import { TerminalRail } from './rails/terminal-rail.ts';
import { StaffFloor } from '../staff/staff-floor.ts';
import { ServiceIds } from './service-ids.ts';

export interface MoneyPorts {
  /** Folder of the payment journal. */
  readonly folder: string;
  /** Version of the software. */
  readonly version: string;
  readonly config: KioskConfig;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  /** Something that decides whether a payment may start has changed. */
  readonly onChange: () => void;
  /** An attempt has changed. */
  readonly onPayment: (pid: string) => void;
  /** The payment journal has a record to which the audit log is to bear witness. */
  readonly onCheckpoint: (at: 'receipt' | 'z', head: ChainHead) => void;
  /** The gateway refuses something for good: staff are to know. */
  readonly onSetAside: (about: Omit<Extract<AuditEvent, { kind: 'set_aside' }>, 'kind'>) => void;
  /** Where the audit log stands; null before it is open. */
  readonly auditHead: () => ChainHead | null;
  readonly log: Log;
}

/** The payment room, put together. */
export interface Money {
  readonly book: PaymentBook;
  readonly payments: PaymentDesk;
  readonly witness: JournalWitness;
  /** When each step of each payment was written. */
  readonly times: StepTimes;
  /** Below it no list of staff counts. */
  readonly staffFloor: StaffFloor;
  readonly days: DayCloser;
  readonly openRails: PaymentDesk['openRails'];
  /** How the card terminal is; null: this kiosk has none. */
  terminal(): TerminalStatus | null;
  /** The kiosk knows who it is: the gateway can be shown the journal, the terminal can be logged in to. */
  identified(): void;
  /** After the first screen: the hour at which the day closes. */
  start(): void;
}

/** Opens the journal and makes everything that takes, follows and counts money. */
export async function openMoney(ports: MoneyPorts): Promise<Money> {
  const { config, connection, clock, timers, log } = ports;
  const dayBook = new DayBook();
  const serviceIds = new ServiceIds(ports.rng);
  const times = new StepTimes();
  const checkpoints = new Checkpoints();
  const staffFloor = new StaffFloor();
  const folds = [dayBook, serviceIds, times, checkpoints, staffFloor];
  const book = await openBook({ ...ports, demo: config.demo, folds, wrap: withFailpoints });
  checkpoints.begin((at) => ports.onCheckpoint(at, book.head()));
  const gateway = withGatewayFailpoints(connection.gateway);
  const kioskCode = (): string => connection.identity?.kioskCode ?? '—';
  const terminal = terminalOf(ports, book, serviceIds, kioskCode);
  const hosted = { ...ports, gateway };
  const openUnknown = (): boolean => book.open().some((one) => one.rail === 'terminal' && isUndecided(one));
  // Without a terminal the rail is there all the same: what an earlier one took has to be committed.
  const driver = terminal ? withTerminalFailpoints(terminal) : absentTerminal;
  const rails: PaymentRail[] = [
    new HostedRail('phone', hosted),
    new HostedRail('screen', hosted),
    new TerminalRail({ driver, gateway, clock, reversal: config.terminalReversal, openUnknown }),
  ];
  const payments = new PaymentDesk({
    ...ports,
    ...{ book, gateway, rails },
    kioskCode: () => connection.identity?.kioskCode ?? null,
    onChange: ports.onPayment,
  });
  const witness = new JournalWitness({ ...ports, book, gateway: connection.gateway });
  const days = new DayCloser({
    book,
    days: dayBook,
    closer: () => connection.identity,
    auditHead: ports.auditHead,
    gateway: connection.gateway,
    terminalTotals: async () => (terminal ? terminal.totals() : null),
    software: ports.version,
    settingsHash: settingsHash(config),
    closeAt: config.closeDayAt,
    busy: () => book.open().some(({ state }) => state === 'sending'),
    clock,
    timers,
    rng: ports.rng,
    log,
  });
  book.setAside.begin((id, { why, tries }) => {
    const [pid, no] = typeof id === 'number' ? [null, id] : [id, null];
    log('set-aside', { what: pid ?? `Z ${no}`, why, tries });
    ports.onSetAside({ pid, no, why, tries });
  });
  return {
    book,
    payments,
    witness,
    times,
    staffFloor,
    days,
    openRails: () => payments.openRails(),
    terminal: () => terminal?.status() ?? null,
    identified: () => {
      void witness.start();
      // The terminal knows the kiosk by its code: it is told who this is as soon as that is known.
      terminal?.start();
    },
    start: () => {
      if (config.gatewayUrl) void days.start();
    },
  };
}

function terminalOf(
  ports: MoneyPorts,
  book: PaymentBook,
  serviceIds: ServiceIds,
  saleId: () => string,
): TerminalDriver | null {
  const { config, log } = ports;
  if (!config.terminal) return null;
  return createTerminal({
    ...ports,
    address: config.terminal,
    saleId,
    ids: { reserve: (count) => serviceIds.reserve(book, count) },
    alarm: (alarm, details) => log('terminal-alarm', { alarm, ...details }),
    onChange: (state) => {
      log('terminal-status', { state });
      ports.onChange();
    },
  });
}

function isUndecided({ state }: PaymentRecord): boolean {
  return state === 'sending' || state === 'unknown';
}
