import { staffIntents, type StaffIntent } from '../../src-shared/contract/staff-ipc.ts';
import type { StaffVerb } from '../../src-shared/contract/staff-verbs.ts';
import { openChannels, type ChannelPorts } from './channels.ts';

export interface StaffIpcPorts extends Pick<ChannelPorts<StaffVerb>, 'clock' | 'log'> {
  readonly isStaffPage: (contentsId: number) => boolean;
  readonly handle: <V extends StaffVerb>(verb: V, intent: StaffIntent<V>) => boolean;
}

/** The channels of the staff page. */
export function openStaffIpc({ isStaffPage, handle, clock, log }: StaffIpcPorts): void {
  openChannels<StaffVerb>({
    name: 'staff',
    schemas: staffIntents,
    clock,
    isPage: isStaffPage,
    handle: (verb, argument) => handle(verb, argument as StaffIntent<typeof verb>),
    log,
  });
}
