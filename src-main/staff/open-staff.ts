import { join } from 'node:path';
import { err } from '../../src-shared/result.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { openAudit } from '../audit/edge/open-audit.ts';
import { staffRecord } from '../audit/staff-record.ts';
import { openStaffIpc } from '../ipc/staff.ts';
import { EnrolDesk } from './enrol-desk.ts';
import { openDoor } from './open-door.ts';
import { openPlaces } from './open-places.ts';
import { moneyInMotion } from './money-in-motion.ts';
import { StaffDesk } from './staff-desk.ts';
import type { StaffPorts } from './staff-ports.ts';

/** The staff side of the kiosk. */
export interface Staff {
  readonly desk: StaffDesk;
  readonly audit: AuditLog;
  /** The kiosk knows who it is: asks for the newest list of staff. */
  look(): Promise<void>;
  /** What the scanner reads, while staff are at the kiosk. */
  scanned(text: string): void;
}

/** Puts the staff side together: the record of what staff do, the door, the pages and the desk that holds them. */
export async function openStaff(ports: StaffPorts): Promise<Staff> {
  const { dataFolder, money, status, visitors, window } = ports;
  const audit = await openAudit({ ...ports, folder: join(dataFolder, 'audit') });
  const door = await openDoor({
    ...{ ...ports, audit, folder: join(dataFolder, 'staff') },
    bringList: () => bringStaff(),
  });
  const { places, handlers, scanned, bringStaff } = await openPlaces(ports, {
    show: (place) => desk.go(place),
    ...{ audit, directory: door.directory },
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
    enrolment: new EnrolDesk({ ...ports, audit, lockOut: door.enrolLockOut }),
    record: staffRecord(audit, (id) => door.signIn.member(id) !== null),
    visitors: {
      moneyInMotion: () => moneyInMotion(money.book, visitors),
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
  return {
    desk,
    audit,
    look: () => door.look(),
    scanned: (text) => desk.isOpen && !desk.scanned(text) && scanned(text),
  };
}
