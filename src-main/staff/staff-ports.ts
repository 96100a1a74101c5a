import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { Connection } from '../connection/connection.ts';
import type { PrinterWatch } from '../devices/printer/printer-watch.ts';
import type { StaffPaper } from '../paper/create-paper.ts';
import type { Money } from '../payment/open-money.ts';
import type { KioskTime } from '../platform/kiosk-time.ts';
import type { KioskStatus } from '../session/ports.ts';
import type { Loudness } from '../speech/loudness.ts';
import type { StartReason } from '../status/last-start.ts';
import type { ServiceSwitch } from '../status/service-switch.ts';
import type { StatusWatch } from '../status/status-watch.ts';
import type { Feed } from '../sync/open-feed.ts';
import type { MachineControls } from './places/machine-place.ts';
import type { StaffWindow } from './staff-desk.ts';

/** The rest of the kiosk as its staff side sees it. */
export interface StaffPorts {
  readonly dataFolder: string;
  readonly version: string;
  /** Where sticks appear; in a demo any folder there plays one. Null: nowhere. */
  readonly sticks: { readonly folder: string | null; readonly anyFolder: boolean };
  /** Folder of the keys whose programs may be put in. Null: none. */
  readonly releaseKeys: string | null;
  readonly window: StaffWindow & { isStaffPage(contentsId: number): boolean };
  readonly visitors: { readonly confirming: boolean; pause(): void; resume(): void };
  readonly status: () => KioskStatus;
  readonly money: Money;
  readonly watch: StatusWatch;
  readonly printer: PrinterWatch;
  readonly feed: Feed;
  readonly service: ServiceSwitch;
  readonly loudness: Loudness;
  readonly controls: MachineControls;
  /** Why this run began. */
  readonly startReason: StartReason;
  /** There is a scanner with an address of its own. */
  readonly hasScanner: boolean;
  /** Something visitors or staff see has changed. */
  readonly onChange: () => void;
  readonly connection: Connection;
  readonly paper: StaffPaper;
  readonly time: KioskTime;
  readonly clock: Clock;
  readonly rng: Rng;
  readonly timers: Timers;
  readonly log: Log;
}
