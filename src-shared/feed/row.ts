import { canonicalJson } from '../contract/canonical-json.ts';
import { isTraffic, obligationSchema, type Obligation, type Plate } from '../domain/obligation.ts';
import { ByteReader, BytesError } from '../encoding/byte-reader.ts';
import { ByteWriter } from '../encoding/byte-writer.ts';
import type { DictionaryValue, GrowingDictionary } from './dictionary.ts';
import { NoRoomError, parsedJson, readFormStart } from './form.ts';
import { readResidency, writeResidency } from './residency-form.ts';
import { readTraffic, writeTraffic } from './traffic-form.ts';

/*
 * What one party owes, as few bytes as is reasonable: a count, then each item in the first form that holds it. An item
 * that a compact form would not give back exactly is written as JSON, so nothing is ever rounded to fit.
 */

const forms = { json: 0, traffic: 1, residency: 2 } as const;

/** More would make one party's record a burden for everybody; its bearer is sent to a counter or to the line. */
const maxObligations = 5000;
export const maxRowBytes = 750_000;

/** A party whose record has no room, or of whom two were told: the kiosk cannot say what is owed. */
const cannotSay = Uint8Array.of(0);

/** Never longer than {@link maxRowBytes}. @param obligations at least one */
export function encodeRow(obligations: readonly Obligation[], dictionary: GrowingDictionary): Uint8Array<ArrayBuffer> {
  if (obligations.length === 0) throw new Error('a party without obligations has no row');
  if (obligations.length > maxObligations) return cannotSayRow();
  const writer = new ByteWriter();
  writer.varint(obligations.length);
  for (const [at, obligation] of obligations.entries()) {
    writer.bytes(writtenObligation(obligation, obligations[at - 1], dictionary));
  }
  return writer.length > maxRowBytes ? cannotSayRow() : writer.written();
}

export function cannotSayRow(): Uint8Array<ArrayBuffer> {
  return cannotSay.slice();
}

/** Null when the row says so or cannot be read: then nobody can say what is owed. */
export function decodeRow(bytes: Uint8Array<ArrayBuffer>, dictionary: readonly DictionaryValue[]): Obligation[] | null {
  try {
    const reader = new ByteReader(bytes);
    const count = reader.varint();
    if (count === 0 || count > maxObligations) return null;
    const obligations: Obligation[] = [];
    while (obligations.length < count) obligations.push(readObligation(reader, obligations.at(-1), dictionary));
    return reader.left === 0 ? obligations : null;
  } catch (error) {
    if (error instanceof BytesError) return null;
    throw error;
  }
}

/** @param before the item before in the same row */
function writtenObligation(
  obligation: Obligation,
  before: Obligation | undefined,
  dictionary: GrowingDictionary,
): Uint8Array<ArrayBuffer> {
  const compact = compactForm(obligation, before, dictionary);
  if (compact !== null) return compact;
  const writer = new ByteWriter();
  writer.varint(forms.json);
  writer.text(canonicalJson(obligation));
  return writer.written();
}

/** Null when the compact form would not give back exactly this. */
function compactForm(
  obligation: Obligation,
  before: Obligation | undefined,
  dictionary: GrowingDictionary,
): Uint8Array<ArrayBuffer> | null {
  try {
    const written = isTraffic(obligation)
      ? writeTraffic(forms.traffic, obligation, plateOf(before), dictionary)
      : writeResidency(forms.residency, obligation, dictionary);
    const again = readAnyForm(new ByteReader(written), before, dictionary.values);
    return canonicalJson(again) === canonicalJson(obligation) ? written : null;
  } catch (error) {
    if (error instanceof NoRoomError || error instanceof BytesError) return null;
    throw error;
  }
}

function readObligation(
  reader: ByteReader,
  before: Obligation | undefined,
  dictionary: readonly DictionaryValue[],
): Obligation {
  const obligation = obligationSchema.safeParse(readAnyForm(reader, before, dictionary));
  if (!obligation.success) throw new BytesError('an item is not of the agreed shape');
  return obligation.data;
}

function readAnyForm(
  reader: ByteReader,
  before: Obligation | undefined,
  dictionary: readonly DictionaryValue[],
): unknown {
  const start = readFormStart(reader);
  switch (start.form) {
    case forms.traffic:
      return readTraffic(start, plateOf(before), reader, dictionary);
    case forms.residency:
      return readResidency(start, reader, dictionary);
    case forms.json:
      return parsedJson(reader.text());
    default:
      throw new BytesError(`no form ${start.form}`);
  }
}

function plateOf(before: Obligation | undefined): Plate | undefined {
  return before !== undefined && isTraffic(before) ? before.detail.plate : undefined;
}
