/** The bytes are not what they should be: cut, or a number nobody would write. */
export class BytesError extends Error {
  override readonly name = 'BytesError';
}

/** Reads what {@link ByteWriter} wrote. Every method throws {@link BytesError} rather than read beyond the end. */
export class ByteReader {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new BytesError('the bytes end too early');
    this.#at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let read = 0; read < 8; read += 1) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (!Number.isSafeInteger(value)) break;
        return value;
      }
      scale *= 128;
    }
    throw new BytesError('a number is too large');
  }

  skip(length: number): void {
    if (length > this.left) throw new BytesError('the bytes end too early');
    this.#at += length;
  }

  /** A view, not a copy. */
  bytes(length: number): Uint8Array<ArrayBuffer> {
    if (length > this.left) throw new BytesError('the bytes end too early');
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    return value;
  }

  text(): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(this.varint()));
    } catch (error) {
      throw error instanceof BytesError ? error : new BytesError('a text is not UTF-8');
    }
  }
}
