import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import type { z } from 'zod';
import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { Clock } from '../../src-shared/ports.ts';
import { originOf } from '../platform/edge/lockdown.ts';
import { passGate } from './gate.ts';
import { RateLimit } from './rate-limit.ts';

/** Intents a second that a pair of hands cannot exceed; bursts of one page start. */
const perSecond = 40;
const burst = 80;

export interface ChannelPorts<Verb extends string> {
  /** Host of the page's address, and what its channels begin with. */
  readonly name: 'kiosk' | 'staff';
  readonly schemas: Readonly<Record<Verb, z.ZodType>>;
  readonly clock: Clock;
  /** Is this a page the contract belongs to? */
  readonly isPage: (contentsId: number) => boolean;
  /** The argument has been parsed with the schema of this very verb. False: not now. */
  readonly handle: (verb: Verb, argument: unknown, contentsId: number) => boolean;
  readonly log: Log;
}

/** Opens a page's channels: one per verb, all through one gate. */
export function openChannels<Verb extends string>(ports: ChannelPorts<Verb>): void {
  const limit = new RateLimit(perSecond, burst, ports.clock.monotonicMs());
  const rules = {
    schemas: ports.schemas,
    knows: (event: IpcMainInvokeEvent) => isMainFrameOf(ports.name, event) && ports.isPage(event.sender.id),
    limit,
    nowMs: () => ports.clock.monotonicMs(),
    handle: (verb: Verb, argument: unknown, event: IpcMainInvokeEvent) => ports.handle(verb, argument, event.sender.id),
    log: ports.log,
  };
  for (const verb of Object.keys(ports.schemas)) {
    ipcMain.handle(`${ports.name}:${verb}`, (sender: IpcMainInvokeEvent, argument: unknown) =>
      passGate(rules, { verb, sender, argument }),
    );
  }
}

/** A sub-frame or another origin in our own window is a stranger (row 30). */
function isMainFrameOf(name: string, event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && originOf(frame.url) === `app://${name}`;
}
