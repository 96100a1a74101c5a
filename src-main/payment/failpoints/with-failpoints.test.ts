import { describe, expect, it } from 'vitest';
import { makeMemoryFs } from '../../journal/edge/memory-fs.ts';
import { mustOpen } from '../../journal/test-support.ts';
import { PaymentBook } from '../payment-book.ts';
import { callsWithFailpoints, journalWithFailpoints } from './with-failpoints.ts';

const pid = '0123456789abcdef0123456789abcdef';
const small = { segmentBytes: 64 * 1024, reserveBytes: 1024 };

describe('a journal with failpoints', () => {
  it('comes by each record before it is written and after it is durable, payments by their event', async () => {
    const places: [string, number][] = [];
    const journal = await mustOpen(makeMemoryFs(), small);
    const around = journalWithFailpoints(journal, (place) => places.push([place, journal.head().seq]));
    const book = await PaymentBook.open(around);
    await book.recordBoot('1.0.0');
    await around.append([{ kind: 'payment', pid, event: { type: 'CLOSED' } }]);
    expect(places).toEqual([
      ['journal.before:boot', 0],
      ['journal.after:boot', 1],
      ['journal.before:CLOSED', 1],
      ['journal.after:CLOSED', 2],
    ]);
    expect(around.head()).toEqual(journal.head());
    expect(around.canAppend()).toBe(true);
  });

  it('that dies before a record has not written it', async () => {
    const journal = await mustOpen(makeMemoryFs(), small);
    const around = journalWithFailpoints(journal, (place) => {
      if (place.startsWith('journal.before')) throw new Error('killed');
    });
    await expect(around.append([{ kind: 'boot', version: '1' }])).rejects.toThrow('killed');
    expect(journal.head().seq).toBe(0);
  });
});

describe('a port with failpoints', () => {
  /** As the real ones: one made of methods with private state, one a plain object. */
  class Till {
    #sum = 0;
    async add(fils: number): Promise<number> {
      this.#sum += fils;
      return this.#sum;
    }
    isOpen(): boolean {
      return this.#sum >= 0;
    }
  }

  it.each([
    ['of a class', () => new Till()],
    ['as an object', () => ({ add: async (fils: number) => fils, isOpen: () => true })],
  ])('%s answers as before, with a place on either side', async (_shape, make) => {
    const places: string[] = [];
    const till = callsWithFailpoints('send', make(), (place) => places.push(place));
    expect(await till.add(15)).toBe(15);
    expect(till.isOpen()).toBe(true);
    expect(places).toEqual(['send.before:add', 'send.after:add', 'send.before:isOpen', 'send.after:isOpen']);
  });

  it('that dies before a call has not made it', () => {
    const made: string[] = [];
    const port = { pay: async (): Promise<void> => void made.push('pay') };
    const around = callsWithFailpoints('terminal', port, () => {
      throw new Error('killed');
    });
    expect(() => around.pay()).toThrow('killed');
    expect(made).toEqual([]);
  });
});
