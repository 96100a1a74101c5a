import { join } from 'node:path';
import type { PlaceView } from '../../src-shared/contract/staff-ipc.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { nodePrivateFile } from '../identity/edge/node-private-file.ts';
import { nodeLogFiles } from './log/edge/node-log-files.ts';
import { openBrightness } from './machine/brightness.ts';
import { nodeMachine } from './machine/edge/node-machine.ts';
import { MachineWatch } from './machine/machine-watch.ts';
import { openCarry } from './open-carry.ts';
import type { PlaceHandlers, Places } from './place.ts';
import { dayPlace } from './places/day-place.ts';
import { logPlace } from './places/log-place.ts';
import { MachinePlace } from './places/machine-place.ts';
import { outboxPlace } from './places/outbox-place.ts';
import { paymentsPlace, type PaymentsPlacePorts } from './places/payments-place.ts';
import { printPage } from './places/print-page.ts';
import { statusFacts } from './places/status-facts.ts';
import { statusPlace } from './places/status-place.ts';
import type { StaffDirectoryKeeper } from './staff-directory.ts';
import type { StaffPorts } from './staff-ports.ts';

/** What pages need of the desk that holds them. */
export interface DeskHandles extends Pick<PaymentsPlacePorts, 'second'> {
  readonly show: (place: PlaceView['name']) => void;
  readonly onScreen: () => PlaceView;
  readonly refresh: () => void;
  readonly audit: Pick<AuditLog, 'note'>;
  readonly directory: Pick<StaffDirectoryKeeper, 'take' | 'about' | 'nowMs'>;
}

export interface OpenPlaces {
  readonly places: Places;
  readonly handlers: PlaceHandlers;
  /** What the scanner reads while staff are at the kiosk. */
  readonly scanned: (text: string) => void;
  /** Takes a newer list of staff from the sticks, if there is one for this kiosk. */
  readonly bringStaff: () => Promise<void>;
}

/** Every page with what can be done on it. */
export async function openPlaces(ports: StaffPorts, desk: DeskHandles): Promise<OpenPlaces> {
  const { show, second, refresh, onScreen } = desk;
  const { printer, watch, money, connection } = ports;
  const computer = new MachineWatch(nodeMachine(ports.dataFolder));
  const status = statusPlace({
    facts: () => statusFacts(ports, desk.directory, computer.current()),
    look: async () => {
      await Promise.all([printer.look(), watch.look(), computer.look()]);
    },
    time: ports.time,
    refresh,
  });
  const { payments, payment, handlers } = paymentsPlace({
    ...ports,
    ...money,
    clock: ports.time,
    place: () => ports.status(),
    kioskCode: () => connection.identity?.kioskCode ?? null,
    showPayment: () => show('payment'),
    second,
  });
  const outbox = outboxPlace({ ...money, timers: ports.timers });
  const day = dayPlace({ days: money.days, paper: ports.paper, refresh });
  const carry = await openCarry(ports, desk);
  const print = printPage({
    onScreen,
    paper: ports.paper,
    kioskCode: () => ports.status().kioskCode,
    clock: ports.time,
  });
  const log = logPlace({ files: nodeLogFiles(join(ports.dataFolder, 'logs')), refresh });
  const brightness = await openBrightness(
    nodePrivateFile(join(ports.dataFolder, 'staff', 'brightness.json')),
    ports.controls.setBrightness,
  );
  const machine = new MachinePlace({
    ...{ ...ports, brightness },
    clock: ports.time,
    terminal: () => money.terminal(),
    kioskCode: () => ports.status().kioskCode,
  });
  return {
    places: {
      status: status.place,
      payments,
      payment,
      outbox: outbox.place,
      day: day.place,
      machine,
      carry: carry.place,
      log: log.place,
    },
    handlers: {
      ...{ ...print, ...status.handlers, ...handlers, ...outbox.handlers, ...day.handlers },
      ...{ ...machine.handlers, ...carry.place.handlers, ...log.handlers },
    },
    scanned: (text) => machine.scanned(text),
    bringStaff: carry.bringStaff,
  };
}
