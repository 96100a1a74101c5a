import type { Timers } from '../../../src-shared/ports.ts';
import type { ScannerAddress } from './address.ts';
import { SerialScanner } from './driver-serial.ts';
import { TcpScanner } from './driver-tcp.ts';

export interface ScannerPorts {
  readonly timers: Timers;
  /** One document, its lines separated by `\n`; nothing about it has been checked. */
  readonly onScan: (text: string) => void;
  readonly log: (event: string, details: Record<string, string>) => void;
}

/** A scanner that keeps itself connected until it is stopped. */
export interface Scanner {
  stop(): void;
}

/** Opens the scanner of the settings. A scanner that types like a keyboard needs none: the page reads it. */
export function openScanner(address: ScannerAddress, ports: ScannerPorts): Scanner {
  return address.by === 'tcp' ? new TcpScanner(address, ports) : new SerialScanner(address, ports);
}

/** Pause before a lost scanner is looked for again, ms. */
export const reconnectMs = 2_000;
