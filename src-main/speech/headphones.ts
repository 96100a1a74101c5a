import type { AudioRoute } from '../../src-shared/speech/spoken.ts';
import type { AudioRouteSource } from './ports.ts';

/** What can tell whether headphones are in: the keypad's own socket, the access board's, the computer's. */
export type Socket = 'keypad' | 'board' | 'computer';

/**
 * The route of sound, from what the sockets say. Private only while a socket has said "in" and not yet "out": a socket
 * that has not been heard of, or was lost, holds no headphones.
 */
export class Headphones implements AudioRouteSource {
  readonly #plugged = new Set<Socket>();
  readonly #hasSound: boolean;
  readonly #onChange: (route: AudioRoute, before: AudioRoute) => void;

  constructor(ports: { hasSound: boolean; onChange: (route: AudioRoute, before: AudioRoute) => void }) {
    this.#hasSound = ports.hasSound;
    this.#onChange = ports.onChange;
  }

  current(): AudioRoute {
    if (!this.#hasSound) return 'none';
    return this.#plugged.size > 0 ? 'private' : 'open';
  }

  /** A socket has told of a plug. */
  tell(socket: Socket, plugged: boolean): void {
    const before = this.current();
    if (plugged) this.#plugged.add(socket);
    else this.#plugged.delete(socket);
    const now = this.current();
    if (now !== before) this.#onChange(now, before);
  }
}
