import { canonicalJson } from '../contract/canonical-json.ts';
import type { DictionaryFile } from './head.ts';

export type DictionaryValue = DictionaryFile['values'][number];

/** Limit of `dictionarySchema`. */
const maxValues = 4096;
/** Of all values as JSON, characters: three bytes each are less than `maxDictionaryBytes`. */
const maxCharacters = 1_000_000;

/** Gives numbers to values in the order they come: what is common comes early and gets a short number. */
export class GrowingDictionary {
  readonly values: DictionaryValue[];
  readonly #numbers: Map<string, number>;
  #characters = 0;

  /** @param values of the dictionary so far; numbers once given stay */
  constructor(values: readonly DictionaryValue[] = []) {
    this.values = [...values];
    this.#numbers = new Map(values.map((value, number) => [canonicalJson(value), number]));
    for (const text of this.#numbers.keys()) this.#characters += text.length + 1;
  }

  /** Null when there is no room for a new one: the caller writes the value itself then. */
  numberOf(value: DictionaryValue): number | null {
    const text = canonicalJson(value);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    if (this.values.length >= maxValues || this.#characters + text.length >= maxCharacters) return null;
    this.#characters += text.length + 1;
    this.#numbers.set(text, this.values.length);
    return this.values.push(value) - 1;
  }
}
