import { createDecipheriv, createHash, createPublicKey, verify } from 'node:crypto';
import { obligationSchema, type Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { feedKeysOf, type FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import {
  dictionarySchema,
  headMessage,
  manifestSchema,
  signedHeadSchema,
  type FeedHead,
  type Manifest,
  type ObjectName,
} from '../../src-shared/feed/head.ts';
import { decodeRow } from '../../src-shared/feed/row.ts';
import {
  bucketOf,
  findInBucket,
  readFrame,
  recordNonce,
  recordTagBytes,
  type SegmentHeader,
} from '../../src-shared/feed/segment.ts';
import { ok } from '../../src-shared/result.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../keys/gateway-keys.ts';
import { epochAt, peppersOf } from './epochs.ts';
import { headPath, objectPath, type FeedFolder } from './folder.ts';
import { nameOf } from './seal.ts';

/** Keys that are the same in every test. */
export async function testKeys(): Promise<GatewayKeys> {
  let kept: string | null = null;
  let drawn = 0;
  const rng = {
    bytes: () =>
      createHash('sha256')
        .update(`key ${(drawn += 1)}`)
        .digest(),
  };
  const file = { read: async () => ok(kept), createOnce: async (text: string) => void (kept = text) };
  const keys = await loadOrCreateGatewayKeys(file, rng);
  if (!keys.ok) throw new Error(keys.error.problem);
  return keys.value;
}

/** With a hash in the place of scrypt. */
export function quickPeppers(keys: GatewayKeys, epoch: number): FeedPeppers {
  return { ...peppersOf(keys, epoch), stretch: async (name) => createHash('sha256').update(name).digest() };
}

export const startMs = Date.UTC(2026, 10, 26, 6);
export const startEpoch = epochAt(startMs, 14);

export const person = (at: number): Party => ({
  kind: 'individual',
  numberKind: 'civil',
  number: String(399_000_000_000 + at),
});

export function ticket(no: number, amountFils = 15_000, place = 'Gulf Road'): Obligation {
  return obligationSchema.parse({
    id: `traffic-${no}`,
    version: 1,
    system: 'traffic',
    amountFils,
    status: 'payable',
    detail: {
      ticketNo: String(no),
      kind: 'indirect',
      occurredAt: '2026-11-01T10:00:00+03:00',
      place: { ar: place, en: place },
      offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  });
}

/** What a kiosk finds: what is owed, `none`, or that nobody can say. */
export type Found = readonly Obligation[] | 'none' | 'cannot_say';

interface Segment {
  readonly header: SegmentHeader;
  bucket(index: Uint8Array): Uint8Array<ArrayBuffer> | null;
}

/** Reads a published feed as a kiosk does, and checks all that a kiosk checks. */
export class FeedReader {
  readonly #folder: FeedFolder;
  readonly #keys: GatewayKeys;

  constructor(folder: FeedFolder, keys: GatewayKeys) {
    this.#folder = folder;
    this.#keys = keys;
  }

  async head(): Promise<FeedHead | null> {
    const bytes = await this.#folder.read(headPath);
    if (bytes === null) return null;
    const { head, signature } = signedHeadSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
    const der = Buffer.from(publicKeyDer(new Uint8Array(Buffer.from(this.#keys.answerPublicKey, 'base64url'))));
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    if (!verify(null, headMessage(head), key, Buffer.from(signature, 'base64url'))) throw new Error('wrong signature');
    return head;
  }

  async manifest(): Promise<Manifest> {
    return manifestSchema.parse(await this.#json((await this.#mustHead()).manifest));
  }

  /** Deltas that have to be applied after the snapshot, oldest first. */
  async deltas(afterSeq: number): Promise<Segment[]> {
    const chain: Segment[] = [];
    const head = await this.#mustHead();
    let name = head.delta;
    for (let seq = head.seq; seq > afterSeq; seq -= 1) {
      if (name === null) throw new Error('the chain of deltas ends too early');
      const delta = await this.#segment(name);
      if (delta.header.seq !== seq || delta.header.epoch !== head.epoch) throw new Error('a delta is out of order');
      chain.unshift(delta);
      name = delta.header.before;
    }
    return chain;
  }

  /** By the snapshot and the deltas since. */
  async lookUp(party: Party): Promise<Found> {
    const manifest = await this.manifest();
    const { index, rowKey } = await feedKeysOf(party, quickPeppers(this.#keys, manifest.epoch));
    const bucket = bucketOf(index, manifest.bucketBits);
    const holds = ({ firstBucket, buckets }: { firstBucket: number; buckets: number }): boolean =>
      bucket >= firstBucket && bucket < firstBucket + buckets;
    const inSnapshot = await this.#segment(manifest.segments.find(holds)?.name ?? '');
    let answer: Found = 'none';
    for (const segment of [inSnapshot, ...(await this.deltas(manifest.seq))]) {
      const found = findInBucket(segment.bucket(index) ?? new Uint8Array(), index, segment.header.bucketBits);
      if (found !== null) answer = found.length === 0 ? 'none' : await this.#open(found, rowKey, segment.header);
    }
    return answer;
  }

  async #open(sealed: Uint8Array, rowKey: Uint8Array, { kind, build }: SegmentHeader): Promise<Found> {
    const options = { authTagLength: recordTagBytes };
    const cipher = createDecipheriv('aes-256-gcm', rowKey, recordNonce(kind, build), options);
    cipher.setAuthTag(sealed.subarray(-recordTagBytes));
    const row = Buffer.concat([cipher.update(sealed.subarray(0, -recordTagBytes)), cipher.final()]);
    const { values } = dictionarySchema.parse(await this.#json((await this.#mustHead()).dictionary));
    return decodeRow(new Uint8Array(row), values) ?? 'cannot_say';
  }

  async #segment(name: ObjectName): Promise<Segment> {
    const bytes = await this.#object(name);
    const frame = readFrame(bytes, bytes.length);
    if (!frame.ok) throw new Error('not a segment');
    const { header, places } = frame.value;
    return {
      header,
      bucket: (index) => {
        const place = places.find((each) => each.bucket === bucketOf(index, header.bucketBits));
        return place === undefined ? null : bytes.slice(place.from, place.to);
      },
    };
  }

  async #mustHead(): Promise<FeedHead> {
    const head = await this.head();
    if (head === null) throw new Error('nothing was published');
    return head;
  }

  async #json(name: ObjectName): Promise<unknown> {
    return JSON.parse(new TextDecoder().decode(await this.#object(name)));
  }

  async #object(name: ObjectName): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await this.#folder.read(objectPath(name));
    if (bytes === null) throw new Error(`${name} is not there`);
    if (nameOf(bytes) !== name) throw new Error(`${name} is something else`);
    return bytes;
  }
}
