import { fromBase64Url } from '../../src-shared/encoding/base64.ts';

/** Length of the tag that sealing adds, bytes. */
export const tagBytes = 16;
const nonceBytes = 12;

/** Numbers that say which piece of a copy this is; a piece opens as nothing else. Each below 2³². */
export type PieceName = readonly number[];

/**
 * Seals the pieces of one generation: AES-256-GCM under a key that main made for it. The key cannot be read out of this
 * object, and nothing writes it anywhere: without main, what is on the disk is noise.
 */
export class Sealer {
  readonly #key: CryptoKey;
  readonly #generation: number;
  readonly #subtle: SubtleCrypto;

  private constructor(key: CryptoKey, generation: number, subtle: SubtleCrypto) {
    this.#key = key;
    this.#generation = generation;
    this.#subtle = subtle;
  }

  /** @param bucketKey 32 bytes, base64url */
  static async of(generation: number, bucketKey: string, subtle: SubtleCrypto): Promise<Sealer> {
    const raw = fromBase64Url(bucketKey);
    if (!raw.ok) throw new Error('the bucket key is no base64url');
    const key = await subtle.importKey('raw', raw.value, 'AES-GCM', false, ['encrypt', 'decrypt']);
    raw.value.fill(0);
    return new Sealer(key, generation, subtle);
  }

  /**
   * For a piece that never has other content under the same name: the name is the nonce.
   * @param name three numbers
   * @returns as many bytes as `plain` has, and the tag
   */
  async seal(name: PieceName, plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    const sealed = await this.#subtle.encrypt(this.#under(inBytes(name), []), this.#key, plain);
    return new Uint8Array(sealed);
  }

  /** Null when it is not that piece of this generation, or damaged. */
  async open(name: PieceName, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
    return this.#open(this.#under(inBytes(name), []), sealed);
  }

  /** For a piece that may have other content under the same name. @param nonce 12 bytes never used before */
  async sealFresh(
    name: PieceName,
    plain: Uint8Array<ArrayBuffer>,
    nonce: Uint8Array,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const iv = Uint8Array.from(nonce);
    const sealed = await this.#subtle.encrypt(this.#under(iv, name), this.#key, plain);
    const piece = new Uint8Array(nonceBytes + sealed.byteLength);
    piece.set(iv);
    piece.set(new Uint8Array(sealed), nonceBytes);
    return piece;
  }

  /** What {@link sealFresh} made. Null when it is not that piece of this generation, or damaged. */
  async openFresh(name: PieceName, piece: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
    if (piece.length < nonceBytes + tagBytes) return null;
    return this.#open(this.#under(piece.subarray(0, nonceBytes), name), piece.subarray(nonceBytes));
  }

  #under(iv: Uint8Array<ArrayBuffer>, name: PieceName): AesGcmParams {
    return { name: 'AES-GCM', iv, additionalData: inBytes([this.#generation, ...name]) };
  }

  async #open(params: AesGcmParams, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return new Uint8Array(await this.#subtle.decrypt(params, this.#key, sealed));
    } catch {
      return null;
    }
  }
}

/** Four bytes each. */
function inBytes(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [at, number] of numbers.entries()) view.setUint32(4 * at, number, true);
  return new Uint8Array(view.buffer);
}
