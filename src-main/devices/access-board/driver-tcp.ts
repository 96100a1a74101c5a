import { connect, type Socket } from 'node:net';
import { BoardLines, lightLine, lightPlaces, type LightPlace } from './lines.ts';

/** Pause before a lost board is looked for again, ms. */
const reconnectMs = 2_000;

/** The board on a serial-to-network port. Keeps itself connected; without it there are no headphones and no lights. */
export class TcpAccessBoard {
  readonly #address: { host: string; port: number };
  readonly #onPlug: (plugged: boolean) => void;
  readonly #lit = new Map<LightPlace, boolean>();
  #socket: Socket | null = null;
  #stopped = false;

  constructor(address: { host: string; port: number }, onPlug: (plugged: boolean) => void) {
    this.#address = address;
    this.#onPlug = onPlug;
    this.#connect();
  }

  /** Switches a light; a board that comes back is told how its lights should be. */
  light(place: LightPlace, on: boolean): void {
    if ((this.#lit.get(place) ?? false) === on) return;
    this.#lit.set(place, on);
    if (this.#socket?.readyState === 'open') this.#socket.write(lightLine(place, on));
  }

  stop(): void {
    this.#stopped = true;
    this.#socket?.destroy();
  }

  #connect(): void {
    const lines = new BoardLines(this.#onPlug);
    const socket = connect(this.#address);
    socket.setEncoding('utf8');
    socket.on('connect', () => {
      for (const place of lightPlaces) socket.write(lightLine(place, this.#lit.get(place) ?? false));
    });
    socket.on('data', (piece: string) => {
      lines.take(piece);
    });
    socket.on('error', () => undefined); // 'close' follows and tries again
    socket.on('close', () => {
      this.#onPlug(false);
      if (!this.#stopped) setTimeout(() => this.#connect(), reconnectMs);
    });
    this.#socket = socket;
  }
}
