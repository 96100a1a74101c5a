import { describe, expect, it } from 'vitest';
import { makeMemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { PaymentBook } from './payment-book.ts';
import { ServiceIds } from './service-ids.ts';

const roomy = { segmentBytes: 64 * 1024, reserveBytes: 1024 };

describe('numbers for messages to the terminal', () => {
  it('go on after everything that was ever handed out, also when the power went', async () => {
    const fs = makeMemoryFs();
    const ids = new ServiceIds();
    const book = await PaymentBook.open(await mustOpen(fs, roomy), [ids]);
    expect(await ids.reserve(book, 64)).toEqual({ from: 1 });
    expect(await Promise.all([ids.reserve(book, 64), ids.reserve(book, 64)])).toEqual([{ from: 65 }, { from: 129 }]);
    fs.cutPower(() => 0);
    const later = new ServiceIds();
    const again = await PaymentBook.open(await mustOpen(fs, roomy), [later]);
    expect(await later.reserve(again, 64)).toEqual({ from: 193 });
  });

  it('of a new disk begin elsewhere, because the terminal remembers those of the old one', async () => {
    const fs = makeMemoryFs();
    const rng = { bytes: (length: number) => new Uint8Array(length).fill(255) };
    const ids = new ServiceIds(rng);
    const book = await PaymentBook.open(await mustOpen(fs, roomy), [ids]);
    const first = 2 ** 48;
    expect(await ids.reserve(book, 64)).toEqual({ from: first });
    expect(await ids.reserve(book, 64)).toEqual({ from: first + 64 });
    const later = new ServiceIds(rng);
    const again = await PaymentBook.open(await mustOpen(fs, roomy), [later]);
    expect(await later.reserve(again, 64)).toEqual({ from: first + 128 });
    expect((36 ** 10 - 1) / 12).toBeGreaterThan(first);
  });

  it('are not handed out when they could not be made durable', async () => {
    const fs = makeMemoryFs();
    const ids = new ServiceIds();
    const book = await PaymentBook.open(await mustOpen(fs, roomy), [ids]);
    fs.failAt('datasync', 1, 'EIO');
    expect(await ids.reserve(book, 64)).toBeNull();
  });
});
