import { join } from 'node:path';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { Connection } from '../connection/connection.ts';
import type { Money } from '../payment/open-money.ts';
import { nodePrivateFile } from '../identity/edge/node-private-file.ts';
import { scryptPin } from './edge/scrypt-pin.ts';
import { LockOut } from './lock-out.ts';
import { SignIn } from './sign-in.ts';
import { StaffDirectoryKeeper } from './staff-directory.ts';

export interface DoorPorts {
  /** Of the small files. */
  readonly folder: string;
  readonly audit: Pick<AuditLog, 'note'>;
  readonly money: Pick<Money, 'book' | 'staffFloor'>;
  readonly connection: Pick<Connection, 'gateway' | 'identity'>;
  /** Looks for a list of staff on the sticks. */
  readonly bringList: () => Promise<void>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}

/** Between two questions for a newer list of staff, ms. */
const lookMs = 15 * 60_000;

/** The door of the staff screen: the list of staff, kept up to date, and the check of a PIN against it. */
export interface Door {
  readonly signIn: SignIn;
  readonly directory: StaffDirectoryKeeper;
  /** Counts one-time codes that the gateway refused. */
  readonly enrolLockOut: LockOut;
  /** Asks the gateway for a newer list now. */
  look(): Promise<void>;
  /** Goes on asking. */
  start(): void;
}

export async function openDoor(ports: DoorPorts): Promise<Door> {
  const { folder, audit, money, connection, bringList, clock, timers, log } = ports;
  const directory = new StaffDirectoryKeeper({
    file: nodePrivateFile(join(folder, 'staff-directory.json')),
    answerKey: () => connection.identity?.answerKey ?? null,
    provedMs: () => connection.gateway.provedMs(),
    floor: {
      of: (key) => money.staffFloor.of(key),
      raise: (key, version) => money.staffFloor.raise(money.book, key, version),
    },
    clock,
    onTaken: (version) => void audit.note({ kind: 'directory', version }),
    onRefused: (why) => void audit.note({ kind: 'directory_refused', why }),
    log,
  });
  const lockOut = new LockOut(nodePrivateFile(join(folder, 'staff-tries.json')), clock);
  const enrolLockOut = new LockOut(nodePrivateFile(join(folder, 'enrol-tries.json')), clock);
  await Promise.all([directory.open(), lockOut.open(), enrolLockOut.open()]);
  const look = async (): Promise<void> => {
    await directory.checkFloor();
    const answer = await connection.gateway.staffDirectory();
    if (answer.ok) await directory.take(answer.value);
    await directory.noteTime();
  };
  const goOn = (): void => {
    timers.after(lookMs, () => void look().finally(goOn));
  };
  const signIn = new SignIn({ directory, bringList, lockOut, hash: scryptPin, clock });
  return { signIn, directory, enrolLockOut, look, start: goOn };
}
