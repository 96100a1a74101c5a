import { fromBase64Url } from '../../src-shared/encoding/base64.ts';

/** Length of the tag that sealing adds, bytes. */
export const tagBytes = 16;
const nonceBytes = 12;

/** Numbers that say which piece of a copy this is; a piece opens as nothing else. Each below 2³². */
export type PieceName = readonly number[];

/** One block of AES, bytes. */
const cipherBlock = 16;

/**
 * Hides the pieces of one generation under two keys that are made from the one main made for it: small pieces are sealed
 * with AES-256-GCM; long texts, of which a part is read later, are encrypted with AES-256-CTR. The keys cannot be read
 * out of this object, and nothing writes them anywhere: without main, what is on the disk is noise.
 */
export class Sealer {
  readonly #key: CryptoKey;
  readonly #textKey: CryptoKey;
  readonly #generation: number;
  readonly #subtle: SubtleCrypto;

  private constructor(key: CryptoKey, textKey: CryptoKey, generation: number, subtle: SubtleCrypto) {
    this.#key = key;
    this.#textKey = textKey;
    this.#generation = generation;
    this.#subtle = subtle;
  }

  /** @param bucketKey 32 bytes, base64url */
  static async of(generation: number, bucketKey: string, subtle: SubtleCrypto): Promise<Sealer> {
    const raw = fromBase64Url(bucketKey);
    if (!raw.ok) throw new Error('the bucket key is no base64url');
    const material = await subtle.importKey('raw', raw.value, 'HKDF', false, ['deriveKey']);
    raw.value.fill(0);
    // Two keys, because GCM counts as CTR does: under one key a block of either could be opened with the other's.
    const keyFor = (name: 'AES-GCM' | 'AES-CTR'): Promise<CryptoKey> => {
      const from = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info: new TextEncoder().encode(name) };
      return subtle.deriveKey(from, material, { name, length: 256 }, false, ['encrypt', 'decrypt']);
    };
    return new Sealer(await keyFor('AES-GCM'), await keyFor('AES-CTR'), generation, subtle);
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

  /**
   * A part of a long text, of which other parts can be read. It has no tag: what {@link decrypt} brings has to be proved
   * by its hash.
   * @param text number of a text that never has other content, below 2³²
   * @param from where the part begins, bytes, a multiple of 16
   * @returns as many bytes as `plain` has
   */
  async encrypt(text: number, from: number, plain: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.#subtle.encrypt(counting(text, from / cipherBlock), this.#textKey, plain));
  }

  /** Bytes `from` to `to` of a text. @param read reads such a span of what {@link encrypt} made; null: it is not there */
  async decrypt(
    text: number,
    from: number,
    to: number,
    read: (from: number, to: number) => Uint8Array<ArrayBuffer> | null,
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const into = from % cipherBlock;
    const encrypted = read(from - into, to);
    if (encrypted === null) return null;
    const begin = counting(text, (from - into) / cipherBlock);
    return new Uint8Array(await this.#subtle.decrypt(begin, this.#textKey, encrypted)).subarray(into);
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

/** @param block of the text, from 0 */
function counting(text: number, block: number): AesCtrParams {
  const counter = new Uint8Array(cipherBlock);
  const view = new DataView(counter.buffer);
  view.setUint32(0, text);
  view.setUint32(cipherBlock - 4, block);
  return { name: 'AES-CTR', counter, length: 32 };
}

/** Four bytes each. */
function inBytes(numbers: readonly number[]): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(4 * numbers.length));
  for (const [at, number] of numbers.entries()) view.setUint32(4 * at, number, true);
  return new Uint8Array(view.buffer);
}
