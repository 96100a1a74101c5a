import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import type { PageSheet } from '../../src-shared/contract/paper-ipc.ts';
import type { PlaceView, PlaceViewOf } from '../../src-shared/contract/staff-ipc.ts';
import { logQuerySchema } from '../../src-shared/contract/staff/log.ts';
import type { PaymentRow } from '../../src-shared/contract/staff/payments.ts';
import { fils } from '../../src-shared/domain/money.ts';
import { paymentQuerySchema } from '../../src-shared/staff/payment-query.ts';
import StaffPagePaper from './StaffPagePaper.vue';

const about = { kind: 'page', kioskCode: 'K001', at: '2026-11-26T09:26:00.000+03:00', by: 'S201', demo: true } as const;
const pid = '3f2a91c0'.repeat(4);
const row: PaymentRow = {
  pid,
  receiptNo: 'K001-00000007',
  state: 'unknown',
  open: true,
  rail: 'phone',
  items: 1,
  totalFils: fils(15_000),
  createdAt: '2026-11-25T12:00:00.000+03:00',
};

function printed(view: PlaceView, language: PageSheet['language']): string {
  const sheet: PageSheet = { ...about, view, language };
  return mount(StaffPagePaper, { props: { sheet } }).text().replace(/\s+/g, ' ');
}

describe('a page of the staff screen on paper', () => {
  it('says what the status page says, whose kiosk it is, when, and who printed it', () => {
    const lines = [{ id: 'printer', state: 'bad', code: 'out_of_paper', values: {} }] as const;
    const view: PlaceView = { name: 'status', cannotPay: ['no_network'], lines: [...lines], clockDoubt: null };
    expect(printed(view, 'en')).toMatch(
      /Visitors cannot pay.*DEMO.*K001 · 26\/11\/2026 09:26 · S201.*The gateway cannot be reached.*Printer ?No paper · Now/,
    );
    expect(printed(view, 'ar')).toMatch(/لا يمكن للمراجعين الدفع.*لا يوجد ورق/);
  });

  it('keeps a moment from being turned round in Arabic', () => {
    const values = { time: '2026-11-26 19:57', minutes: 0 };
    const lines: PlaceViewOf<'status'>['lines'] = [{ id: 'clock', state: 'good', code: 'right', values }];
    const view: PlaceView = { name: 'status', cannotPay: [], lines, clockDoubt: null };
    expect(printed(view, 'ar')).toContain('\u20662026-11-26 19:57\u2069');
  });

  it('lists the payments that were found', () => {
    const query = paymentQuerySchema.parse({});
    const view: PlaceView = {
      ...{ name: 'payments', query, rows: [row], total: 1 },
      ...{ yesterday: '2026-11-25', today: '2026-11-26' },
    };
    expect(printed(view, 'en')).toMatch(/1 payment.*K001-00000007.*15\.000.*Not known if money was taken/);
  });

  it('says what the gateway is owed, and what it refuses first', () => {
    const since = '2026-11-26T09:00:00.000+03:00';
    const owed = { amountFils: fils(15_000), since, tries: 7 };
    const view: PlaceView = {
      name: 'outbox',
      total: 2,
      rows: [
        {
          ...{ ...owed, id: { pid }, what: 'commit', name: 'K001-00000007' },
          ...{ trouble: 'conflict', asideSince: since },
        },
        {
          ...{ ...owed, id: { no: 4 }, what: 'day', name: 'Z 4', amountFils: null },
          ...{ trouble: 'no_answer', asideSince: null },
        },
      ],
    };
    expect(printed(view, 'en')).toMatch(
      /Set aside.*Paid: to be booked.*K001-00000007.*15\.000.*something else on its books.*Tried 7 times.*Waiting its turn.*Closed day.*Z 4.*No answer is no refusal/,
    );
    expect(printed(view, 'ar')).toMatch(/رفضه الخادم.*7 محاولات/);
    expect(printed({ ...view, rows: [], total: 0 }, 'en')).toContain('Nothing is owed');
  });

  it('tells the whole story of a payment in words', () => {
    const view: PlaceView = {
      ...{ name: 'payment', row, maskedNumber: '••••••••0018', caseId: 'K001-C0000001', canPrint: false },
      ...{ canHandOver: false, closableAs: [] },
      tickets: [{ ticketNo: '77', title: { ar: 'أ', en: 'Seat belt' }, amountFils: fils(15_000) }],
      story: [{ code: 'created', atMs: Date.UTC(2026, 10, 25, 9), amountFils: fils(15_000), items: 1 }],
    };
    expect(printed(view, 'en')).toMatch(
      /3F2A91C0.*K001-C0000001.*What happened.*began to pay.*15\.000 for 1 ticket.*Tickets.*77.*Seat belt/,
    );
  });

  it('keeps a line of the log as it was written', () => {
    const line = {
      at: '2026-11-26T06:00:00.000Z',
      level: 'fault',
      event: 'main-failed',
      fields: [['what', 'x']],
    } as const;
    const rows = [{ ...line, fields: line.fields.map(([name, value]): [string, string] => [name, value]) }];
    const view: PlaceView = { name: 'log', query: logQuerySchema.parse({}), rows, more: false };
    expect(printed(view, 'en')).toMatch(/09:00.*Needs somebody.*main-failed what=x/);
  });
});
