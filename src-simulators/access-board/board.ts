import { createServer, type Server, type Socket } from 'node:net';

const lightLine = /^light (receipt|card) (on|off)$/;

/**
 * The box with the headphone socket and the guiding lights, on a TCP port as a serial-to-network box shows it: one line
 * of text for everything it tells or is told. It says how the socket is at every connect and at every change.
 */
export class AccessBoardSimulator {
  readonly #server: Server;
  readonly #kiosks = new Set<Socket>();
  #headphones: 'in' | 'out' = 'out';
  readonly #lights = { receipt: false, card: false };

  constructor() {
    this.#server = createServer((socket) => {
      this.#kiosks.add(socket);
      socket.setEncoding('utf8');
      let text = '';
      socket.on('data', (piece: string) => {
        const lines = (text + piece).split('\n');
        text = lines.pop() ?? '';
        for (const line of lines) this.#obey(line);
      });
      socket.on('error', () => undefined);
      socket.on('close', () => this.#kiosks.delete(socket));
      socket.write(`headphones ${this.#headphones}\n`);
    });
  }

  /** What people around the kiosk see. */
  get view(): { headphones: 'in' | 'out'; lights: { receipt: boolean; card: boolean } } {
    return { headphones: this.#headphones, lights: { ...this.#lights } };
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

  /** Somebody puts a plug in or pulls it out. */
  plug(headphones: 'in' | 'out'): void {
    this.#headphones = headphones;
    for (const kiosk of this.#kiosks) kiosk.write(`headphones ${headphones}\n`);
  }

  close(): void {
    this.#server.close();
    for (const kiosk of this.#kiosks) kiosk.destroy();
  }

  #obey(line: string): void {
    const [, place, state] = lightLine.exec(line) ?? [];
    if (place === 'receipt' || place === 'card') this.#lights[place] = state === 'on';
  }
}
