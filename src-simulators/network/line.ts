import { connect, createServer, type Server, type Socket } from 'node:net';

/** How the line between the kiosk and the gateway is. `down`: refused and cut, as with a pulled cable. */
export type LineMode = 'up' | 'down' | 'slow';

/** Delay of each piece on a slow line, ms. */
const slowMs = 1_500;

/**
 * The network between one kiosk and its gateway: a TCP forwarder on loopback that can be cut or slowed
 * while it runs. It knows nothing of what it carries.
 */
export class Line {
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #mode: LineMode = 'up';

  constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer((near) => {
      this.#carry(near);
    });
  }

  get mode(): LineMode {
    return this.#mode;
  }

  /** Cutting the line also cuts what is under way. */
  set(mode: LineMode): void {
    this.#mode = mode;
    if (mode === 'down') for (const socket of this.#open) socket.destroy();
  }

  /** Listens on loopback; resolves with the port. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        const address = this.#server.address();
        resolve(typeof address === 'object' && address ? address.port : port);
      });
    });
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #carry(near: Socket): void {
    if (this.#mode === 'down') {
      near.destroy();
      return;
    }
    const far = connect(this.#target);
    this.#pass(near, far);
    this.#pass(far, near);
  }

  #pass(from: Socket, to: Socket): void {
    this.#open.add(from);
    from.on('data', (piece) => {
      if (this.#mode === 'slow') setTimeout(() => to.write(piece), slowMs);
      else to.write(piece);
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      this.#open.delete(from);
      to.destroy();
    });
  }
}
