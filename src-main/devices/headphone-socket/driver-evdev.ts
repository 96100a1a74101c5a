import { createReadStream, type ReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { headphoneDevices, InputEvents } from './input-events.ts';

/** Pause before a device that is not there, or went, is looked for again, ms. */
const lookAgainMs = 5_000;

/**
 * Watches the headphone socket of the computer by its input device (the kiosk's user needs the group `input`). The
 * kernel tells of changes only: a plug that was in before the start is not private until it is put in again.
 */
export class EvdevSocket {
  readonly #onPlug: (plugged: boolean) => void;
  #stream: ReadStream | null = null;
  #stopped = false;

  constructor(onPlug: (plugged: boolean) => void) {
    this.#onPlug = onPlug;
    void this.#open();
  }

  stop(): void {
    this.#stopped = true;
    this.#stream?.destroy();
  }

  async #open(): Promise<void> {
    const listing = await readFile('/proc/bus/input/devices', 'utf8').catch(() => '');
    const [path] = headphoneDevices(listing);
    if (this.#stopped) return;
    if (path === undefined) return this.#again();
    const events = new InputEvents(this.#onPlug);
    const stream = createReadStream(path);
    stream.on('data', (piece) => events.take(Buffer.from(piece)));
    stream.on('error', () => undefined); // 'close' follows
    stream.on('close', () => {
      this.#onPlug(false);
      this.#again();
    });
    this.#stream = stream;
  }

  #again(): void {
    if (!this.#stopped) setTimeout(() => void this.#open(), lookAgainMs);
  }
}
