import { canonicalJson } from '../contract/canonical-json.ts';
import type { ByteReader } from '../encoding/byte-reader.ts';
import { BytesError } from '../encoding/byte-reader.ts';
import { ByteWriter } from '../encoding/byte-writer.ts';
import type { LocalText } from '../domain/language.ts';
import type { DictionaryValue, GrowingDictionary } from './dictionary.ts';

/*
 * How a flat record becomes few bytes: a number whose bits say which columns are not as usual, then those columns and
 * the ones that always stand there. What is usual costs nothing.
 */

/** A value has no place in this form: the record takes another one. */
export class NoRoomError extends Error {
  override readonly name = 'NoRoomError';
}

/** How one kind of value is written. Writing throws {@link NoRoomError}, reading {@link BytesError}. */
export interface Coder<T> {
  write(value: T, to: ByteWriter, dictionary: GrowingDictionary): void;
  read(from: ByteReader, dictionary: readonly DictionaryValue[]): T;
}

/** One column of a form over flat records of type F. */
export interface Column<F> {
  /** Null when the column always stands there. */
  readonly isUsual: ((flat: F) => boolean) | null;
  write(flat: F, to: ByteWriter, dictionary: GrowingDictionary): void;
  read(flat: Partial<F>, from: ByteReader, dictionary: readonly DictionaryValue[]): void;
  /** Puts the usual value there; the columns before it are filled. */
  assume(flat: Partial<F>): void;
}

/** A column that always stands there. */
export function always<F, K extends keyof F>(key: K, coder: Coder<F[K]>): Column<F> {
  return { ...column(key, coder), isUsual: null, assume: () => undefined };
}

/** A column left out when it is what `usual` says; `usual` may look at the columns before it. */
export function mostly<F, K extends keyof F>(key: K, coder: Coder<F[K]>, usual: (flat: Partial<F>) => F[K]): Column<F> {
  return {
    ...column(key, coder),
    isUsual: (flat) => isSame(flat[key], usual(flat)),
    assume: (flat) => void (flat[key] = usual(flat)),
  };
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return typeof one === 'object' && typeof other === 'object' && canonicalJson(one) === canonicalJson(other);
}

/** A column that is left out where there is nothing. */
export function maybe<F, K extends keyof F>(key: K, coder: Coder<NonNullable<F[K]>>): Column<F> {
  return {
    ...column<F, K>(key, {
      write: (value, to, dictionary) => {
        if (value === undefined || value === null) throw new NoRoomError('null is not nothing');
        coder.write(value, to, dictionary);
      },
      read: (from, dictionary) => coder.read(from, dictionary),
    }),
    isUsual: (flat) => flat[key] === undefined,
    assume: () => undefined,
  };
}

function column<F, K extends keyof F>(key: K, coder: Coder<F[K]>): Pick<Column<F>, 'write' | 'read'> {
  return {
    write: (flat, to, dictionary) => {
      coder.write(flat[key], to, dictionary);
    },
    read: (flat, from, dictionary) => void (flat[key] = coder.read(from, dictionary)),
  };
}

/** How many forms there can be: their number stands in the same varint as the columns. */
const forms = 4;

/** @param form number of the form, below 4. @throws {NoRoomError} */
export function writeForm<F>(
  form: number,
  columns: readonly Column<F>[],
  flat: F,
  dictionary: GrowingDictionary,
): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter();
  const written = columns.filter(({ isUsual }) => !isUsual?.(flat));
  const optional = columns.filter(({ isUsual }) => isUsual !== null);
  const bits = optional.reduce((sum, each, at) => sum | (written.includes(each) ? 1 << at : 0), 0);
  writer.varint(bits * forms + form);
  for (const each of written) each.write(flat, writer, dictionary);
  return writer.written();
}

/** Which form comes next, and the columns that stand there. */
export interface FormStart {
  readonly form: number;
  readonly bits: number;
}

/** @throws {BytesError} */
export function readFormStart(reader: ByteReader): FormStart {
  const start = reader.varint();
  return { form: start % forms, bits: Math.floor(start / forms) };
}

/** @param flat what is known before. @throws {BytesError} */
export function readForm<F>(
  columns: readonly Column<F>[],
  { bits }: FormStart,
  flat: Partial<F>,
  reader: ByteReader,
  dictionary: readonly DictionaryValue[],
): Partial<F> {
  let left = bits;
  for (const each of columns) {
    const isThere = each.isUsual === null || left % 2 === 1;
    if (each.isUsual !== null) left = Math.floor(left / 2);
    if (isThere) each.read(flat, reader, dictionary);
    else each.assume(flat);
  }
  if (left !== 0) throw new BytesError('columns nobody knows');
  return flat;
}

/** A safe integer from 0. */
export const number: Coder<number> = {
  write: (value, to) => {
    to.varint(whole(value));
  },
  read: (from) => from.varint(),
};

function whole(value: number): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new NoRoomError('no whole number from 0');
  return value;
}

/** Amounts are whole half dinars as a rule. */
const halfDinar = 500;

/** Fils. */
export const amount: Coder<number> = {
  write: (value, to) => {
    const halves = value / halfDinar;
    to.varint(Number.isInteger(halves) ? 2 * halves : 2 * value + 1);
  },
  read: (from) => {
    const coded = from.varint();
    return coded % 2 === 0 ? (coded / 2) * halfDinar : (coded - 1) / 2;
  },
};

export const flag: Coder<boolean> = {
  write: (value, to) => {
    to.byte(value ? 1 : 0);
  },
  read: (from) => from.byte() === 1,
};

export const text: Coder<string> = {
  write: (value, to) => {
    to.text(value);
  },
  read: (from) => from.text(),
};

/** A text of digits that begins with none but the number itself. */
export const digits: Coder<string> = {
  write: (value, to) => {
    if (!/^[1-9]\d{0,14}$/.test(value)) throw new NoRoomError('not only digits');
    to.varint(Number(value));
  },
  read: (from) => String(from.varint()),
};

/** One of a few words. New words go to the end of the list. */
export function oneOf<T extends string>(words: readonly T[]): Coder<T> {
  return {
    write: (value, to) => {
      to.varint(words.indexOf(value));
    },
    read: (from) => {
      const word = words[from.varint()];
      if (word === undefined) throw new BytesError('a word nobody knows');
      return word;
    },
  };
}

/** The one word there is beside the usual one: that its column stands there says it all. */
export function theOther<T extends string>(word: T): Coder<T> {
  return {
    write: (value) => {
      if (value !== word) throw new NoRoomError('a third word');
    },
    read: () => word,
  };
}

/**
 * A value many records have in common: its number in the dictionary from 1 on, or 0 and the value itself when the
 * dictionary is full. @param is tells values of this column
 */
export function shared<T extends DictionaryValue>(is: (value: unknown) => value is T): Coder<T> {
  return {
    write: (value, to, dictionary) => {
      const number = dictionary.numberOf(value);
      to.varint(number === null ? 0 : number + 1);
      if (number === null) to.text(canonicalJson(value));
    },
    read: (from, dictionary) => {
      const number = from.varint();
      const value = number === 0 ? parsedJson(from.text()) : dictionary[number - 1];
      if (!is(value)) throw new BytesError('a value the dictionary does not have');
      return value;
    },
  };
}

/** @throws {BytesError} */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BytesError('a text is not JSON');
  }
}

export const sharedWord = shared((value): value is string => typeof value === 'string');
export const sharedText = shared(
  (value): value is LocalText => typeof value === 'object' && value !== null && 'ar' in value,
);

export function listOf<T>(coder: Coder<T>): Coder<readonly T[]> {
  return {
    write: (values, to, dictionary) => {
      to.varint(values.length);
      for (const value of values) coder.write(value, to, dictionary);
    },
    read: (from, dictionary) => Array.from({ length: from.byte() }, () => coder.read(from, dictionary)),
  };
}

/** A value that may be absent, where that is not what is usual. */
export function orNone<T>(coder: Coder<T>): Coder<T | undefined> {
  return {
    write: (value, to, dictionary) => {
      to.byte(value === undefined ? 0 : 1);
      if (value !== undefined) coder.write(value, to, dictionary);
    },
    read: (from, dictionary) => (from.byte() === 0 ? undefined : coder.read(from, dictionary)),
  };
}

const dayMs = 86_400_000;
const firstDayMs = Date.UTC(2000, 0, 1);

/** YYYY-MM-DD from 2000 on. */
export const day: Coder<string> = {
  write: (value, to) => {
    to.varint(whole((Date.parse(`${value}T00:00:00Z`) - firstDayMs) / dayMs));
  },
  read: (from) => dayText(firstDayMs + checkedDay(from.varint()) * dayMs),
};

/** ISO 8601 with the offset of Kuwait, from 2000 on; whole seconds. */
export const kuwaitTime: Coder<string> = {
  write: (value, to) => {
    const seconds = whole((Date.parse(value) + kuwaitMs - firstDayMs) / 1000);
    const rest = seconds % 60;
    to.varint(2 * ((seconds - rest) / 60) + (rest === 0 ? 0 : 1));
    if (rest !== 0) to.byte(rest);
  },
  read: (from) => {
    const minutes = from.varint();
    const seconds = minutes % 2 === 1 ? from.byte() : 0;
    const ms = firstDayMs + checkedDay(Math.floor(minutes / 2) / 1440) * dayMs + seconds * 1000;
    return `${new Date(ms).toISOString().slice(0, 19)}+03:00`;
  },
};

const kuwaitMs = 3 * 3_600_000;

function dayText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Days up to the year 2500; a date beyond would not be written as text. */
function checkedDay(days: number): number {
  if (days > 182_621) throw new BytesError('a day nobody will see');
  return days;
}

/** The same day two months later, or the last of that month; texts as YYYY-MM-DD. */
export function twoMonthsAfter(text: string): string {
  const [year = 0, month = 0, ofMonth = 0] = text.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + 2, 0)).getUTCDate();
  return dayText(Date.UTC(year, month + 1, Math.min(ofMonth, last)));
}
