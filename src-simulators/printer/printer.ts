import { createServer, type Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { CommandReader, type PrinterCommand } from './command-reader.ts';
import { Strip, type PrintedJob } from './printed-job.ts';
import { RealTimeReader, type RealTimeCommand } from './real-time-reader.ts';
import { movesPaper, statusByte, type PrinterState } from './states.ts';

export interface PrinterSimulatorOptions {
  /** How long one picture command takes in the state `slow`, ms. */
  readonly slowMs?: number;
}

/** What the Epson answers to DLE DC4 8. */
const cleared = Buffer.from([0x37, 0x25, 0x00]);
/** How often a printer that is slow or stuck looks whether that has changed, ms. */
const lookMs = 20;

/** A receipt printer on a TCP port or another cable: takes ESC/POS, answers status, keeps what it printed as pictures. */
export class PrinterSimulator {
  readonly #slowMs: number;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  readonly #strip = new Strip();
  #jobs: PrintedJob[] = [];
  #made = 0;
  #state: PrinterState = 'ready';
  #port = 0;
  /** Rises when what is still to print is forgotten. */
  #generation = 0;

  constructor({ slowMs = 10_000 }: PrinterSimulatorOptions = {}) {
    this.#slowMs = slowMs;
    this.#server = createServer({ noDelay: true }, (socket) => {
      this.#serve(socket);
    });
  }

  /** Resolves to the port; 0 takes a free one. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        const address = this.#server.address();
        this.#port = typeof address === 'object' && address ? address.port : port;
        resolve(this.#port);
      });
    });
  }

  /** Plugs in a cable that is no TCP. Pulling it out is the matter of who holds its other end. */
  plug(cable: Duplex): void {
    this.#serve(cable);
  }

  get state(): PrinterState {
    return this.#state;
  }

  /** Resolves when the new state holds; only `offline` and back takes a moment. */
  async set(state: PrinterState): Promise<void> {
    const before = this.#state;
    this.#state = state;
    if (state === 'offline' && before !== 'offline') await this.close();
    if (state !== 'offline' && before === 'offline' && this.#port !== 0) await this.listen(this.#port);
  }

  /** Everything that came out, oldest first. */
  jobs(): readonly PrintedJob[] {
    return this.#jobs;
  }

  latest(): PrintedJob | undefined {
    return this.#jobs.at(-1);
  }

  /** Empties the tray. */
  clear(): void {
    this.#jobs = [];
  }

  /** Hangs up on everybody and stops listening. */
  close(): Promise<void> {
    this.#generation += 1;
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve();
      });
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #serve(socket: Duplex): void {
    this.#sockets.add(socket);
    const realTime = new RealTimeReader();
    const reader = new CommandReader();
    let work: Promise<void> = Promise.resolve();
    socket.on('error', () => undefined); // always followed by `close`
    socket.on('close', () => {
      this.#sockets.delete(socket);
    });
    socket.on('data', (bytes: Buffer) => {
      for (const command of realTime.read(bytes)) this.#obey(socket, command);
      const generation = this.#generation;
      for (const command of reader.read(bytes)) work = work.then(() => this.#work(socket, command, generation));
    });
  }

  #obey(socket: Duplex, command: RealTimeCommand): void {
    if (command.do === 'status') {
      socket.write(Buffer.of(statusByte(this.#state, command.n)));
      return;
    }
    this.#generation += 1;
    this.#cut(false);
    socket.write(cleared);
  }

  async #work(socket: Duplex, command: PrinterCommand, generation: number): Promise<void> {
    const forgotten = (): boolean => generation !== this.#generation;
    const slowUntil = performance.now() + (command.do === 'picture' ? this.#slowMs : 0);
    const waiting = (): boolean =>
      !movesPaper(this.#state) || (this.#state === 'slow' && performance.now() < slowUntil);
    while (waiting() && !forgotten()) await new Promise((resolve) => setTimeout(resolve, lookMs));
    if (forgotten()) return;
    switch (command.do) {
      case 'picture':
        this.#burn(command);
        return;
      case 'cut':
        this.#cut(true);
        return;
      case 'say_when_done':
        socket.write(Buffer.of(0));
    }
  }

  #burn({ rowBytes, rows, dots }: Extract<PrinterCommand, { do: 'picture' }>): void {
    const midway = this.#state === 'out_of_paper_midway';
    this.#strip.add(rowBytes, midway ? dots.subarray(0, rowBytes * Math.ceil(rows / 2)) : dots);
    if (midway) this.#state = 'out_of_paper';
  }

  #cut(complete: boolean): void {
    if (this.#strip.empty) return;
    this.#made += 1;
    this.#jobs.push(this.#strip.tear(`print-${this.#made}`, new Date().toISOString(), complete));
  }
}
