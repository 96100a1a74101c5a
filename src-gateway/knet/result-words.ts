/** Every result word we act on, after normalising. Nothing else means anything to us. */
export type ResultWord =
  | 'CAPTURED'
  | 'SUCCESS'
  | 'NOT CAPTURED'
  | 'CANCELED'
  | 'CANCELLED'
  | 'CANCEL'
  | 'DENIED BY RISK'
  | 'HOST TIMEOUT'
  | 'VOIDED'
  | 'FAILURE(NOT CAPTURED)'
  | 'FAILURE(DENIED BY RISK)'
  | 'FAILURE(HOST TIMEOUT)'
  | 'FAILURE(SUSPECT)';

/** What a word claims. A claim is not a verdict: the judge decides what it is worth. */
export type ResultClass = 'captured_claim' | 'failure' | 'unknown' | 'voided' | 'error_code';

/** A result as read: its class, the word when it is one we know, the code (`IPAYnnnnnnn`) of an error. */
export type ResultReading =
  | { readonly class: Exclude<ResultClass, 'error_code'>; readonly word: ResultWord | null }
  | { readonly class: 'error_code'; readonly code: string };

type WordTable = ReadonlyMap<string, { class: Exclude<ResultClass, 'error_code'>; word: ResultWord }>;

const everywhere: readonly (readonly [ResultWord, Exclude<ResultClass, 'error_code'>])[] = [
  ['CAPTURED', 'captured_claim'],
  ['NOT CAPTURED', 'failure'],
  ['CANCELED', 'failure'],
  ['CANCELLED', 'failure'],
  ['CANCEL', 'failure'],
  ['DENIED BY RISK', 'failure'],
  ['HOST TIMEOUT', 'unknown'],
  ['VOIDED', 'voided'],
];

const inquiryOnly: typeof everywhere = [
  ['SUCCESS', 'captured_claim'],
  ['FAILURE(NOT CAPTURED)', 'failure'],
  ['FAILURE(DENIED BY RISK)', 'failure'],
  ['FAILURE(HOST TIMEOUT)', 'unknown'],
  // What we asked with did not match the record: says nothing about the payment.
  ['FAILURE(SUSPECT)', 'unknown'],
];

const callbackTable = table(everywhere);
const inquiryTable = table([...everywhere, ...inquiryOnly]);

/** Reads the `result` of a callback. Whole words only: `NOT CAPTURED` contains `CAPTURED`. */
export function readCallbackResult(text: string): ResultReading {
  return read(text, callbackTable);
}

/** Reads the `result` of an inquiry or refund answer, which has words of its own (`SUCCESS`, `FAILURE(…)`). */
export function readInquiryResult(text: string): ResultReading {
  return read(text, inquiryTable);
}

function read(text: string, words: WordTable): ResultReading {
  const word = normalise(text);
  const code = /^!ERROR!-(IPAY\d{7})(?:-.*)?$/.exec(word)?.[1];
  if (code !== undefined) return { class: 'error_code', code };
  return words.get(word) ?? { class: 'unknown', word: null };
}

/** Trims, folds spaces, upper-cases, removes spaces around brackets. Text outside ASCII never becomes a word. */
function normalise(text: string): string {
  if (!/^[\t\n\r\x20-\x7e]*$/.test(text)) return '';
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .toUpperCase()
    .replace(/ ?([()]) ?/g, '$1');
}

function table(rows: typeof everywhere): WordTable {
  return new Map(rows.map(([word, resultClass]) => [word, { class: resultClass, word }]));
}
