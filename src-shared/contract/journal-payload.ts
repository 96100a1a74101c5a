import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

// The text inside a frame: canonical JSON of one transaction, sealed by its hash.

/** Starts the text every record's hash is taken over; names the version of this format. */
const journalDomain = 'wafa-journal-v1';

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

/** A record ready to be sealed. `eventsJson` is canonical JSON of the array of events. */
export interface RecordContent extends Pick<JournalPayload, 'bootId' | 'monoMs' | 'wall'> {
  readonly eventsJson: string;
}

const contentSchema = journalPayloadSchema.pick({ bootId: true, monoMs: true, wall: true });

/**
 * The payload that continues the record whose hash is `prev`.
 * @throws on a name or a time that could be written and then not be read again
 */
export function sealPayload(content: RecordContent, prev: string, sha256: Sha256Hex): { text: string; hash: string } {
  const { bootId, monoMs, wall } = contentSchema.parse({
    bootId: content.bootId,
    monoMs: content.monoMs,
    wall: content.wall,
  });
  // Keys in canonical order; `hash` stands between these two parts.
  const first = `{"bootId":${JSON.stringify(bootId)},"events":${content.eventsJson},`;
  const second = `"monoMs":${monoMs},"prev":"${prev}","wall":${wall}}`;
  const hash = sha256(journalDomain + prev + first + second);
  return { text: first + hashMember(hash) + second, hash };
}

/** The payload in a text, its form checked; whether it is canonical and its hash holds is not. */
export function parsePayload(text: string): JournalPayload | null {
  try {
    return journalPayloadSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null; // not JSON
  }
}

/** As `parsePayload`; null also when `text` is not the one text of its content. */
export function parseCanonicalPayload(text: string): JournalPayload | null {
  try {
    const json: unknown = JSON.parse(text);
    const payload = journalPayloadSchema.safeParse(json).data;
    return payload !== undefined && isCanonical(json, text) ? payload : null;
  } catch {
    // Not JSON, or nested deeper than the stack.
    return null;
  }
}

/** Whether the hash in a canonical payload is the one of its content. */
export function hashHolds(text: string, { prev, hash }: JournalPayload, sha256: Sha256Hex): boolean {
  const member = hashMember(hash);
  // The last one: an event may hold the same words, but what follows `hash` are numbers and `prev`.
  const at = text.lastIndexOf(member);
  return sha256(journalDomain + prev + text.slice(0, at) + text.slice(at + member.length)) === hash;
}

function hashMember(hash: string): string {
  return `"hash":"${hash}",`;
}

/**
 * Whether `text`, which parsed to `json`, is canonical. The engine's own writer differs from the canonical
 * one in the order of keys only, and is several times quicker: years of records are checked at every start.
 */
function isCanonical(json: unknown, text: string): boolean {
  if (keysInOrder(json) && JSON.stringify(json) === text) return true;
  // Keys that look like array indices move to the front when parsed, wherever they stood in the text.
  return canonicalJson(json) === text;
}

function keysInOrder(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return true;
  if (Array.isArray(json)) return json.every(keysInOrder);
  // What JSON.parse made has no inherited keys, and its members are read as unknown.
  const record = json as Readonly<Record<string, unknown>>;
  let before = '';
  for (const key in record) {
    if (key < before || !keysInOrder(record[key])) return false;
    before = key;
  }
  return true;
}
