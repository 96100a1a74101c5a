import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import { kioskIntents, type KioskIntent, type KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { originOf } from '../platform/edge/lockdown.ts';
import { passGate } from './gate.ts';
import { RateLimit } from './rate-limit.ts';

/** Intents a second that a pair of hands cannot exceed; bursts of one page start. */
const perSecond = 40;
const burst = 80;

export interface KioskIpcPorts {
  readonly clock: Clock;
  /** Is this the page visitors see, or the one about to replace it? */
  readonly isKioskPage: (contentsId: number) => boolean;
  readonly handle: <V extends KioskVerb>(verb: V, intent: KioskIntent<V>, contentsId: number) => boolean;
  readonly log: Log;
}

/** Opens the kiosk window's channels: one per verb, all through one gate. */
export function openKioskIpc(ports: KioskIpcPorts): void {
  const limit = new RateLimit(perSecond, burst, ports.clock.monotonicMs());
  for (const verb of Object.keys(kioskIntents)) {
    ipcMain.handle(`kiosk:${verb}`, (sender: IpcMainInvokeEvent, argument: unknown) =>
      passGate(
        {
          schemas: kioskIntents,
          knows: (event: IpcMainInvokeEvent) => isOwnMainFrame(event) && ports.isKioskPage(event.sender.id),
          limit,
          nowMs: () => ports.clock.monotonicMs(),
          // The gate has parsed the argument with the schema of this very verb.
          handle: (known, intent, event) => ports.handle(known, intent as KioskIntent<typeof known>, event.sender.id),
          log: ports.log,
        },
        { verb, sender, argument },
      ),
    );
  }
}

/** A sub-frame or another origin in our own window is a stranger (row 30). */
function isOwnMainFrame(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && originOf(frame.url) === 'app://kiosk';
}
