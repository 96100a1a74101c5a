import { join } from 'node:path';
import type { PlaceView } from '../../src-shared/contract/staff-ipc.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { nodePrivateFile } from '../identity/edge/node-private-file.ts';
import { releaseKeys } from '../program/edge/release-keys.ts';
import { ProgramDesk } from '../program/program-desk.ts';
import { nodeFeedFs } from '../sync/edge/node-feed-fs.ts';
import { BundleDesk } from './carry/bundle-desk.ts';
import { nodeStickFiles } from './carry/edge/node-stick-files.ts';
import { nodeSticks } from './carry/edge/node-sticks.ts';
import { evidencePlaces } from './carry/evidence.ts';
import { StickMemory } from './carry/stick-memory.ts';
import { nodeLogFiles } from './log/edge/node-log-files.ts';
import { openBrightness } from './machine/brightness.ts';
import { nodeMachine } from './machine/edge/node-machine.ts';
import { MachineWatch } from './machine/machine-watch.ts';
import type { PlaceHandlers, Places } from './place.ts';
import { CarryPlace } from './places/carry-place.ts';
import { dayPlace } from './places/day-place.ts';
import { logPlace } from './places/log-place.ts';
import { MachinePlace, restartAfterMs } from './places/machine-place.ts';
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
  readonly directory: Pick<StaffDirectoryKeeper, 'take'>;
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
    facts: () => statusFacts(ports, computer.current()),
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
  const sticks = nodeSticks(ports.sticks.folder, ports.sticks.anyFolder);
  const bundles = await openBundles(ports, desk);
  const carry = new CarryPlace({
    ...ports,
    clock: ports.time,
    sticks,
    bundles,
    programs: openPrograms(ports, desk),
    restart: () => ports.timers.after(restartAfterMs, () => ports.controls.restart()),
    coming: () => ports.feed.resources().find(({ name }) => name === 'feed')?.coming ?? null,
    fs: nodeFeedFs,
    places: evidencePlaces(ports.dataFolder),
    days: () => money.book.closedDays(),
    who: () => connection.identity,
    note: (event) => desk.audit.note(event),
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
      carry,
      log: log.place,
    },
    handlers: {
      ...{ ...print, ...status.handlers, ...handlers, ...outbox.handlers, ...day.handlers },
      ...{ ...machine.handlers, ...carry.handlers, ...log.handlers },
    },
    scanned: (text) => machine.scanned(text),
    bringStaff: async () => {
      for (const { folder } of await sticks.list()) await bundles.bringStaff(folder);
    },
  };
}

function openPrograms(ports: StaffPorts, { audit }: DeskHandles): ProgramDesk {
  return new ProgramDesk({
    ...ports,
    files: nodeStickFiles,
    fs: nodeFeedFs,
    isReleased: releaseKeys(ports.releaseKeys),
    platform: `${process.platform}-${process.arch}`,
    stage: join(ports.dataFolder, 'program'),
    install: ports.controls.install,
    book: ports.money.book,
    note: (event) => audit.note(event),
  });
}

async function openBundles(ports: StaffPorts, { audit, directory }: DeskHandles): Promise<BundleDesk> {
  const { money, feed, connection } = ports;
  const memory = new StickMemory(nodePrivateFile(join(ports.dataFolder, 'staff', 'stick-memory.json')));
  await memory.open();
  return new BundleDesk({
    ...ports,
    files: nodeStickFiles,
    fs: nodeFeedFs,
    memory,
    who: () => connection.identity,
    carried: connection.carried,
    takeStaff: (content) => directory.take(content),
    takeFeed: (source) => feed.takeFrom(source),
    sendAll: async () => {
      await Promise.all([money.payments.askAll(), money.days.deliverNow()]);
    },
    // Closed days are handed in one after the other; a stick takes all of them at once.
    sayAll: async () => {
      const days = money.days.waiting.map((day) => connection.gateway.dayReport(day));
      await Promise.all([money.payments.askAll(), ...days]);
    },
    note: (event) => audit.note(event),
  });
}
