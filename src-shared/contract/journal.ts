import { crc32 } from './crc32.ts';
import { hashHolds, parseCanonicalPayload, parsePayload, sealPayload } from './journal-payload.ts';
import type { JournalPayload, RecordContent, Sha256Hex } from './journal-payload.ts';

// A journal file is a row of frames, then zeros to its end (the file is allocated before it is used):
//
//   length u32 LE · crc32 u32 LE · seq u64 LE · payload (UTF-8, `length` bytes)
//
// The CRC covers seq and payload. The payload is canonical JSON: it holds no zero byte, so the zero in
// a header's top bytes can never be mistaken for payload, nor a payload for a header.

/** Bytes before the payload. */
export const frameHeaderBytes = 16;
/** Longest payload, bytes. Below 2^24, so the top byte of `length` is always zero. */
export const maxPayloadBytes = 1024 * 1024;
/** Longest frame, bytes. Nothing torn can be longer. */
export const maxFrameBytes = frameHeaderBytes + maxPayloadBytes;

/** Where a chain stands: number and hash of its last record. */
export interface ChainHead {
  /** 0 before the first record. Numbers are gapless. */
  readonly seq: number;
  /** Hex, 64 digits. */
  readonly hash: string;
}

/** The head of an empty journal. */
export const genesis: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** A frame found good: length, CRC, number, form and chain all hold. */
export interface JournalFrame {
  readonly seq: number;
  /** Of the frame's first byte in its file. */
  readonly offset: number;
  /** Of the whole frame, bytes. */
  readonly length: number;
  readonly payload: JournalPayload;
}

/**
 * Why a record is bad. `frame`: length or CRC, with more written after it · `sequence`: gap, repeat or
 * wrong order · `payload`: not canonical JSON of the schema · `chain`: `prev` is not the hash before ·
 * `hash`: the record's own hash does not hold · `segment`: a file of the row is missing.
 */
export type DamageReason = 'frame' | 'sequence' | 'payload' | 'chain' | 'hash' | 'segment';

/** How the written part of a file ends. `seq` is the number the first bad record should have had. */
export type ScanEnd =
  | { readonly kind: 'clean' }
  /** A last write that was not finished: nothing follows it. `length` bytes are to be set aside. */
  | { readonly kind: 'tornTail'; readonly offset: number; readonly length: number; readonly seq: number }
  | { readonly kind: 'corrupt'; readonly offset: number; readonly seq: number; readonly reason: DamageReason };

/** What a walk learned beside the frames it handed out. */
export interface FrameWalk {
  readonly head: ChainHead;
  /** Offset behind the last good frame. */
  readonly endOffset: number;
  readonly end: ScanEnd;
}

const utf8 = new TextEncoder();
// A byte order mark is not canonical: kept, so that it is found.
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The frame that continues `head`, and the head after it. The caller checks the length.
 * @throws on a name or a time that could be written and then not be read again
 */
export function encodeFrame(
  content: RecordContent,
  head: ChainHead,
  sha256: Sha256Hex,
): { readonly bytes: Uint8Array; readonly head: ChainHead } {
  const { text, hash } = sealPayload(content, head.hash, sha256);
  const payload = utf8.encode(text);
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  const view = new DataView(bytes.buffer);
  const seq = head.seq + 1;
  view.setUint32(0, payload.length, true);
  view.setBigUint64(8, BigInt(seq), true);
  bytes.set(payload, frameHeaderBytes);
  view.setUint32(4, crc32(bytes, 8), true);
  return { bytes, head: { seq, hash } };
}

/** Proves every frame of a file that continues `from`, one at a time; ends at the first bad one. */
export function proveFrames(
  bytes: Uint8Array,
  from: ChainHead,
  sha256: Sha256Hex,
): Generator<JournalFrame, FrameWalk, undefined> {
  return walk(bytes, from, (text, head) => {
    const payload = parseCanonicalPayload(text);
    if (payload === null) return 'payload';
    if (payload.prev !== head.hash) return 'chain';
    return hashHolds(text, payload, sha256) ? payload : 'hash';
  });
}

/**
 * Reads the frames of a file that was proved before, or written, by this same program. Length, CRC, number,
 * form and chain tell whether the disk still returns the same; the hashes are not computed again.
 */
export function rereadFrames(bytes: Uint8Array, from: ChainHead): Generator<JournalFrame, FrameWalk, undefined> {
  return walk(bytes, from, (text, head) => {
    const payload = parsePayload(text);
    if (payload === null) return 'payload';
    return payload.prev === head.hash ? payload : 'chain';
  });
}

/** `proveFrames` with the frames collected: for files that fit in memory as objects. */
export function scanFrames(
  bytes: Uint8Array,
  from: ChainHead,
  sha256: Sha256Hex,
): FrameWalk & { readonly frames: readonly JournalFrame[] } {
  const frames: JournalFrame[] = [];
  const walking = proveFrames(bytes, from, sha256);
  let step = walking.next();
  for (; step.done !== true; step = walking.next()) frames.push(step.value);
  return { ...step.value, frames };
}

/**
 * The head a file claims to continue, for checking one segment without those before it: taken from its
 * first frame. If that frame is damaged its number is taken on trust, so that the damage can be named.
 */
export function claimedStart(bytes: Uint8Array): ChainHead {
  const view = viewOf(bytes);
  if (!plausibleHeader(bytes, view, 0)) return genesis;
  const seq = seqAt(view, 0);
  if (!(seq > 1)) return genesis;
  const length = frameLength(bytes, view, 0);
  const text = length === null ? null : payloadText(bytes, 0, length);
  const payload = text === null ? null : parsePayload(text);
  return { seq: seq - 1, hash: payload?.prev ?? genesis.hash };
}

/** The number in the header of the frame at `offset`, whether or not the frame is good. */
export function numberAt(bytes: Uint8Array, offset: number): number {
  return seqAt(viewOf(bytes), offset);
}

/** Whether a whole frame with the right CRC stands at the start of `bytes`. */
export function startsWithFrame(bytes: Uint8Array): boolean {
  return frameLength(bytes, viewOf(bytes), 0) !== null;
}

/** Whether nothing has been written to this file yet: it is empty or holds only zeros. */
export function isBlank(bytes: Uint8Array): boolean {
  return writtenEnd(bytes, viewOf(bytes), 0) === 0;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Length of the frame at `offset` if one stands there whole and with the right CRC, else null. */
function frameLength(bytes: Uint8Array, view: DataView, offset: number): number | null {
  if (!plausibleHeader(bytes, view, offset)) return null;
  const length = frameHeaderBytes + view.getUint32(offset, true);
  if (offset + length > bytes.length) return null;
  return crc32(bytes, offset + 8, offset + length) === view.getUint32(offset + 4, true) ? length : null;
}

function plausibleHeader(bytes: Uint8Array, view: DataView, offset: number): boolean {
  if (offset + frameHeaderBytes > bytes.length) return false;
  const payload = view.getUint32(offset, true);
  return payload > 0 && payload <= maxPayloadBytes;
}

/** NaN where the number is beyond what a journal can reach: it then equals no expected number. */
function seqAt(view: DataView, offset: number): number {
  const seq = view.getBigUint64(offset + 8, true);
  return seq <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seq) : Number.NaN;
}

/** The payload in a frame's text if it continues `head`, or why it does not. */
type PayloadReader = (text: string, head: ChainHead) => JournalPayload | DamageReason;

function* walk(bytes: Uint8Array, from: ChainHead, read: PayloadReader): Generator<JournalFrame, FrameWalk, undefined> {
  const view = viewOf(bytes);
  let head = from;
  let offset = 0;
  for (;;) {
    const seq = head.seq + 1;
    const length = frameLength(bytes, view, offset);
    if (length === null) return { head, endOffset: offset, end: judgeTail(bytes, view, offset, seq) };
    const text = payloadText(bytes, offset, length);
    const payload = seqAt(view, offset) !== seq ? 'sequence' : text === null ? 'payload' : read(text, head);
    if (typeof payload === 'string') {
      return { head, endOffset: offset, end: { kind: 'corrupt', offset, seq, reason: payload } };
    }
    yield { seq, offset, length, payload };
    head = { seq, hash: payload.hash };
    offset += length;
  }
}

/** The text in a frame; null when it is not UTF-8. */
function payloadText(bytes: Uint8Array, offset: number, length: number): string | null {
  try {
    return utf8Strict.decode(bytes.subarray(offset + frameHeaderBytes, offset + length));
  } catch {
    return null;
  }
}

/** Offset behind the last byte that is not zero, at least `from`. */
function writtenEnd(bytes: Uint8Array, view: DataView, from: number): number {
  let end = bytes.length;
  // Four at a time: at every start some hundred megabytes of allocated zeros are looked at.
  while (end - 4 >= from && view.getInt32(end - 4) === 0) end -= 4;
  while (end > from && bytes[end - 1] === 0) end--;
  return end;
}

/**
 * Where no good frame stands: the end of the written part, a last write that was not finished, or
 * damage. One frame is in flight at a time, so an unfinished write is the last and no longer than one
 * frame; a header or a whole frame behind it means that a finished record was hurt.
 */
function judgeTail(bytes: Uint8Array, view: DataView, offset: number, seq: number): ScanEnd {
  const end = writtenEnd(bytes, view, offset);
  if (end === offset) return { kind: 'clean' };
  if (end - offset > maxFrameBytes) return { kind: 'corrupt', offset, seq, reason: 'frame' };
  for (let at = offset + 1; at < end; at++) {
    if (!plausibleHeader(bytes, view, at)) continue;
    // Behind the unfinished header: its own number and the first letters of the payload can look like another.
    const follows = at > offset + frameHeaderBytes && seqAt(view, at) === seq + 1;
    if (follows || frameLength(bytes, view, at) !== null) {
      return { kind: 'corrupt', offset, seq, reason: 'frame' };
    }
  }
  return { kind: 'tornTail', offset, length: end - offset, seq };
}
