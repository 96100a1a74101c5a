import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ByteReader } from '../../src-shared/encoding/byte-reader.ts';
import { ByteWriter } from '../../src-shared/encoding/byte-writer.ts';
import { indexBytes, type BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import { cannotSayRow } from '../../src-shared/feed/row.ts';
import type { FeedFolder } from './folder.ts';

/** What one party owes, with its place and its key. */
export interface FeedEntry {
  readonly index: BlindIndex;
  readonly rowKey: Uint8Array;
  readonly row: Uint8Array<ArrayBuffer>;
}

/** One for each first byte of an index. */
export const partitions = 256;
const keyBytes = 32;
const tagBytes = 16;
/** What a partition holds in memory before it goes to the disk: 16 MB for all of them. */
const heldBytes = 64 * 1024;

/**
 * Brings the entries of a reading into the order of their indexes, in little memory: each partition is written to a file
 * of its own, and sorted alone. The files are sealed with a key that nobody keeps.
 */
export class Spill {
  readonly #folder: FeedFolder;
  readonly #path: string;
  readonly #key: Uint8Array;
  readonly #held = Array.from({ length: partitions }, () => new ByteWriter());
  #chunks = 0;
  /** Of all that was added. */
  records = 0;
  bytes = 0;

  /** @param key 32 random bytes, used for nothing else */
  constructor(folder: FeedFolder, path: string, key: Uint8Array) {
    this.#folder = folder;
    this.#path = path;
    this.#key = key;
  }

  async add({ index, rowKey, row }: FeedEntry): Promise<void> {
    const partition = index[0] ?? 0;
    const held = this.#held[partition] ?? new ByteWriter();
    held.bytes(index);
    held.bytes(rowKey);
    held.varint(row.length);
    held.bytes(row);
    this.records += 1;
    this.bytes += row.length;
    if (held.length < heldBytes) return;
    this.#held[partition] = new ByteWriter();
    await this.#folder.append(this.#file(partition), this.#seal(held.written()));
  }

  /** A partition's entries by index, each index once. */
  async sorted(partition: number): Promise<FeedEntry[]> {
    const onDisk = (await this.#folder.read(this.#file(partition))) ?? new Uint8Array();
    const chunks = [...this.#open(onDisk), this.#held[partition]?.written() ?? new Uint8Array()];
    const entries = chunks.flatMap((chunk) => [...entriesOf(chunk)]);
    return withoutTwins(entries.sort((one, other) => Buffer.compare(one.index, other.index)));
  }

  remove(): Promise<void> {
    return this.#folder.remove(this.#path);
  }

  #file(partition: number): string {
    return `${this.#path}/${partition}`;
  }

  /** Number of the chunk, length, then the chunk sealed under its number. */
  #seal(chunk: Uint8Array): Uint8Array {
    const start = new ByteWriter();
    start.varint(this.#chunks);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#chunks), { authTagLength: tagBytes });
    this.#chunks += 1;
    const sealed = [cipher.update(chunk), cipher.final(), cipher.getAuthTag()];
    start.varint(chunk.length + tagBytes);
    return Buffer.concat([start.written(), ...sealed]);
  }

  *#open(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
    const reader = new ByteReader(bytes);
    while (reader.left > 0) {
      const nonce = nonceOf(reader.varint());
      const sealed = reader.bytes(reader.varint());
      const cipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: tagBytes });
      cipher.setAuthTag(sealed.subarray(-tagBytes));
      yield new Uint8Array(Buffer.concat([cipher.update(sealed.subarray(0, -tagBytes)), cipher.final()]));
    }
  }
}

function nonceOf(chunk: number): Uint8Array {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(0, chunk);
  return nonce;
}

function* entriesOf(chunk: Uint8Array<ArrayBuffer>): Generator<FeedEntry> {
  const reader = new ByteReader(chunk);
  while (reader.left > 0) {
    yield { index: reader.bytes(indexBytes), rowKey: reader.bytes(keyBytes), row: reader.bytes(reader.varint()) };
  }
}

/** Two parties in one place, or one told of twice: neither record may pass for the whole truth. */
function withoutTwins(sorted: readonly FeedEntry[]): FeedEntry[] {
  const single: FeedEntry[] = [];
  for (const entry of sorted) {
    const last = single.at(-1);
    if (last === undefined || Buffer.compare(last.index, entry.index) !== 0) single.push(entry);
    else single[single.length - 1] = { ...last, row: cannotSayRow() };
  }
  return single;
}
