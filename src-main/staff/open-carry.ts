import { join } from 'node:path';
import { nodePrivateFile } from '../identity/edge/node-private-file.ts';
import { nodeFeedFs } from '../sync/edge/node-feed-fs.ts';
import { BundleDesk } from './carry/bundle-desk.ts';
import { nodeStickFiles } from './carry/edge/node-stick-files.ts';
import { nodeSticks } from './carry/edge/node-sticks.ts';
import { evidencePlaces } from './carry/evidence.ts';
import { StickMemory } from './carry/stick-memory.ts';
import type { DeskHandles } from './open-places.ts';
import { CarryPlace } from './places/carry-place.ts';
import { restartSoon } from './places/machine-place.ts';
import { releaseKeys } from './program/edge/release-keys.ts';
import { ProgramDesk } from './program/program-desk.ts';
import type { StaffPorts } from './staff-ports.ts';

export interface Carry {
  readonly place: CarryPlace;
  /** Takes a newer list of staff from the sticks, if there is one for this kiosk. */
  readonly bringStaff: () => Promise<void>;
}

/** The page for sticks, with the bundles and the programs that come on them. */
export async function openCarry(ports: StaffPorts, desk: DeskHandles): Promise<Carry> {
  const { money, connection } = ports;
  const sticks = nodeSticks(ports.sticks.folder, ports.sticks.anyFolder);
  const bundles = await openBundles(ports, desk);
  const place = new CarryPlace({
    ...ports,
    clock: ports.time,
    sticks,
    bundles,
    programs: openPrograms(ports, desk),
    restart: () => restartSoon(ports),
    coming: () => ports.feed.resources().find(({ name }) => name === 'feed')?.coming ?? null,
    fs: nodeFeedFs,
    places: evidencePlaces(ports.dataFolder),
    days: () => money.book.closedDays(),
    who: () => connection.identity,
    note: (event) => desk.audit.note(event),
    software: ports.version,
    onChange: desk.refresh,
  });
  return {
    place,
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
