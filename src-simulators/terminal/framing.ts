import { maxNexoBytes } from '../../src-shared/contract/nexo.ts';

/** Bytes of the length in front of a message. */
export const headBytes = 4;

/** One message as it goes over the line: its length, big-endian, then its bytes. */
export function frameOf(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  const frame = Buffer.allocUnsafe(headBytes + body.length);
  frame.writeUInt32BE(body.length);
  body.copy(frame, headBytes);
  return frame;
}

/** Takes bytes as they arrive and gives out whole messages. */
export class FrameReader {
  #bytes: Buffer = Buffer.alloc(0);
  #lost = false;

  /**
   * The messages that are complete now. `lost`: a length was 0 or too long, so nobody knows where the next message
   * begins; nothing is read any more.
   */
  read(piece: Buffer): { readonly messages: readonly string[]; readonly lost: boolean } {
    const messages: string[] = [];
    if (this.#lost) return { messages, lost: true };
    this.#bytes = this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    while (this.#bytes.length >= headBytes) {
      const length = this.#bytes.readUInt32BE();
      if (length === 0 || length > maxNexoBytes) {
        this.#lost = true;
        this.#bytes = Buffer.alloc(0);
        break;
      }
      if (this.#bytes.length < headBytes + length) break;
      messages.push(this.#bytes.toString('utf8', headBytes, headBytes + length));
      this.#bytes = this.#bytes.subarray(headBytes + length);
    }
    return { messages, lost: this.#lost };
  }
}
