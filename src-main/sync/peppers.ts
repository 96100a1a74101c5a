import { createHmac, scrypt } from 'node:crypto';
import { z } from 'zod';
import type { FeedPeppersReply } from '../../src-shared/contract/gateway-http.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { stretchCost, type FeedMac, type FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

const pepperBytes = 32;
const pepperSchema = z.string().refine((text) => bytesOf(text) !== null, 'a pepper is 32 bytes in base64url');

const peppersFileSchema = z.strictObject({
  v: z.literal(1),
  epochs: z.array(
    z.strictObject({
      epoch: z.int().positive(),
      indexKey: pepperSchema,
      /** Null once it was erased: then records can be found and not opened. */
      rowKey: pepperSchema.nullable(),
    }),
  ),
});
type KeptEpoch = z.infer<typeof peppersFileSchema>['epochs'][number];

/** An epoch's peppers as far as they are still here. */
export interface KeptPeppers extends Omit<FeedPeppers, 'row'> {
  readonly row: FeedMac | null;
}

/** Stretches a name with an epoch's index pepper. */
export type Stretch = (name: string, indexPepper: Uint8Array) => Promise<Uint8Array>;

/** The peppers of a few epochs in one private file. What is erased there is gone from memory too. */
export class Peppers {
  readonly #file: PrivateFile;
  readonly #stretch: Stretch;
  #epochs: readonly KeptEpoch[];

  private constructor(file: PrivateFile, stretch: Stretch, epochs: readonly KeptEpoch[]) {
    this.#file = file;
    this.#stretch = stretch;
    this.#epochs = epochs;
  }

  /** A file that cannot be read counts as none: the gateway hands them out again. */
  static async open(file: PrivateFile, stretch: Stretch): Promise<Peppers> {
    const text = await file.read().catch(() => null);
    return new Peppers(file, stretch, (text === null ? null : readJson(text, peppersFileSchema))?.epochs ?? []);
  }

  /** Null when there are none of this epoch. */
  of(epoch: number): KeptPeppers | null {
    const kept = this.#epochs.find((each) => each.epoch === epoch);
    return kept ? asVerbs(kept, this.#stretch) : null;
  }

  /** Are both of this epoch here? */
  has(epoch: number): boolean {
    return this.#epochs.some((each) => each.epoch === epoch && each.rowKey !== null);
  }

  /** Puts what the gateway handed out in the place of what was here; an epoch that is still answered from stays. */
  async take(reply: FeedPeppersReply, answeredFrom: number | null): Promise<void> {
    const fresh: readonly KeptEpoch[] = reply.epochs.filter(
      ({ indexKey, rowKey }) => bytesOf(indexKey) && bytesOf(rowKey),
    );
    const old = this.#epochs.filter(
      ({ epoch }) => epoch === answeredFrom && !fresh.some((each) => each.epoch === epoch),
    );
    await this.#keep([...old, ...fresh]);
  }

  /** Records can be found and not opened from now on. */
  async eraseRows(): Promise<boolean> {
    if (this.#epochs.every(({ rowKey }) => rowKey === null)) return false;
    await this.#keep(this.#epochs.map((each) => ({ ...each, rowKey: null })));
    return true;
  }

  async eraseAll(): Promise<boolean> {
    if (this.#epochs.length === 0) return false;
    await this.#keep([]);
    return true;
  }

  async #keep(epochs: readonly KeptEpoch[]): Promise<void> {
    // First out of memory: what the disk refuses to forget is at least not used any more.
    this.#epochs = epochs;
    await this.#file.replace(JSON.stringify({ v: 1, epochs }));
  }
}

function asVerbs({ epoch, indexKey, rowKey }: KeptEpoch, stretch: Stretch): KeptPeppers {
  const index = checked(indexKey);
  return {
    epoch,
    stretch: (name) => stretch(name, index),
    index: macWith(index),
    row: rowKey === null ? null : macWith(checked(rowKey)),
  };
}

/** As the gateway does it; in Node's own threads, so that a visitor's screen does not wait for it. */
export const scryptStretch: Stretch = (name, salt) => {
  const { keyBytes, ...cost } = stretchCost;
  return new Promise((resolve, reject) => {
    scrypt(name, salt, keyBytes, cost, (error, bytes) => {
      if (error === null) resolve(bytes);
      else reject(error);
    });
  });
};

function macWith(key: Uint8Array): FeedMac {
  return (bytes) => createHmac('sha256', key).update(bytes).digest();
}

function checked(text: string): Uint8Array {
  const bytes = bytesOf(text);
  if (bytes === null) throw new Error('a checked pepper is base64url');
  return bytes;
}

function bytesOf(text: string): Uint8Array | null {
  const bytes = fromBase64Url(text);
  return bytes.ok && bytes.value.length === pepperBytes ? bytes.value : null;
}
