import type { Generation, VaultReply, VaultRequest } from '../../src-shared/contract/vault-rpc.ts';
import type { Manifest } from '../../src-shared/feed/head.ts';
import { toHex } from '../../src-shared/feed/segment.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { BaseCopy, sizeOf } from './base-copy.ts';
import { Building, progressOf } from './building.ts';
import type { ControlDatabase } from './control-database.ts';
import { findIn, type Copy, type LookUpReply } from './copy.ts';
import { coverAll, maxPacks, Overlay, recordsOfDelta, spanOf, type SealedPack } from './overlay.ts';
import type { CopyFiles, FetchObject } from './ports.ts';
import { Sealer } from './sealer.ts';
import { Shelf, type OnDisk } from './shelf.ts';

/** The caller asked for something that does not fit the state of the vault. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}

export interface VaultPorts {
  readonly db: ControlDatabase;
  readonly files: CopyFiles;
  readonly fetchObject: FetchObject;
  readonly subtle: SubtleCrypto;
  readonly rng: Rng;
}

/**
 * The offline copy. Methods are the verbs of the contract and reject with {@link RefusedError}, or with whatever the
 * storage said; a half-done one leaves what was there before. "Nothing" is said only of a copy that is whole.
 */
export class Vault {
  readonly #ports: VaultPorts;
  readonly #shelf: Shelf;
  /** The active one, once it has its key. */
  #copy: Copy | null = null;
  #building: Building | null = null;
  /** Changes come one after the other; look-ups and segments do not wait for them. */
  #lastChange: Promise<unknown> = Promise.resolve();

  private constructor(ports: VaultPorts, shelf: Shelf) {
    this.#ports = ports;
    this.#shelf = shelf;
  }

  static async open(ports: VaultPorts): Promise<Vault> {
    const vault = new Vault(ports, await Shelf.open(ports.db, ports.files));
    // IndexedDB went away under the open page: what is in memory has nothing to stand on any more.
    ports.db.on('close', () => {
      vault.#lose();
    });
    return vault;
  }

  async status(): Promise<VaultReply<'status'>> {
    const active = await this.#shelf.marker();
    if (active === null) this.#copy = null;
    const { unfinished, storage } = this.#shelf;
    const building = unfinished && progressOf(unfinished, this.#building?.done);
    return { active, building, storage };
  }

  begin({ generation, manifestName, manifest, bucketKey }: VaultRequest<'begin'>): Promise<VaultReply<'begin'>> {
    return this.#inTurn(async () => {
      if (generation <= (this.#shelf.active?.stored.generation ?? 0)) throw new RefusedError('not newer');
      const begun = this.#shelf.unfinished;
      const goesOn = begun?.stored.generation === generation;
      // One key never seals two manifests.
      if (goesOn && begun.stored.manifestName !== manifestName) throw new RefusedError('another manifest');
      const sealer = await Sealer.of(generation, bucketKey, this.#ports.subtle);
      const resumed = goesOn ? await this.#resumed(begun, sealer) : null;
      this.#building =
        resumed ?? this.#made(await this.#shelf.begin({ generation, manifestName, manifest, done: [] }), sealer);
      return { done: this.#building.done };
    });
  }

  async ingest({ segment }: VaultRequest<'ingest'>): Promise<VaultReply<'ingest'>> {
    const building = this.#building;
    if (building === null) throw new RefusedError('nothing was begun');
    return { taken: await building.ingest(segment, this.#ports.fetchObject) };
  }

  activate(): Promise<VaultReply<'activate'>> {
    return this.#inTurn(async () => {
      const building = this.#building;
      if (!building?.isComplete) throw new RefusedError('segments are missing');
      await building.flush();
      if ((await building.base.isWhole()) && (await building.base.readsBack(this.#ports.rng))) {
        return { active: await this.#flip(building) };
      }
      this.#building = null;
      await this.#shelf.dropUnfinished();
      return { active: null };
    });
  }

  addDelta({ name, epoch, build, seq }: VaultRequest<'addDelta'>): Promise<VaultReply<'addDelta'>> {
    return this.#inTurn(async () => {
      const copy = this.#copy;
      if (copy?.marker.epoch !== epoch) throw new RefusedError('no copy of this epoch');
      if (seq === copy.marker.seq) return { taken: true };
      if (seq !== copy.marker.seq + 1) throw new RefusedError('not the next delta');
      const bytes = await this.#ports.fetchObject(name);
      if (bytes === null) return { taken: false };
      const hash = await this.#ports.subtle.digest('SHA-256', bytes);
      const records = toHex(new Uint8Array(hash)) === name ? recordsOfDelta(bytes, { epoch, build, seq }) : null;
      if (records === null) return { taken: false };
      const { pack, rows } = await copy.overlay.seal({ firstSeq: seq, lastSeq: seq }, records);
      await this.#lay(copy, { ...copy, marker: { ...copy.marker, seq }, packs: [...copy.packs, pack] }, rows);
      return { taken: true };
    });
  }

  use({ generation, bucketKey }: VaultRequest<'use'>): Promise<VaultReply<'use'>> {
    return this.#inTurn(async () => {
      const marker = await this.#shelf.marker();
      const { active } = this.#shelf;
      if (marker?.generation !== generation || active === null) return { usable: false };
      const sealer = await Sealer.of(generation, bucketKey, this.#ports.subtle);
      const base = this.#base(active, sealer);
      const overlay = this.#overlay(generation, sealer);
      const packs = await overlay.load();
      const usable = packs !== null && coverAll(packs, base.manifest.seq, marker.seq) && (await base.isWhole());
      if (usable) this.#copy = { marker, base, overlay, packs };
      return { usable };
    });
  }

  async lookUp({ index }: VaultRequest<'lookUp'>): Promise<LookUpReply> {
    for (;;) {
      const copy = this.#copy;
      if (copy === null) return { found: 'cannot_say' };
      const found = await findIn(copy, index).catch((): LookUpReply => ({ found: 'cannot_say' }));
      if (found.found !== 'cannot_say') return found;
      // A change that is under way may have taken away what was being read; else it is damaged, today and tomorrow.
      await this.#lastChange;
      if (copy === this.#copy) this.#lose();
    }
  }

  wipe(): Promise<VaultReply<'wipe'>> {
    return this.#inTurn(async () => {
      this.#copy = this.#building = null;
      await this.#shelf.clear();
      return {};
    });
  }

  /** Null when the key does not open what is there. */
  async #resumed(begun: OnDisk, sealer: Sealer): Promise<Building | null> {
    const building = this.#building?.onDisk === begun ? this.#building : this.#made(begun, sealer);
    const one = building.anyDone;
    return one === null || (await this.#base(begun, sealer).has(one)) ? building : null;
  }

  #made(onDisk: OnDisk, sealer: Sealer): Building {
    const overlay = this.#overlay(onDisk.stored.generation, sealer);
    return new Building(onDisk, this.#base(onDisk, sealer), overlay, this.#shelf);
  }

  async #flip({ onDisk, base, overlay }: Building): Promise<Generation> {
    const { generation, manifestName } = onDisk.stored;
    const { epoch, build, seq } = base.manifest;
    const carried = await this.#carryOver(base.manifest, overlay);
    const newest = carried?.pack.lastSeq ?? seq;
    const marker = { generation, manifest: manifestName, epoch, build, seq: newest, ...sizeOf(base.manifest) };
    await this.#shelf.flip(marker, carried?.rows ?? []);
    this.#copy = { marker, base, overlay, packs: carried ? [carried.pack] : [] };
    this.#building = null;
    return marker;
  }

  /** The deltas the copy so far has and the snapshot does not, so that answers never go back in time. */
  async #carryOver({ epoch, seq }: Manifest, overlay: Overlay): Promise<SealedPack | null> {
    const before = this.#copy;
    if (before?.marker.epoch !== epoch) return null;
    const newer = before.packs.filter(({ lastSeq }) => lastSeq > seq);
    if (newer.length === 0 || !coverAll(newer, seq, before.marker.seq)) return null;
    const records = await before.overlay.records(newer);
    return records && overlay.seal(spanOf(newer), records);
  }

  async #lay(before: Copy, after: Copy, rows: SealedPack['rows']): Promise<void> {
    await this.#shelf.lay(after.marker, rows, false);
    if (this.#copy !== before) return; // lost meanwhile
    this.#copy = after;
    if (after.packs.length > maxPacks) await this.#merge(after);
  }

  async #merge(before: Copy): Promise<void> {
    const records = await before.overlay.records(before.packs);
    if (records === null) return this.#lose();
    const { pack, rows } = await before.overlay.seal(spanOf(before.packs), records);
    await this.#shelf.lay(before.marker, rows, true);
    if (this.#copy === before) this.#copy = { ...before, packs: [pack] };
  }

  #base({ stored, file }: OnDisk, sealer: Sealer): BaseCopy {
    return new BaseCopy(stored.manifest, file, sealer, this.#ports.subtle);
  }

  #overlay(generation: number, sealer: Sealer): Overlay {
    return new Overlay(this.#ports.db, generation, sealer, this.#ports.rng);
  }

  #lose(): void {
    this.#copy = null;
    this.#shelf.lose();
  }

  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const result = this.#lastChange.then(change);
    this.#lastChange = result.catch(() => undefined);
    return result;
  }
}
