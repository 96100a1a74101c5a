import type { TerminalAddress } from './address.ts';
import type { TerminalDriver } from './driver.ts';
import { tcpLink } from './edge/tcp-link.ts';
import { NexoTerminal } from './nexo-terminal.ts';
import type { TerminalPorts } from './ports.ts';

export type TerminalSettings = Omit<TerminalPorts, 'link' | 'poiId'> & { readonly address: TerminalAddress };

/** The terminal at an address. Nothing is sent before `start`. */
export function createTerminal({ address, ...ports }: TerminalSettings): TerminalDriver {
  return new NexoTerminal({ ...ports, link: tcpLink(address), poiId: address.poiId });
}
