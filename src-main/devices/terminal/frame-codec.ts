import { maxNexoBytes } from '../../../src-shared/contract/nexo.ts';

/** Bytes of the length in front of a message. */
const headBytes = 4;

/** One message as it goes over the line. */
export function encodeFrame(text: string): Uint8Array {
  const body = new TextEncoder().encode(text);
  const frame = new Uint8Array(headBytes + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, headBytes);
  return frame;
}

/** Puts frames together from pieces, however they were cut. Holds at most one message of the longest length. */
export class FrameReader {
  readonly #head = new Uint8Array(headBytes);
  #headFilled = 0;
  /** Null while the length is not known yet. */
  #body: Uint8Array | null = null;
  #bodyFilled = 0;
  #broken = false;

  /**
   * The messages that are complete with this piece; a body that is no UTF-8 is null. `broken` once a length was out of
   * range: where the next message begins is then unknown for ever, and everything after it is dropped.
   */
  take(piece: Uint8Array): { messages: (string | null)[]; broken: boolean } {
    const messages: (string | null)[] = [];
    let rest = piece;
    while (rest.length > 0 && !this.#broken) {
      rest = this.#body ? this.#takeBody(this.#body, rest) : this.#takeHead(rest);
      if (this.#body && this.#bodyFilled === this.#body.length) {
        messages.push(decode(this.#body));
        this.#body = null;
        this.#headFilled = 0;
      }
    }
    return { messages, broken: this.#broken };
  }

  #takeHead(piece: Uint8Array): Uint8Array {
    const used = Math.min(headBytes - this.#headFilled, piece.length);
    this.#head.set(piece.subarray(0, used), this.#headFilled);
    this.#headFilled += used;
    if (this.#headFilled === headBytes) {
      const length = new DataView(this.#head.buffer).getUint32(0);
      if (length === 0 || length > maxNexoBytes) this.#broken = true;
      else this.#body = new Uint8Array(length);
      this.#bodyFilled = 0;
    }
    return piece.subarray(used);
  }

  #takeBody(body: Uint8Array, piece: Uint8Array): Uint8Array {
    const used = Math.min(body.length - this.#bodyFilled, piece.length);
    body.set(piece.subarray(0, used), this.#bodyFilled);
    this.#bodyFilled += used;
    return piece.subarray(used);
  }
}

function decode(body: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    return null;
  }
}
