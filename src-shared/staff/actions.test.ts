import { describe, expect, it } from 'vitest';
import { allowed, mayDo, needsRecord, type StaffAction } from './actions.ts';
import type { StaffRole } from './roles.ts';

/** Written down a second time: attendant, supervisor, technician. A new action fails here until somebody has decided. */
const decided: Readonly<Record<StaffAction, readonly [boolean, boolean, boolean]>> = {
  seeStatus: [true, true, true],
  findPayments: [true, true, true],
  seePayment: [true, true, true],
  reprint: [true, true, false],
  askOutcome: [true, true, true],
  handOver: [true, true, false],
  closeCase: [false, true, false],
  printPage: [true, true, true],
  seeDay: [true, true, false],
  closeDay: [false, true, false],
  changePaper: [true, true, true],
  testDevices: [true, true, true],
  calibrateTouch: [false, false, true],
  adjust: [true, true, true],
  takeOutOfService: [true, true, true],
  bringBack: [true, true, true],
  restart: [false, true, true],
  shutDown: [false, true, true],
  carry: [false, true, true],
  exportData: [false, true, true],
  importData: [false, true, true],
  seeLog: [false, true, true],
  seeOutbox: [false, true, true],
  retryOutbox: [false, true, true],
  setClockDoubtAside: [false, true, true],
};
const roles: readonly StaffRole[] = ['attendant', 'supervisor', 'technician'];
// The keys of the table are exactly its own.
const rows = Object.entries(decided) as [StaffAction, (typeof decided)[StaffAction]][];

describe('what a role may do', () => {
  it.each(rows.flatMap(([action, may]) => roles.map((role, at) => [role, action, may[at]] as const)))(
    'the %s and %s: %s',
    (role, action, may) => expect(mayDo(role, action)).toBe(may),
  );

  it('is decided for every action', () => {
    expect(Object.keys(decided).toSorted()).toEqual(Object.keys(allowed).toSorted());
  });
});

describe('while nothing can be written down', () => {
  it('nobody touches money, evidence or whom the kiosk believes', () => {
    const refused = rows.map(([action]) => action).filter(needsRecord);
    expect(refused).toEqual([
      ...['reprint', 'askOutcome', 'handOver', 'closeCase', 'closeDay', 'bringBack'],
      ...['importData', 'retryOutbox', 'setClockDoubtAside'],
    ]);
  });
});
