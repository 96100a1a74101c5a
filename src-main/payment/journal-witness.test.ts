import { describe, expect, it } from 'vitest';
import type { JournalHeadReply } from '../../src-shared/contract/gateway-http.ts';
import { ok } from '../../src-shared/result.ts';
import { makeMemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { JournalWitness } from './journal-witness.ts';
import { PaymentBook } from './payment-book.ts';
import { HandTime } from './test-support.ts';

/** A kiosk with three records, and a gateway that remembers the highest head it was told. */
async function witnessed(remembers: JournalHeadReply['known'] = null) {
  const book = await PaymentBook.open(await mustOpen(makeMemoryFs(), { segmentBytes: 64 * 1024, reserveBytes: 1024 }));
  for (const version of ['1', '2', '3']) await book.recordBoot(version);
  const logged: string[] = [];
  let known = remembers;
  const witness = new JournalWitness({
    book,
    gateway: {
      journalHead: async (head) => {
        const reply = { known, forked: false };
        known = { ...head };
        return ok(reply);
      },
    },
    timers: new HandTime(),
    rng: { bytes: (length) => new Uint8Array(length) },
    onChange: () => undefined,
    log: (event) => void logged.push(event),
  });
  return { book, witness, logged };
}

describe('a journal the gateway remembers', () => {
  it('is not trusted before the gateway was asked', async () => {
    const { witness } = await witnessed();
    expect(witness.trusted()).toBe(false);
    await witness.look();
    expect(witness.trusted()).toBe(true);
  });

  it('is trusted when it still holds that record, however much came after', async () => {
    const { book, witness } = await witnessed();
    await witness.look();
    await book.recordBoot('4');
    await witness.look();
    expect(witness.trusted()).toBe(true);
  });

  it('takes no money when it has become shorter', async () => {
    const { witness, logged } = await witnessed({ seq: 9, hash: 'a'.repeat(64) });
    await witness.look();
    expect(witness.trusted()).toBe(false);
    expect(logged).toEqual(['journal-forked']);
  });

  it('takes no money when it has another past', async () => {
    const { witness } = await witnessed({ seq: 2, hash: 'a'.repeat(64) });
    await witness.look();
    expect(witness.trusted()).toBe(false);
  });
});
