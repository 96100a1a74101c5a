import fc from 'fast-check';
import type { LocalText } from '../domain/language.ts';
import {
  notPayableReasonSchema,
  obligationSchema,
  obligationStatusSchema,
  residencyKindSchema,
  type Obligation,
  type Offence,
} from '../domain/obligation.ts';

/*
 * Obligations as a back end may send them: mostly as usual, with everything odd that the schema lets through.
 */

/** Sometimes left out. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });
const oftener = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight: 5, arbitrary: usual }, { weight: 1, arbitrary: odd });
const word = (maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: 'grapheme', maxLength }).map((text) => text.slice(0, maxLength));

const text = oftener<LocalText>(
  fc.constantFrom({ ar: 'السالمية', en: 'Salmiya' }, { ar: 'حولي', en: 'Hawalli', ur: 'حولی' }),
  fc.record({ ar: word(40), en: word(40), fil: word(10) }, { requiredKeys: ['ar', 'en'] }),
);
const number = (digits: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: 10 ** digits - 1 }).map(String);
const ticketNo = oftener(
  number(9),
  fc.oneof(
    fc.constantFrom('007', 'T-1', '١٢٣', ' 1', '1e3', '9007199254740993', '0'),
    word(24).filter((one) => one.length > 0),
  ),
);
const day = oftener(
  fc
    .date({ min: new Date('2000-01-01'), max: new Date('2060-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.constantFrom('1999-12-31', '2000-01-01', '2024-02-29', '2023-12-31', '2600-01-01', '0001-01-01', '9999-12-31'),
);
const clock = fc.constantFrom('00:00:00', '10:07:00', '23:59:00', '23:59:59', '12:00:01');
const moment = oftener(
  fc.tuple(day, clock).map(([on, at]) => `${on}T${at}+03:00`),
  fc.constantFrom('2026-11-01T10:00:00Z', '2026-11-01T10:00:00.5+03:00', '2026-11-01T10:00:00-11:30'),
);
const common = {
  id: word(64).filter((id) => id.length > 0),
  version: oftener(fc.constant(1), fc.nat()),
  amountFils: oftener(
    fc.nat(400).map((halves) => halves * 500),
    fc.nat(999_999_999),
  ),
  status: oftener(fc.constant('payable' as const), fc.constantFrom(...obligationStatusSchema.options)),
  notPayableReason: maybe(fc.constantFrom(...notPayableReasonSchema.options)),
  officeCode: maybe(word(32)),
};
const offence = oftener<Offence>(
  fc.constantFrom({ code: '37-1', text: { ar: 'وقوف', en: 'Parking' }, article: '37' }),
  fc.record({ code: word(16), text, article: word(16) }, { requiredKeys: ['code', 'text'] }),
);

const traffic = fc.record({
  ...common,
  system: fc.constant('traffic' as const),
  detail: fc.record({
    ticketNo,
    kind: fc.constantFrom('direct', 'indirect'),
    occurredAt: moment,
    place: text,
    plate: maybe(fc.record({ number: oftener(number(5), word(8)), code: maybe(word(4)), governorate: maybe(text) })),
    speed: maybe(fc.record({ limit: fc.integer({ min: -5, max: 200 }), measured: fc.nat(300) })),
    points: maybe(fc.integer({ min: -2, max: 20 })),
    settleBy: maybe(day),
    offences: fc.array(offence, { minLength: 1, maxLength: 6 }),
  }),
});

const residency = fc.record({
  ...common,
  system: fc.constantFrom('residency' as const, 'residency_cases' as const),
  detail: fc.record({
    ticketNo,
    kind: fc.constantFrom(...residencyKindSchema.options),
    text,
    lawArticle: maybe(word(16)),
    permitArticle: maybe(word(8)),
    from: day,
    to: maybe(day),
    days: maybe(fc.nat(4000)),
    ratePerDayFils: maybe(fc.nat(10_000)),
    capFils: maybe(fc.nat(2_000_000)),
    capReached: maybe(fc.boolean()),
  }),
});

/** With the usual id about half of the time. */
export const anyObligation: fc.Arbitrary<Obligation> = fc
  .tuple(fc.oneof(traffic, residency), fc.boolean())
  .map(([one, usualId]) => (usualId ? { ...one, id: `${one.system}-${one.detail.ticketNo}` } : one))
  .map((one) => obligationSchema.parse(JSON.parse(JSON.stringify(one))));

/** A ticket as almost all are. */
export function plainTicket(no: number): Obligation {
  return obligationSchema.parse({
    id: `traffic-${no}`,
    version: 1,
    system: 'traffic',
    amountFils: 15_000,
    status: 'payable',
    detail: {
      ticketNo: String(no),
      kind: 'indirect',
      occurredAt: '2026-11-01T10:07:00+03:00',
      place: { ar: 'السالمية', en: 'Salmiya' },
      plate: { number: '45326', code: '14' },
      settleBy: '2027-01-01',
      offences: [{ code: '37-1', text: { ar: 'وقوف', en: 'Parking' }, article: '37' }],
    },
  });
}
