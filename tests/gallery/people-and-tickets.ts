import { createHash } from 'node:crypto';
import { fils } from '../../src-shared/domain/money.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import type {
  Obligation,
  Office,
  Offence,
  ResidencyObligation,
  TrafficObligation,
} from '../../src-shared/domain/obligation.ts';
import catalogue from '../../resources/demo/traffic-violations.json' with { type: 'json' };

/** Synthetic tickets with the real texts of the law; nobody's. */

const places = [
  { ar: 'شارع الخليج العربي، السالمية', en: 'Arabian Gulf Street, Salmiya' },
  { ar: 'الدائري الخامس باتجاه الجهراء', en: 'Fifth Ring Road towards Jahra' },
  { ar: 'طريق الملك فهد، الأحمدي', en: 'King Fahd Road, Ahmadi' },
  { ar: 'شارع سالم المبارك، حولي', en: 'Salem Al-Mubarak Street, Hawalli' },
  { ar: 'طريق المطار، الفروانية', en: 'Airport Road, Farwaniya' },
] as const;

export const offices: Office[] = [
  {
    code: 'TRF-HW',
    name: { ar: 'إدارة مرور محافظة حولي', en: 'Hawalli Traffic Department' },
    area: { ar: 'حولي', en: 'Hawalli' },
    hours: { ar: 'الأحد إلى الخميس، 8:00 إلى 13:00', en: 'Sunday to Thursday, 8:00 to 13:00' },
  },
];

const offenceByCode = new Map(catalogue.violations.map((violation) => [violation.code, violation]));

/** An offence of the law by its code. */
export function offence(code: string): Offence {
  const found = offenceByCode.get(code);
  if (!found) throw new Error(`no violation ${code}`);
  return { code, text: { ar: found.ar, en: found.en }, article: found.article };
}

interface TicketWish {
  readonly codes: readonly string[];
  readonly amount: number;
  readonly state?: Partial<Pick<Obligation, 'status' | 'notPayableReason' | 'officeCode'>>;
  readonly extra?: Partial<TrafficObligation['detail']>;
}

const dayMs = 86_400_000;
const newest = Date.parse('2026-11-18T14:35:00+03:00');

/** The n-th ticket of a person; the higher the older. */
export function ticket(n: number, wish: TicketWish): TrafficObligation {
  const place = places[n % places.length] ?? places[0];
  const occurred = new Date(newest - n * 23 * dayMs - n * 4_980_000 + 3 * 3_600_000).toISOString();
  return {
    id: createHash('sha256').update(`ticket ${n}`).digest('hex').slice(0, 24),
    version: 3,
    system: 'traffic',
    amountFils: fils(wish.amount),
    status: 'payable',
    ...wish.state,
    detail: {
      ticketNo: String(70214386 - n * 1387),
      kind: n % 2 === 0 ? 'direct' : 'indirect',
      occurredAt: occurred.replace('Z', '+03:00'),
      place,
      plate: {
        number: String(48213 + n * 117),
        code: String(10 + (n % 30)),
        governorate: { ar: 'حولي', en: 'Hawalli' },
      },
      offences: wish.codes.map((code) => offence(code)),
      ...wish.extra,
    },
  };
}

const camera = {
  status: 'visit_office',
  notPayableReason: 'camera_or_disabled_bay',
  officeCode: 'TRF-HW',
} as const;

/** A usual list: some payable, some not, one with several offences. */
export const usualTickets: Obligation[] = [
  ticket(0, { codes: ['35-15'], amount: 30_000, extra: { settleBy: '2027-01-18' } }),
  ticket(1, { codes: ['33-9', '35-15', '36-4'], amount: 125_000, extra: { settleBy: '2026-12-26' } }),
  ticket(2, { codes: ['37-1'], amount: 15_000 }),
  ticket(3, { codes: ['36-11'], amount: 20_000 }),
  ticket(4, {
    codes: ['33bis-4'],
    amount: 80_000,
    state: camera,
    extra: { speed: { limit: 100, measured: 131 }, points: 4 },
  }),
  ticket(5, { codes: ['38-1'], amount: 0, state: { status: 'referred_to_court', notPayableReason: 'no_settlement' } }),
  ticket(6, {
    codes: ['35-14'],
    amount: 30_000,
    state: { status: 'payment_pending_posting', notPayableReason: 'being_updated' },
  }),
];

/** Two residency fines: one that grows, one that has reached its limit. */
export const residencyFines: ResidencyObligation[] = [
  {
    id: 'residency-1',
    version: 1,
    system: 'residency',
    amountFils: fils(120_000),
    status: 'payable',
    detail: {
      ticketNo: '88120417',
      kind: 'permit_expired',
      text: { ar: 'انتهاء الإقامة وعدم تجديدها', en: 'Residence expired and not renewed' },
      lawArticle: '13',
      permitArticle: '18',
      from: '2026-10-08',
      days: 45,
      ratePerDayFils: fils(4_000),
      capFils: fils(1_200_000),
      capReached: false,
    },
  },
  {
    id: 'residency-2',
    version: 2,
    system: 'residency',
    amountFils: fils(600_000),
    status: 'suspended',
    notPayableReason: 'amnesty',
    detail: {
      ticketNo: '88120398',
      kind: 'overstayed_temporary',
      text: { ar: 'تجاوز مدة الإقامة المؤقتة', en: 'Stayed beyond the temporary residence' },
      lawArticle: '12',
      from: '2025-11-02',
      to: '2026-08-29',
      days: 300,
      ratePerDayFils: fils(2_000),
      capFils: fils(600_000),
      capReached: true,
    },
  },
];

/** The heaviest ticket there can be: six offences, the longest texts, every fact. */
export const heaviestTicket: Obligation = ticket(9, {
  codes: ['33-10', '33-8', '36-1', '33-5', '35-2', '36-11'],
  amount: 245_500,
  state: { status: 'visit_office', notPayableReason: 'serious_or_repeated', officeCode: 'TRF-HW' },
  extra: { speed: { limit: 120, measured: 168 }, points: 12, settleBy: '2026-12-26' },
});

const manyCodes = ['35-15', '37-1', '33-9', '36-11', '34-8', '36-4', '34-9'] as const;

/** A company's fleet: four hundred tickets. */
export const fleetTickets: Obligation[] = Array.from({ length: 400 }, (_, n) =>
  ticket(n, {
    codes: [manyCodes[n % manyCodes.length] ?? '37-1'],
    amount: 15_000 + (n % 4) * 15_000,
    ...(n % 9 === 4 ? { state: camera } : {}),
  }),
);

/** An answer with these tickets. */
export function answerOf(obligations: Obligation[], more: Partial<InquiryAnswer> = {}): InquiryAnswer {
  return {
    id: `answer-${obligations.length}-${more.partyKind ?? 'individual'}`,
    partyKind: 'individual',
    maskedNumber: '••••••••••17',
    obligations,
    systems: [
      ...new Set(obligations.map(({ system }) => system)),
      ...(obligations.length === 0 ? ['traffic' as const] : []),
    ].map((system) => ({ system, state: 'answered' as const })),
    offices,
    asOf: '2026-11-22T09:26:00+03:00',
    source: { from: 'live' },
    ...more,
  };
}
