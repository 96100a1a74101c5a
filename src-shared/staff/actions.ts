import type { StaffRole } from './roles.ts';

/*
 * What staff may do at the kiosk, and which roles may. The gate in main asks this table before anything is done, and
 * the staff screen shows only what it allows.
 */

const everybody: readonly StaffRole[] = ['attendant', 'supervisor', 'technician'];
const visitors: readonly StaffRole[] = ['attendant', 'supervisor'];
const machine: readonly StaffRole[] = ['supervisor', 'technician'];
const money: readonly StaffRole[] = ['supervisor'];
const technical: readonly StaffRole[] = ['technician'];

/** Action → roles that may do it. */
export const allowed = {
  seeStatus: everybody,
  findPayments: everybody,
  seePayment: everybody,
  reprint: visitors,
  /** Asks the gateway or the terminal again how a payment ended. */
  askOutcome: everybody,
  /** Makes an unknown payment a case for people and prints a slip with its number. */
  handOver: visitors,
  /** Takes two different people, the first of them a supervisor. */
  closeCase: money,
  /** What is on the screen, on paper. */
  printPage: everybody,
  seeDay: visitors,
  closeDay: money,
  changePaper: everybody,
  testDevices: everybody,
  calibrateTouch: technical,
  /** Volume and brightness. */
  adjust: everybody,
  takeOutOfService: everybody,
  bringBack: everybody,
  restart: machine,
  shutDown: machine,
  /** See which sticks are in the kiosk. */
  carry: machine,
  /** Logs, journal and reports to a stick. */
  exportData: machine,
  /** Bundles and programs from a stick. */
  importData: machine,
  seeLog: machine,
  seeOutbox: machine,
  retryOutbox: machine,
  /** Only with a reason. */
  setClockDoubtAside: machine,
} as const satisfies Record<string, readonly StaffRole[]>;

export type StaffAction = keyof typeof allowed;

/** Whether somebody in this role may do this. */
export function mayDo(role: StaffRole, action: StaffAction): boolean {
  return allowed[action].includes(role);
}

/**
 * What may be done although it cannot be written down: it moves no money, changes nothing anybody relies on, and helps
 * a kiosk whose disk is full or whose audit log is damaged. Everything else is refused then.
 */
const unrecorded: ReadonlySet<StaffAction> = new Set<StaffAction>([
  ...(['seeStatus', 'findPayments', 'seePayment', 'seeDay', 'seeLog', 'seeOutbox', 'printPage'] as const),
  ...(['changePaper', 'testDevices', 'calibrateTouch', 'adjust', 'carry', 'exportData'] as const),
  ...(['takeOutOfService', 'restart', 'shutDown'] as const),
]);

/** Must this be on record before it is done? */
export function needsRecord(action: StaffAction): boolean {
  return !unrecorded.has(action);
}
