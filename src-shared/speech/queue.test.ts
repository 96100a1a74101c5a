import { describe, expect, it } from 'vitest';
import {
  appendSpeech,
  emptyQueue,
  hushSpeech,
  longestRepeat,
  nextSpeech,
  repeatSpeech,
  replaceSpeech,
} from './queue.ts';

describe('the queue of speech (A33)', () => {
  it('lets new speech replace what was still to be said', () => {
    const reading = nextSpeech(replaceSpeech(['title', 'lead', 'button']));
    expect(reading.waiting).toEqual(['lead', 'button']);
    expect(replaceSpeech(['next screen']).waiting).toEqual(['next screen']);
  });

  it('puts news about the same screen behind what is being said', () => {
    const queue = appendSpeech(replaceSpeech(['paid', 'receipt']), ['printed']);
    expect(queue.waiting).toEqual(['paid', 'receipt', 'printed']);
  });

  it('falls silent at once, and can still say everything again from its start, news included', () => {
    const queue = hushSpeech(appendSpeech(nextSpeech(replaceSpeech(['paid', 'receipt'])), ['printed']));
    expect(queue.waiting).toEqual([]);
    expect(repeatSpeech(queue).waiting).toEqual(['paid', 'receipt', 'printed']);
  });

  it('has nothing to repeat before anything was said, and is never asked for more than it has', () => {
    expect(repeatSpeech(emptyQueue).waiting).toEqual([]);
    expect(nextSpeech(emptyQueue).waiting).toEqual([]);
  });

  it('does not grow without end while a payment is waited for', () => {
    let queue = replaceSpeech(['title']);
    for (let second = 0; second < 1000; second += 1) queue = nextSpeech(appendSpeech(queue, [`news ${second}`]));
    expect(queue.said).toHaveLength(longestRepeat);
  });
});
