import type { ChainHead, DamageReason, JournalFrame } from '../../src-shared/contract/journal.ts';
import { genesis, isBlank, proveFrames } from '../../src-shared/contract/journal.ts';
import type { Sha256Hex } from '../../src-shared/contract/journal-payload.ts';
import type { Result } from '../../src-shared/result.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { FsFailure } from './file-system.ts';
import { segmentName } from './segment-name.ts';
import type { SegmentName } from './segment-name.ts';

/** The first bad record of a journal. */
export interface Damage {
  readonly kind: 'corrupt';
  /** File that holds it, or should. */
  readonly file: string;
  /** Byte offset in that file. */
  readonly offset: number;
  /** The number the record should have. */
  readonly seq: number;
  readonly reason: DamageReason;
}

/** A segment that holds. */
export interface CheckedSegment {
  readonly name: SegmentName;
  /** Size of the file, bytes. */
  readonly size: number;
  /** Offset behind its last good record. */
  readonly used: number;
}

/** A last write that was not finished. */
export interface TornTail {
  readonly segment: SegmentName;
  readonly offset: number;
  /** The number the unfinished record would have had. */
  readonly seq: number;
  readonly bytes: Uint8Array;
}

/** What is known of a journal whose every record holds. */
export interface CheckedChain {
  readonly head: ChainHead;
  readonly records: number;
  readonly segments: readonly CheckedSegment[];
  readonly tornTail: TornTail | null;
  /** Where the last record stands and its bytes; null in an empty journal. */
  readonly last: { readonly segment: SegmentName; readonly offset: number; readonly bytes: Uint8Array } | null;
}

/** Where checking begins. */
export interface ChainStart {
  /** The head the first segment continues. */
  readonly head: ChainHead;
  /** The number the first segment must have. */
  readonly index: number;
}

/** The start of a whole journal. */
export const wholeJournal: ChainStart = { head: genesis, index: 1 };

/** Checks every record of the segments in turn, one file in memory at a time, and hands each good one to `visit`. */
export async function verifyChain(
  segments: readonly SegmentName[],
  start: ChainStart,
  read: (name: SegmentName) => Promise<Result<Uint8Array, FsFailure>>,
  sha256: Sha256Hex,
  visit: (frame: JournalFrame, segment: SegmentName) => void = () => undefined,
): Promise<Result<CheckedChain, Damage | FsFailure>> {
  const checked: CheckedSegment[] = [];
  let head = start.head;
  let tornTail: TornTail | null = null;
  let last: CheckedChain['last'] = null;
  let expected = start.index;
  for (const name of segments) {
    if (name.index !== expected) return err(missing(name, expected, head));
    expected++;
    const content = await read(name);
    if (!content.ok) return content;
    const bytes = content.value;
    if (tornTail !== null && !isBlank(bytes)) return err(notTheLast(tornTail));
    let lastOffset = 0;
    const walk = proveFrames(bytes, head, sha256);
    let step = walk.next();
    for (; step.done !== true; step = walk.next()) {
      lastOffset = step.value.offset;
      visit(step.value, name);
    }
    const { end, endOffset } = step.value;
    if (end.kind === 'corrupt') return err({ ...end, file: name.file });
    if (end.kind === 'tornTail') {
      const torn = bytes.slice(end.offset, end.offset + end.length);
      tornTail = { segment: name, offset: end.offset, seq: end.seq, bytes: torn };
    }
    if (endOffset > 0) last = { segment: name, offset: lastOffset, bytes: bytes.slice(lastOffset, endOffset) };
    checked.push({ name, size: bytes.length, used: endOffset });
    head = step.value.head;
  }
  return ok({ head, records: head.seq - start.head.seq, segments: checked, tornTail, last });
}

function missing(next: SegmentName, expected: number, head: ChainHead): Damage {
  const { file } = segmentName(next.journal, expected);
  return { kind: 'corrupt', file, offset: 0, seq: head.seq + 1, reason: 'segment' };
}

/** Something was written after what looked like an unfinished write: it had been finished, and was hurt. */
function notTheLast({ segment, offset, seq }: TornTail): Damage {
  return { kind: 'corrupt', file: segment.file, offset, seq, reason: 'frame' };
}
