import type { Generation, VaultReply } from '../../src-shared/contract/vault-rpc.ts';
import { toBase64 } from '../../src-shared/encoding/base64.ts';
import { fromHex } from '../../src-shared/feed/segment.ts';
import type { BaseCopy } from './base-copy.ts';
import type { Overlay } from './overlay.ts';
import type { Pack } from './pack.ts';

/** The active copy with its key, as it is between two changes; a change makes another one. */
export interface Copy {
  readonly marker: Generation;
  readonly base: BaseCopy;
  readonly overlay: Overlay;
  /** Oldest first, each delta after the snapshot's up to the marker's. */
  readonly packs: readonly Pack[];
}

export type LookUpReply = VaultReply<'lookUp'>;

/** @param index 16 hex digits @returns `cannot_say` when what is needed for the answer is damaged or gone */
export async function findIn(copy: Copy, index: string): Promise<LookUpReply> {
  const { marker, base, overlay, packs } = copy;
  const { seq, build } = marker;
  const bytes = fromHex(index);
  const laid = await overlay.find(packs, bytes);
  if (laid === 'damaged') return { found: 'cannot_say' };
  if (laid !== null) {
    if (laid.sealed.length === 0) return { found: 'nothing', seq };
    return { found: 'record', sealed: toBase64(laid.sealed), kind: 'delta', build: laid.build, seq };
  }
  const sealed = await base.find(bytes);
  if (sealed === 'damaged') return { found: 'cannot_say' };
  if (sealed === null || sealed.length === 0) return { found: 'nothing', seq };
  return { found: 'record', sealed: toBase64(sealed), kind: 'snapshot', build, seq };
}
