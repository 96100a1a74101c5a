import { z } from 'zod';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { objectNameSchema, type ObjectName } from '../../src-shared/feed/head.ts';
import type { Rng } from '../../src-shared/ports.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

/** The vault's copy of one generation, and the key its buckets are sealed with. */
const keySchema = z.strictObject({
  generation: z.int().positive(),
  manifest: objectNameSchema,
  /** AES-256 key, base64url. */
  bucketKey: z.string().regex(/^[\w-]{43}$/),
});
export type BucketKey = z.infer<typeof keySchema>;

const keysFileSchema = z.strictObject({ v: z.literal(1), active: keySchema.nullable(), next: keySchema.nullable() });
type Keys = Omit<z.infer<typeof keysFileSchema>, 'v'>;

/** Keys of the vault's copies, the active one and the one being made, in a private file; a replaced one is destroyed. */
export class BucketKeys {
  readonly #file: PrivateFile;
  readonly #rng: Rng;
  #keys: Keys;

  private constructor(file: PrivateFile, rng: Rng, keys: Keys) {
    this.#file = file;
    this.#rng = rng;
    this.#keys = keys;
  }

  /** A file that cannot be read counts as none: the copy is made again under a new key. */
  static async open(file: PrivateFile, rng: Rng): Promise<BucketKeys> {
    const text = await file.read().catch(() => null);
    const kept = text === null ? null : readJson(text, keysFileSchema);
    return new BucketKeys(file, rng, { active: kept?.active ?? null, next: kept?.next ?? null });
  }

  /** Of the copy that is in use. */
  get active(): BucketKey | null {
    return this.#keys.active;
  }

  /** Of a generation that may have become the active one just before a crash. */
  of(generation: number): BucketKey | null {
    return [this.#keys.active, this.#keys.next].find((key) => key?.generation === generation) ?? null;
  }

  /** The key of the copy of this manifest that is being made; a new generation if there is none. @param above what is there */
  async building(manifest: ObjectName, above: number): Promise<BucketKey> {
    const { active, next } = this.#keys;
    if (next?.manifest === manifest && next.generation > above) return next;
    const generation = Math.max(above, active?.generation ?? 0, next?.generation ?? 0) + 1;
    const fresh = { generation, manifest, bucketKey: toBase64Url(this.#rng.bytes(32)) };
    await this.#keep({ active, next: fresh });
    return fresh;
  }

  /** The copy of this key is the active one now. */
  async activated(key: BucketKey): Promise<void> {
    const { next } = this.#keys;
    await this.#keep({ active: key, next: next?.generation === key.generation ? null : next });
  }

  /** What was made with the next key is no use: another time, another key. */
  async dropNext(): Promise<void> {
    await this.#keep({ ...this.#keys, next: null });
  }

  async destroyAll(): Promise<void> {
    await this.#keep({ active: null, next: null });
  }

  async #keep(keys: Keys): Promise<void> {
    await this.#file.replace(JSON.stringify({ v: 1, ...keys }));
    this.#keys = keys;
  }
}
