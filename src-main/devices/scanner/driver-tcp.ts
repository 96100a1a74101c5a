import { connect, type Socket } from 'node:net';
import type { ScannerAddress } from './address.ts';
import { reconnectMs, type Scanner, type ScannerPorts } from './driver.ts';
import { ScanDocuments, ScanLines } from './scan-lines.ts';

/** A scanner on a serial-to-network box that sends lines. */
export class TcpScanner implements Scanner {
  readonly #address: Extract<ScannerAddress, { by: 'tcp' }>;
  readonly #ports: ScannerPorts;
  readonly #lines: ScanLines;
  #socket: Socket | null = null;
  #stopped = false;

  constructor(address: Extract<ScannerAddress, { by: 'tcp' }>, ports: ScannerPorts) {
    this.#address = address;
    this.#ports = ports;
    this.#lines = new ScanLines(new ScanDocuments(ports.timers, ports.onScan));
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.destroy();
  }

  #connect(): void {
    const { host, port } = this.#address;
    const socket = connect({ host, port });
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      this.#lines.take(piece);
    });
    socket.on('error', () => undefined); // 'close' follows and tries again
    socket.on('close', () => {
      this.#lines.forget();
      if (!this.#stopped) this.#ports.timers.after(reconnectMs, () => this.#connect());
    });
    this.#socket = socket;
  }
}
