import { connect, createServer, type Server, type Socket } from 'node:net';

/** How a line breaks: with a goodbye (FIN), or with a reset. */
export type Break = 'close' | 'reset';

/** What may happen to one HTTP exchange on the line. Byte counts are from the beginning of request or answer. */
export type LineFault =
  | { readonly kind: 'cut_request'; readonly after: number; readonly how: Break }
  /** The whole request has arrived by then. */
  | { readonly kind: 'cut_answer'; readonly after: number; readonly how: Break }
  /** Taken and never passed on, never answered, never closed. */
  | { readonly kind: 'half_open' }
  /** Passed on; nothing of the answer comes back and the line stays. */
  | { readonly kind: 'swallow_answer' }
  /** For this long whatever is sent on any connection disappears. */
  | { readonly kind: 'black_hole'; readonly ms: number }
  /** The answer comes late and in pieces: a delay before each piece. */
  | { readonly kind: 'slow'; readonly pieceBytes: number; readonly pauseMs: number }
  /** Somebody on the way answers; the request does not arrive. */
  | { readonly kind: 'answer'; readonly bytes: string }
  /** The request arrives, and somebody on the way puts their words in place of the answer. */
  | { readonly kind: 'answer_instead'; readonly bytes: string }
  /** Another server on this machine takes the request. */
  | { readonly kind: 'detour'; readonly port: number };

/** Which exchanges a fault is for: `line` is the first line of the request, such as `GET /v1/status HTTP/1.1`. */
export interface ArmedFault {
  readonly fault: LineFault;
  readonly matches: (line: string) => boolean;
  /** How many exchanges it is for. */
  readonly times: number;
  /** It ends this long after the first of them, whatever is left; ms. */
  readonly lastsMs?: number;
}

/** One exchange that began, for counting what a client does under a fault. */
export interface SeenRequest {
  readonly line: string;
  /** Monotonic, ms. */
  readonly at: number;
}

/**
 * The network between a client and a server on loopback, with faults for chosen exchanges. It knows of HTTP only where
 * a request begins: with the first bytes after an answer, because clients do not send ahead.
 */
export class TcpProxy {
  readonly requests: SeenRequest[] = [];
  /** Exchanges that met a fault. A cut beyond the end of what was sent is none. */
  injected = 0;
  readonly #target: number;
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #armed: (ArmedFault & { left: number; endsAt: number | null }) | null = null;
  #blackUntil = 0;

  /** @param target port of the server, on loopback */
  constructor(target: number) {
    this.#target = target;
    this.#server = createServer({ noDelay: true }, (near) => {
      this.#carry(near);
    });
  }

  /** Listens on a free port of loopback. */
  listen(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(0, '127.0.0.1', () => {
        const address = this.#server.address();
        if (address === null || typeof address === 'string') reject(new Error('the proxy listens on no port'));
        else resolve(address.port);
      });
    });
  }

  /** From now on; takes the place of the fault before it. */
  arm(armed: ArmedFault): void {
    this.#armed = { ...armed, left: armed.times, endsAt: null };
  }

  /** The line is well again, for exchanges that begin from now on. */
  heal(): void {
    this.#armed = null;
    this.#blackUntil = 0;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #carry(near: Socket): void {
    this.#open.add(near);
    let exchange: Exchange | null = null;
    near.on('data', (piece) => {
      if (this.#isBlack()) return;
      if (exchange === null || exchange.answered > 0) exchange = this.#begin(near, piece, exchange);
      exchange.request(piece);
    });
    near.on('error', () => near.destroy());
    near.on('close', () => {
      this.#open.delete(near);
      exchange?.far.destroy();
    });
  }

  #begin(near: Socket, piece: Buffer, before: Exchange | null): Exchange {
    const line = piece.toString('latin1').split('\r\n', 1)[0] ?? '';
    this.requests.push({ line, at: performance.now() });
    const fault = this.#take(line);
    if (fault?.kind === 'black_hole') this.#blackUntil = performance.now() + fault.ms;
    const sides = { near, fault, isBlack: () => this.#isBlack(), onFault: () => void (this.injected += 1) };
    // A kept connection goes on to the same server, unless this exchange is somebody else's.
    if (fault?.kind === 'detour') return new Exchange({ ...sides, far: this.#connect(near, fault.port) });
    return new Exchange({ ...sides, far: before?.far ?? this.#connect(near, this.#target) });
  }

  #connect(near: Socket, port: number): Socket {
    const far = connect({ host: '127.0.0.1', port, noDelay: true });
    far.on('error', () => near.destroy());
    // In a black hole the goodbye disappears too.
    far.on('close', () => {
      if (!this.#isBlack()) near.destroySoon();
    });
    return far;
  }

  #take(line: string): LineFault | null {
    const armed = this.#armed;
    if (armed === null || armed.left === 0 || !armed.matches(line)) return null;
    const now = performance.now();
    armed.endsAt ??= now + (armed.lastsMs ?? Number.POSITIVE_INFINITY);
    if (now > armed.endsAt) return null;
    armed.left -= 1;
    return armed.fault;
  }

  #isBlack(): boolean {
    return performance.now() < this.#blackUntil;
  }
}

interface Sides {
  readonly near: Socket;
  readonly far: Socket;
  readonly fault: LineFault | null;
  readonly isBlack: () => boolean;
  readonly onFault: () => void;
}

/** One request and its answer. */
class Exchange {
  /** Bytes of the answer that came from the server. */
  answered = 0;
  readonly far: Socket;
  readonly #sides: Sides;
  #sent = 0;
  #met = false;
  /** What goes to the client on a slow line, in order. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(sides: Sides) {
    this.#sides = sides;
    this.far = sides.far;
    this.far.removeAllListeners('data');
    this.far.on('data', (piece: Buffer) => {
      if (!sides.isBlack()) this.#answer(piece);
    });
  }

  request(piece: Buffer): void {
    const { fault, far, near } = this.#sides;
    const from = this.#sent;
    this.#sent += piece.length;
    switch (fault?.kind) {
      case 'half_open':
      case 'black_hole':
        return this.#meet();
      case 'answer':
        this.#meet();
        near.end(fault.bytes, 'latin1');
        return;
      case 'cut_request':
        if (this.#sent <= fault.after) break;
        this.#meet();
        far.write(piece.subarray(0, Math.max(0, fault.after - from)), () => this.#break(fault.how));
        return;
      default:
    }
    far.write(piece);
  }

  #answer(piece: Buffer): void {
    const { fault, near } = this.#sides;
    const from = this.answered;
    this.answered += piece.length;
    switch (fault?.kind) {
      case 'swallow_answer':
        // The goodbye after the answer does not come back either.
        this.far.removeAllListeners('close');
        return this.#meet();
      case 'answer_instead':
        if (this.#met) return;
        this.#meet();
        near.end(fault.bytes, 'latin1');
        return;
      case 'cut_answer':
        if (this.answered <= fault.after) break;
        this.#meet();
        near.write(piece.subarray(0, Math.max(0, fault.after - from)), () => this.#break(fault.how));
        return;
      case 'slow':
        this.#meet();
        return this.#trickle(piece, fault.pieceBytes, fault.pauseMs);
      case 'detour':
        this.#meet();
        break;
      default:
    }
    near.write(piece);
  }

  #meet(): void {
    if (!this.#met) this.#sides.onFault();
    this.#met = true;
  }

  #break(how: Break): void {
    const { near, far } = this.#sides;
    if (how === 'reset') near.resetAndDestroy();
    else near.end();
    if (how === 'reset') far.resetAndDestroy();
    else far.end();
    // A client that goes on talking to a closed line is not heard.
    near.removeAllListeners('data');
    far.removeAllListeners('data');
    near.resume();
    far.resume();
  }

  #trickle(piece: Buffer, pieceBytes: number, pauseMs: number): void {
    const { near } = this.#sides;
    for (let at = 0; at < piece.length; at += pieceBytes) {
      const part = piece.subarray(at, at + pieceBytes);
      this.#queue = this.#queue.then(async () => {
        if (pauseMs > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
        if (near.writable) await new Promise((resolve) => near.write(part, resolve));
      });
    }
  }
}
