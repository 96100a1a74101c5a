import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { crc32 } from './crc32.ts';

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
/** Starts the text every record's hash is taken over; names the version of this format. */
export const journalDomain = 'wafa-journal-v1';

/** SHA-256 of a text as UTF-8: 64 hex digits. Handed in, because Node and browsers have different ones. */
export type Sha256Hex = (text: string) => string;

// No pattern: each is compared with a computed hash anyway, and a pattern cost a fifth of opening.
const sha256HexSchema = z.string().length(64);

/** What one frame carries: one transaction. */
export const journalPayloadSchema = z.strictObject({
  /** The writer's records; their own schemas belong to whoever wrote them. */
  events: z.array(z.unknown()),
  /** Names the start of the program that wrote this; `monoMs` compares only within one. */
  bootId: z.string().min(1).max(64),
  /** Monotonic milliseconds, whole. */
  monoMs: z.int(),
  /** Milliseconds since 1970 as the machine believed. For people; never compared. */
  wall: z.int(),
  /** `hash` of the record before; 64 zeros in the first. */
  prev: sha256HexSchema,
  /** SHA-256 of domain ‖ prev ‖ canonical payload without `hash`, all as UTF-8 text. Hex. */
  hash: sha256HexSchema,
});
export type JournalPayload = z.infer<typeof journalPayloadSchema>;

/** Where a chain stands: number and hash of its last record. */
export interface ChainHead {
  /** 0 before the first record. Numbers are gapless. */
  readonly seq: number;
  /** Hex, 64 digits. */
  readonly hash: string;
}

/** The head of an empty journal. */
export const genesis: ChainHead = { seq: 0, hash: '0'.repeat(64) };

/** A record ready to be framed. `eventsJson` is canonical JSON of the array of events. */
export interface FrameContent {
  readonly eventsJson: string;
  readonly bootId: string;
  /** Whole milliseconds. */
  readonly monoMs: number;
  /** Whole milliseconds since 1970. */
  readonly wall: number;
}

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

/** What `walkFrames` learned beside the frames it handed out. */
export interface FrameWalk {
  readonly head: ChainHead;
  /** Offset behind the last good frame. */
  readonly endOffset: number;
  readonly end: ScanEnd;
}

const utf8 = new TextEncoder();
// A byte order mark is not canonical: kept, so that it is found.
const utf8Strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The frame that continues `head`, and the head after it. Never fails; the caller checks the length. */
export function encodeFrame(
  content: FrameContent,
  head: ChainHead,
  sha256: Sha256Hex,
): { readonly bytes: Uint8Array; readonly head: ChainHead } {
  const hash = recordHash(content, head.hash, sha256);
  const payload = utf8.encode(payloadText(content, head.hash, hash));
  const bytes = new Uint8Array(frameHeaderBytes + payload.length);
  const view = new DataView(bytes.buffer);
  const seq = head.seq + 1;
  view.setUint32(0, payload.length, true);
  view.setBigUint64(8, BigInt(seq), true);
  bytes.set(payload, frameHeaderBytes);
  view.setUint32(4, crc32(bytes, 8), true);
  return { bytes, head: { seq, hash } };
}

/** Checks every frame of a file that continues `from`, hands each good one to `visit`, stops at the first bad one. */
export function walkFrames(
  bytes: Uint8Array,
  from: ChainHead,
  sha256: Sha256Hex,
  visit: (frame: JournalFrame) => void = () => undefined,
): FrameWalk {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let head = from;
  let offset = 0;
  for (;;) {
    const seq = head.seq + 1;
    const length = frameLength(bytes, view, offset);
    if (length === null) return { head, endOffset: offset, end: judgeTail(bytes, view, offset, seq) };
    const payload = readPayload(bytes, view, offset, length, head, sha256);
    if (typeof payload === 'string') {
      return { head, endOffset: offset, end: { kind: 'corrupt', offset, seq, reason: payload } };
    }
    visit({ seq, offset, length, payload });
    head = { seq, hash: payload.hash };
    offset += length;
  }
}

/** `walkFrames` with the frames collected: for files that fit in memory as objects. */
export function scanFrames(
  bytes: Uint8Array,
  from: ChainHead,
  sha256: Sha256Hex,
): FrameWalk & { readonly frames: readonly JournalFrame[] } {
  const frames: JournalFrame[] = [];
  const walk = walkFrames(bytes, from, sha256, (frame) => frames.push(frame));
  return { ...walk, frames };
}

/**
 * The head a file claims to continue, for checking one segment without those before it: taken from its
 * first frame. If that frame is damaged its number is taken on trust, so that the damage can be named.
 */
export function claimedStart(bytes: Uint8Array): ChainHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!plausibleHeader(bytes, view, 0)) return genesis;
  const seq = seqAt(view, 0);
  if (!(seq > 1)) return genesis;
  const length = frameLength(bytes, view, 0);
  const parsed = length === null ? null : parsePayload(bytes.subarray(frameHeaderBytes, length));
  return { seq: seq - 1, hash: parsed?.payload.prev ?? genesis.hash };
}

/** Whether a whole frame with the right CRC stands at the start of `bytes`. */
export function startsWithFrame(bytes: Uint8Array): boolean {
  return frameLength(bytes, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), 0) !== null;
}

/** Whether nothing has been written to this file yet: it is empty or holds only zeros. */
export function isBlank(bytes: Uint8Array): boolean {
  return writtenEnd(bytes, 0) === 0;
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

/** The payload of a frame whose CRC holds, or why it does not continue `head`. */
function readPayload(
  bytes: Uint8Array,
  view: DataView,
  offset: number,
  length: number,
  head: ChainHead,
  sha256: Sha256Hex,
): JournalPayload | DamageReason {
  if (seqAt(view, offset) !== head.seq + 1) return 'sequence';
  const parsed = parsePayload(bytes.subarray(offset + frameHeaderBytes, offset + length));
  if (parsed === null) return 'payload';
  const { payload, eventsJson } = parsed;
  if (payload.prev !== head.hash) return 'chain';
  return recordHash({ ...payload, eventsJson }, head.hash, sha256) === payload.hash ? payload : 'hash';
}

/** Null unless the bytes are exactly the canonical text of a payload. */
function parsePayload(bytes: Uint8Array): { payload: JournalPayload; eventsJson: string } | null {
  try {
    const text = utf8Strict.decode(bytes);
    const json: unknown = JSON.parse(text);
    const parsed = journalPayloadSchema.safeParse(json);
    if (!parsed.success) return null;
    const payload = parsed.data;
    const eventsJson = canonicalJson(payload.events);
    const canonical = payloadText({ ...payload, eventsJson }, payload.prev, payload.hash);
    return canonical === text ? { payload, eventsJson } : null;
  } catch {
    // Not UTF-8, not JSON, or nested deeper than the stack: in each case not a payload.
    return null;
  }
}

/** Canonical JSON of the payload, its keys in order; without `hash` it is the text the hash is taken over. */
function payloadText(content: FrameContent, prev: string, hash?: string): string {
  const seal = hash === undefined ? '' : `"hash":"${hash}",`;
  return (
    `{"bootId":${JSON.stringify(content.bootId)},"events":${content.eventsJson},${seal}` +
    `"monoMs":${content.monoMs},"prev":"${prev}","wall":${content.wall}}`
  );
}

function recordHash(content: FrameContent, prev: string, sha256: Sha256Hex): string {
  return sha256(journalDomain + prev + payloadText(content, prev));
}

/** Offset behind the last byte that is not zero, at least `from`. */
function writtenEnd(bytes: Uint8Array, from: number): number {
  let end = bytes.length;
  while (end > from && bytes[end - 1] === 0) end--;
  return end;
}

/**
 * Where no good frame stands: the end of the written part, a last write that was not finished, or
 * damage. One frame is in flight at a time, so an unfinished write is the last and no longer than one
 * frame; a header or a whole frame behind it means that a finished record was hurt.
 */
function judgeTail(bytes: Uint8Array, view: DataView, offset: number, seq: number): ScanEnd {
  const end = writtenEnd(bytes, offset);
  if (end === offset) return { kind: 'clean' };
  if (end - offset > maxFrameBytes) return { kind: 'corrupt', offset, seq, reason: 'frame' };
  for (let at = offset + 1; at < end; at++) {
    if (!plausibleHeader(bytes, view, at)) continue;
    if (seqAt(view, at) === seq + 1 || frameLength(bytes, view, at) !== null) {
      return { kind: 'corrupt', offset, seq, reason: 'frame' };
    }
  }
  return { kind: 'tornTail', offset, length: end - offset, seq };
}
