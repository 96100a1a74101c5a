import { join } from 'node:path';
import type { AuditEvent } from '../../../src-shared/contract/audit-catalogue.ts';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { BundleVerdict, ShownBundle } from '../../../src-shared/contract/staff/carry.ts';
import type { Clock, Rng, Timers } from '../../../src-shared/ports.ts';
import { err, type Result } from '../../../src-shared/result.ts';
import type { CarriedPost } from '../../gateway/carried-post.ts';
import type { KioskIdentity } from '../../identity/kiosk-identity.ts';
import type { FeedFs } from '../../sync/feed-fs.ts';
import { inTime } from '../../platform/waits.ts';
import { exportRequests } from './export-requests.ts';
import { findBundles, judgeBundle, type BundleJudge, type FoundBundle } from './find-bundles.ts';
import { importBundle, readLetter, type Imported, type ImportPorts } from './import-bundle.ts';
import type { StickFiles } from './stick-files.ts';
import type { StickMemory } from './stick-memory.ts';

export interface BundleDeskPorts extends Pick<ImportPorts, 'takeStaff' | 'takeFeed'> {
  readonly files: StickFiles;
  readonly fs: FeedFs;
  readonly memory: StickMemory;
  readonly who: () => Pick<KioskIdentity, 'kioskCode' | 'answerKey' | 'sign' | 'unseal'> | null;
  readonly carried: Pick<CarriedPost, 'collect' | 'settle'>;
  /** Makes whoever owes the gateway something send it now; resolves when each has been answered or refused once. */
  readonly sendAll: () => Promise<void>;
  /** As `sendAll`, whatever the answers: everything is said once. */
  readonly sayAll: () => Promise<void>;
  /** False when it cannot be written. */
  readonly note: (event: AuditEvent) => Promise<boolean>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: Log;
}

/** For this kiosk, and nothing of it is missing. */
const wholeForUs: ReadonlySet<BundleVerdict> = new Set<BundleVerdict>(['good', 'again', 'older']);

/** What asks a device (a terminal that does not answer) is not waited for longer, ms. */
const patienceMs = 30_000;

/** What a stick carries in the place of the line, both ways. */
export class BundleDesk {
  readonly #ports: BundleDeskPorts;

  constructor(ports: BundleDeskPorts) {
    this.#ports = ports;
  }

  /** Bundles on a stick, the newest first. */
  async find(stick: string): Promise<readonly ShownBundle[]> {
    return (await findBundles(stick, this.#judge())).map(shown);
  }

  /** Brings one in; a refused one is not touched. @param by staff number */
  async bringIn(stick: string, name: string, by: string): Promise<Result<Imported, string>> {
    const found = await judgeBundle(stick, name, this.#judge());
    const done = await this.#bringIn(stick, found, by);
    if (!done.ok) this.#ports.log('bundle-refused', { why: done.error });
    return done;
  }

  /**
   * Takes only the list of staff from the bundles on a stick: nobody has to be signed in for that, since it proves itself.
   * One that is older than another bundle may still have a newer list than the kiosk.
   */
  async bringStaff(stick: string): Promise<void> {
    const identity = this.#ports.who();
    if (!identity) return;
    for (const { name, index, verdict } of await findBundles(stick, this.#judge())) {
      if (!index || !wholeForUs.has(verdict)) continue;
      const letter = await readLetter({ ...this.#ports, unseal: identity.unseal }, join(stick, name), index);
      if (letter.ok && (await this.#ports.takeStaff(letter.value.staff)).ok) return;
    }
  }

  /** Writes for the gateway what this kiosk owes it; the folder's name and how many requests are in it. */
  async offer(stick: string): Promise<Result<{ folder: string; requests: number }, string>> {
    const { who, carried, sayAll, log } = this.#ports;
    const identity = who();
    if (!identity) return err('not_enrolled');
    const waiting = await carried.collect(() => this.#patiently(sayAll));
    const written = await exportRequests({ ...this.#ports, who: identity }, stick, waiting);
    if (written.ok) log('requests-offered', { requests: written.value.requests });
    return written;
  }

  async #bringIn(stick: string, found: FoundBundle, by: string): Promise<Result<Imported, string>> {
    const { who, memory, note, carried, sendAll, log } = this.#ports;
    const { index, hash, verdict, name } = found;
    const identity = who();
    if (!identity || !index || hash === null || (verdict !== 'good' && verdict !== 'again')) {
      return err(`bundle_${verdict}`);
    }
    const { serial } = index;
    if (!(await note({ kind: 'bundle', by, serial, hash }))) return err('not_written');
    const settle: ImportPorts['settle'] = (answers) => carried.settle(answers, () => this.#patiently(sendAll));
    const ports = { ...this.#ports, unseal: identity.unseal, settle };
    const done = await importBundle(ports, join(stick, name), index);
    if (!done.ok) return done;
    // Last of all: until here the same bundle counts as new.
    if (!(await memory.note(identity.answerKey, serial))) return err('kiosk_disk');
    log('bundle-brought-in', { serial, answered: done.value.answered, feed: done.value.feed });
    return done;
  }

  #judge(): BundleJudge {
    const { files, who, memory } = this.#ports;
    return { files, who, lastSerial: () => memory.lastSerial(who()?.answerKey ?? '') };
  }

  async #patiently(work: () => Promise<void>): Promise<void> {
    await inTime(this.#ports.timers, patienceMs, work());
  }
}

function shown({ name, verdict, index }: FoundBundle): ShownBundle {
  const about = index && {
    madeAt: index.madeAt,
    bytes: index.files.reduce((sum, { bytes }) => sum + bytes, 0),
    feed: index.feed,
    answers: index.answers,
  };
  return { name, verdict, about };
}
