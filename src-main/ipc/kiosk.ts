import { kioskIntents, type KioskIntent, type KioskVerb } from '../../src-shared/contract/kiosk-ipc.ts';
import { openChannels, type ChannelPorts } from './channels.ts';

export interface KioskIpcPorts extends Pick<ChannelPorts<KioskVerb>, 'clock' | 'log'> {
  /** Is this the page visitors see, or the one about to replace it? */
  readonly isKioskPage: (contentsId: number) => boolean;
  readonly handle: <V extends KioskVerb>(verb: V, intent: KioskIntent<V>, contentsId: number) => boolean;
}

/** The channels of the visitors' page. */
export function openKioskIpc({ isKioskPage, handle, clock, log }: KioskIpcPorts): void {
  openChannels<KioskVerb>({
    name: 'kiosk',
    schemas: kioskIntents,
    clock,
    isPage: isKioskPage,
    handle: (verb, argument, contentsId) => handle(verb, argument as KioskIntent<typeof verb>, contentsId),
    log,
  });
}
