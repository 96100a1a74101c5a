import { createServer, type Server, type Socket } from 'node:net';

/** A line scanner on a TCP port, as a serial-to-network box shows it: one line per document. */
export class ScannerSimulator {
  readonly #server: Server;
  readonly #listeners = new Set<Socket>();

  constructor() {
    this.#server = createServer((socket) => {
      this.#listeners.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#listeners.delete(socket));
    });
  }

  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  /** Somebody puts a document on the scanner. Resolves to how many kiosks saw it. */
  scan(text: string): number {
    for (const socket of this.#listeners) socket.write(`${text}\r\n`);
    return this.#listeners.size;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#listeners) socket.destroy();
  }
}
