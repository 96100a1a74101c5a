import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../contract/canonical-json.ts';
import { obligationSchema, type Obligation } from '../domain/obligation.ts';
import { GrowingDictionary } from './dictionary.ts';
import { cannotSayRow, decodeRow, encodeRow, maxRowBytes } from './row.ts';
import { anyObligation, plainTicket } from './test-support.ts';

const jsonForm = 0;
/** Of the first item. */
const formOf = (row: Uint8Array): number => (row[1] ?? 0) % 4;
const seed = 21;

const exactly = (obligations: readonly Obligation[] | null): string => canonicalJson(obligations);

describe('a row', () => {
  it('gives back exactly what was written, whatever a back end sends', () => {
    const dictionary = new GrowingDictionary();
    fc.assert(
      fc.property(fc.array(anyObligation, { minLength: 1, maxLength: 8 }), (obligations) => {
        const row = encodeRow(obligations, dictionary);
        expect(exactly(decodeRow(row, dictionary.values))).toBe(exactly(obligations));
      }),
      { seed, numRuns: 600 },
    );
  });

  it('written early is read with every later dictionary of its epoch', () => {
    const early = new GrowingDictionary();
    const row = encodeRow([plainTicket(1)], early);
    const later = new GrowingDictionary(early.values);
    later.numberOf('another');
    expect(exactly(decodeRow(row, later.values))).toBe(exactly([plainTicket(1)]));
  });

  it('holds a usual ticket in twenty bytes', () => {
    const dictionary = new GrowingDictionary();
    const one = encodeRow([plainTicket(12_345_678)], dictionary);
    expect(one.length).toBeLessThanOrEqual(22);
    expect(formOf(one)).not.toBe(jsonForm);
  });

  it('says only once which car it was', () => {
    const dictionary = new GrowingDictionary();
    const tickets = [
      plainTicket(10_000_001),
      plainTicket(10_000_002),
      withoutPlate(10_000_003),
      plainTicket(10_000_004),
    ];
    const row = encodeRow(tickets, dictionary);
    expect(exactly(decodeRow(row, dictionary.values))).toBe(exactly(tickets));
    const sizes = [1, 2].map((count) => encodeRow(tickets.slice(0, count), dictionary).length);
    expect((sizes[1] ?? 0) - (sizes[0] ?? 0)).toBeLessThan((sizes[0] ?? 0) - 4);
  });

  it.each<readonly [string, (ticket: ReturnType<typeof plain>) => unknown]>([
    ['a number with letters', (ticket) => ({ ...ticket, detail: { ...ticket.detail, ticketNo: 'T-1' } })],
    [
      'a time in another zone',
      (ticket) => ({ ...ticket, detail: { ...ticket.detail, occurredAt: '2026-11-01T10:00:00Z' } }),
    ],
    ['a negative limit', (ticket) => ({ ...ticket, detail: { ...ticket.detail, speed: { limit: -1, measured: 5 } } })],
  ])('of a ticket with %s is JSON, and still exact', (_what, change) => {
    const dictionary = new GrowingDictionary();
    const odd = obligationSchema.parse(change(plain()));
    const row = encodeRow([odd], dictionary);
    expect(formOf(row)).toBe(jsonForm);
    expect(exactly(decodeRow(row, dictionary.values))).toBe(exactly([odd]));
  });

  it('stays compact when the dictionary is full', () => {
    const full = new GrowingDictionary(Array.from({ length: 4096 }, (_, at) => `word ${at}`));
    const row = encodeRow([plainTicket(1)], full);
    expect(formOf(row)).not.toBe(jsonForm);
    expect(exactly(decodeRow(row, full.values))).toBe(exactly([plainTicket(1)]));
    expect(full.values).toHaveLength(4096);
  });

  it('says that nobody can say when there is too much of it', () => {
    const dictionary = new GrowingDictionary();
    const many = Array.from({ length: 5000 }, (_, at) => plainTicket(at));
    expect(decodeRow(encodeRow(many, dictionary), dictionary.values)).toHaveLength(5000);
    expect(encodeRow([...many, plainTicket(1)], dictionary)).toEqual(cannotSayRow());
    const long = many.map((ticket, at) => ({
      ...ticket,
      detail: { ...ticket.detail, ticketNo: 'T' },
      id: `${at} ${'x'.repeat(50)}`,
    }));
    const row = encodeRow(
      long.map((one) => obligationSchema.parse(one)),
      dictionary,
    );
    expect(row.length).toBeLessThan(maxRowBytes);
    expect(row).toEqual(cannotSayRow());
    expect(decodeRow(row, dictionary.values)).toBe(null);
    expect(() => encodeRow([], dictionary)).toThrow();
  });
});

/** Either nothing, or something of the agreed shape; never an exception. */
function isHarmless(bytes: Uint8Array<ArrayBuffer>, dictionary: GrowingDictionary): boolean {
  const read = decodeRow(bytes, dictionary.values);
  return read === null || read.every((one) => obligationSchema.safeParse(one).success);
}

describe('bytes that are no row', () => {
  const rows = fc.array(anyObligation, { minLength: 1, maxLength: 4 }).map((obligations) => {
    const dictionary = new GrowingDictionary();
    return { row: encodeRow(obligations, dictionary), dictionary };
  });

  it('are nothing when the end is missing, or something follows', () => {
    fc.assert(
      fc.property(rows, fc.nat(), ({ row, dictionary }, cut) => {
        expect(decodeRow(row.slice(0, cut % row.length), dictionary.values)).toBe(null);
        expect(decodeRow(new Uint8Array([...row, cut % 256]), dictionary.values)).toBe(null);
      }),
      { seed, numRuns: 400 },
    );
  });

  it('never end in an exception or in something of another shape', () => {
    fc.assert(
      fc.property(rows, fc.nat(), fc.integer({ min: 1, max: 255 }), ({ row, dictionary }, at, flip) => {
        const changed = row.slice();
        changed[at % row.length] = (changed[at % row.length] ?? 0) ^ flip;
        expect(isHarmless(changed, dictionary)).toBe(true);
      }),
      { seed, numRuns: 800 },
    );
    const random = fc.uint8Array({ maxLength: 60 }).map((bytes) => new Uint8Array(bytes));
    const { dictionary } = { dictionary: new GrowingDictionary() };
    encodeRow([plainTicket(1)], dictionary);
    fc.assert(
      fc.property(
        random,
        fc.constantFrom([], [1, 1], [1, 2], [1, 0], [2, 0x19, 0x01], [1, 0xfd, 0x7f]),
        (bytes, start) => {
          expect(isHarmless(new Uint8Array([...start, ...bytes]), dictionary)).toBe(true);
        },
      ),
      { seed, numRuns: 3000 },
    );
  });

  it('are nothing with the dictionary of another epoch', () => {
    const dictionary = new GrowingDictionary();
    expect(decodeRow(encodeRow([plainTicket(1)], dictionary), [])).toBe(null);
    expect(decodeRow(encodeRow([plainTicket(1)], dictionary), dictionary.values.toReversed())).toBe(null);
  });
});

function plain() {
  const ticket = plainTicket(1);
  if (ticket.system !== 'traffic') throw new Error('a ticket is traffic');
  return ticket;
}

function withoutPlate(no: number): Obligation {
  const { plate: _none, ...detail } = plain().detail;
  return { ...plainTicket(no), system: 'traffic', detail: { ...detail, ticketNo: String(no) } };
}
