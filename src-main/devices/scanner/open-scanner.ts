import type { ScannerAddress } from './address.ts';
import type { Scanner, ScannerPorts } from './driver.ts';
import { SerialScanner } from './driver-serial.ts';
import { TcpScanner } from './driver-tcp.ts';

/** Opens the scanner of the settings. A scanner that types like a keyboard needs none: the page reads it. */
export function openScanner(address: ScannerAddress, ports: ScannerPorts): Scanner {
  return address.by === 'tcp' ? new TcpScanner(address, ports) : new SerialScanner(address, ports);
}
