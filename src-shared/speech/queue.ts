/**
 * The one queue of speech (A33). New speech replaces old or, where it is only news about the same screen, stands in
 * line behind it; silence empties it; what was last said from the start can be said again.
 */
export interface SpeechQueue<Item> {
  /** Still to be said; the first is being said now. */
  readonly waiting: readonly Item[];
  /** Everything since the last replacement, for "say it again". */
  readonly said: readonly Item[];
}

export const emptyQueue: SpeechQueue<never> = { waiting: [], said: [] };

/** What is said again at most: news about one screen can go on for an hour while a payment is waited for. */
export const longestRepeat = 400;

/** Drops what was to be said and starts anew. */
export function replaceSpeech<Item>(items: readonly Item[]): SpeechQueue<Item> {
  return { waiting: items, said: items };
}

/** Says this after what is being said. */
export function appendSpeech<Item>(queue: SpeechQueue<Item>, items: readonly Item[]): SpeechQueue<Item> {
  return { waiting: [...queue.waiting, ...items], said: [...queue.said, ...items].slice(-longestRepeat) };
}

/** The first was said to its end. */
export function nextSpeech<Item>(queue: SpeechQueue<Item>): SpeechQueue<Item> {
  return { ...queue, waiting: queue.waiting.slice(1) };
}

/** Silence; what was said can still be said again. */
export function hushSpeech<Item>(queue: SpeechQueue<Item>): SpeechQueue<Item> {
  return { ...queue, waiting: [] };
}

/** Everything again from its start. */
export function repeatSpeech<Item>(queue: SpeechQueue<Item>): SpeechQueue<Item> {
  return { ...queue, waiting: queue.said };
}
