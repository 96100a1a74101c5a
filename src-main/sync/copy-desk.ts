import { createDecipheriv } from 'node:crypto';
import type { Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { fromBase64 } from '../../src-shared/encoding/base64.ts';
import { feedName, indexBytes, type BlindIndex } from '../../src-shared/feed/feed-keys.ts';
import type { FeedHead, Manifest } from '../../src-shared/feed/head.ts';
import { decodeRow } from '../../src-shared/feed/row.ts';
import { recordNonce, recordTagBytes, toHex } from '../../src-shared/feed/segment.ts';
import type { VaultCalls } from '../vault/vault-calls.ts';
import { lookUpInFiles, type FileFinding, type FoundRecord } from './file-look-up.ts';
import type { HeldCopy } from './held-copy.ts';
import type { ObjectStore } from './object-store.ts';
import type { KeptPeppers } from './peppers.ts';
import { standingOf } from './standing.ts';
import type { VaultFiller } from './vault-filler.ts';

export interface CopyDeskPorts {
  readonly held: () => HeldCopy | null;
  readonly peppers: (epoch: number) => KeptPeppers | null;
  readonly vault: VaultCalls;
  readonly filler: Pick<VaultFiller, 'copy'>;
  readonly store: ObjectStore;
  readonly nowMs: () => number;
  /** A file was damaged and is to be fetched again. */
  readonly onDamage: () => void;
}

/** What the copy says. Whatever it says, it says of the whole edition that was read at `edition.readAt`. */
export type CopyAnswer =
  | {
      readonly says: 'these';
      readonly obligations: readonly Obligation[];
      readonly edition: CopyEdition;
      /** The time this was judged by. */
      readonly nowMs: number;
    }
  /** Too old for more than whether there was anything. */
  | { readonly says: 'outline'; readonly any: boolean; readonly edition: CopyEdition }
  | { readonly says: 'cannot_say' };

export type CopyEdition = Pick<FeedHead, 'seq' | 'readAt'> & Pick<Manifest, 'systems' | 'offices'>;

/** Looks somebody up in the kiosk's own copy. */
export interface CopyDesk {
  lookUp(party: Party): Promise<CopyAnswer>;
}

const cannotSay: CopyAnswer = { says: 'cannot_say' };

/** Asks the vault, and where it cannot say the files; opens what was found. */
export function makeCopyDesk(ports: CopyDeskPorts): CopyDesk {
  return {
    lookUp: async (party) => {
      const asked = ports.held();
      const answer = await lookUpIn(asked, party, ports);
      // A new copy took its place meanwhile, and the old one's files are gone.
      return answer.says === 'cannot_say' && ports.held() !== asked ? lookUpIn(ports.held(), party, ports) : answer;
    },
  };
}

async function lookUpIn(copy: HeldCopy | null, party: Party, ports: CopyDeskPorts): Promise<CopyAnswer> {
  const peppers = copy && ports.peppers(copy.head.epoch);
  if (copy === null || peppers === null) return cannotSay;
  const ageMs = ports.nowMs() - Date.parse(copy.head.readAt);
  const standing = standingOf({ ageMs, hasIndexPepper: true, hasRowPepper: peppers.row !== null });
  if (standing === 'locked') return cannotSay;
  const stretched = await peppers.stretch(feedName(party));
  const index = peppers.index(stretched).slice(0, indexBytes);
  const edition = { seq: copy.head.seq, readAt: copy.head.readAt, ...copy.about };
  if (standing === 'outline' || peppers.row === null) {
    const found = await findRecord(index, copy, ports, () => true);
    return found === 'cannot_say' ? cannotSay : { says: 'outline', any: found !== 'nothing', edition };
  }
  return whole(index, peppers.row(stretched), copy, edition, ports);
}

async function whole(
  index: BlindIndex,
  rowKey: Uint8Array,
  copy: HeldCopy,
  edition: CopyEdition,
  ports: CopyDeskPorts,
): Promise<CopyAnswer> {
  const open = (record: FoundRecord): Obligation[] | null => openRecord(record, rowKey, copy);
  const found = await findRecord(index, copy, ports, (record) => open(record) !== null);
  if (found === 'cannot_say') return cannotSay;
  const obligations = found === 'nothing' ? [] : open(found);
  return obligations === null ? cannotSay : { says: 'these', obligations, edition, nowMs: ports.nowMs() };
}

/** @param isGood a record from the vault that is not is looked for in the files as well */
async function findRecord(
  index: BlindIndex,
  copy: HeldCopy,
  ports: CopyDeskPorts,
  isGood: (record: FoundRecord) => boolean,
): Promise<FileFinding> {
  const kept = await askVault(index, copy, ports);
  if (kept === 'nothing' || (kept !== 'cannot_say' && isGood(kept))) return kept;
  const found = await lookUpInFiles(index, copy, ports.store);
  if (found === 'cannot_say') ports.onDamage();
  return found;
}

async function askVault(index: BlindIndex, copy: HeldCopy, { vault, filler }: CopyDeskPorts): Promise<FileFinding> {
  const asked = filler.copy;
  if (asked?.manifest !== copy.manifestName) return 'cannot_say';
  const reply = await vault.call('lookUp', { index: toHex(index) });
  // Another generation meanwhile, or one that has not caught up: it may have answered about something else.
  if (!reply.ok || filler.copy?.generation !== asked.generation) return 'cannot_say';
  if (reply.value.found === 'cannot_say' || reply.value.seq < copy.head.seq) return 'cannot_say';
  if (reply.value.found === 'nothing') return 'nothing';
  const sealed = fromBase64(reply.value.sealed);
  return sealed.ok ? { ...reply.value, sealed: sealed.value } : 'cannot_say';
}

/** Null when it does not open, or opens to "nobody can say". */
function openRecord({ sealed, kind, build }: FoundRecord, rowKey: Uint8Array, copy: HeldCopy): Obligation[] | null {
  if (sealed.length <= recordTagBytes) return null;
  const options = { authTagLength: recordTagBytes };
  const decipher = createDecipheriv('aes-256-gcm', rowKey, recordNonce(kind, build), options);
  decipher.setAuthTag(sealed.subarray(-recordTagBytes));
  try {
    const parts = [decipher.update(sealed.subarray(0, -recordTagBytes)), decipher.final()];
    return decodeRow(new Uint8Array(Buffer.concat(parts)), copy.dictionary);
  } catch {
    return null; // sealed with another key: damaged, or not this party's
  }
}
