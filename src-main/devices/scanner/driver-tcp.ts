import { connect, type Socket } from 'node:net';
import { numberFromScan, ScanLines } from './scanner.ts';

/** Pause before a lost scanner is looked for again, ms. */
const reconnectMs = 2_000;

/** A scanner on a serial-to-network port that sends one line per document. Keeps itself connected. */
export class TcpScanner {
  readonly #address: { host: string; port: number };
  readonly #onNumber: (digits: string) => void;
  #socket: Socket | null = null;
  #stopped = false;

  constructor(address: { host: string; port: number }, onNumber: (digits: string) => void) {
    this.#address = address;
    this.#onNumber = onNumber;
    this.#connect();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.destroy();
  }

  #connect(): void {
    const lines = new ScanLines((text) => {
      const digits = numberFromScan(text);
      if (digits) this.#onNumber(digits);
    });
    const socket = connect(this.#address);
    socket.setEncoding('utf8');
    socket.on('data', (piece: string) => {
      lines.take(piece);
    });
    socket.on('error', () => undefined); // 'close' follows and tries again
    socket.on('close', () => {
      if (!this.#stopped) setTimeout(() => this.#connect(), reconnectMs);
    });
    this.#socket = socket;
  }
}
