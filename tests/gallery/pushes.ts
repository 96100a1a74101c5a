import type { PaymentView, Push, Snapshot } from '../../src-shared/contract/kiosk-ipc.ts';
import { fils, sumFils } from '../../src-shared/domain/money.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import type { FieldProblem } from '../../src-shared/domain/field.ts';
import { dayOf, isTraffic, titleOf, type Obligation } from '../../src-shared/domain/obligation.ts';
import type { Receipt, ReceiptItem } from '../../src-shared/domain/receipt.ts';
import type { QuoteChange } from '../../src-shared/contract/gateway-http.ts';
import { defaultPreferences } from '../../src-shared/session/preferences.ts';
import { notPaidReasonSchema } from '../../src-shared/payment/states.ts';
import { paymentClosedReasonSchema } from '../../src-shared/session/steps.ts';
import { answerOf, fleetTickets, heaviestTicket, offices, usualTickets } from './people-and-tickets.ts';

/** One picture of the gallery: its name and the push that leads to it. */
export interface Exhibit {
  readonly name: string;
  readonly push: Push;
  /** A script for the page after the push: open a dialog, type digits. */
  readonly then?: readonly Step[];
}
/** `again`: main pushes the same once more, as it does after every intent. `see`: waits for what comes late, a selector. */
export type Step =
  { readonly click: string } | { readonly type: string } | { readonly again: true } | { readonly see: string };

const traffic = 'trafficIndividuals';
export const ask = (problem: FieldProblem | null = null) =>
  ({ at: 'ask', serviceId: traffic, field: 'civilOrUnified', problem, number: 1, count: 1 }) as const;

const idle: Snapshot = {
  revision: 1,
  language: 'ar',
  preferences: defaultPreferences,
  audioRoute: 'open',
  step: { at: 'attract' },
  maskedNumber: null,
  knownEntry: null,
  challenge: null,
  finding: null,
  answerId: null,
  selected: [],
  selectedFils: fils(0),
  serviceChargeFils: fils(0),
  totalFils: fils(0),
  payToken: null,
  rails: ['phone', 'screen', 'terminal'],
  payment: null,
  receipt: null,
  print: null,
  reprint: { offered: false, code: null },
  idleSecondsLeft: null,
  kiosk: {
    code: 'K001',
    site: { ar: 'مركز خدمة المواطن، السالمية', en: 'Salmiya Citizen Service Centre' },
    demo: true,
    online: true,
    ministry: 'up',
    paymentsOpen: true,
    maxItems: 50,
    printer: 'ready',
    fineTypes: [
      { code: 'residency', name: { ar: 'الإقامة', en: 'Residency' } },
      { code: 'visit', name: { ar: 'الزيارة', en: 'Visit' } },
    ],
    notices: [],
    offices,
    outOfService: false,
  },
};

type Change = Partial<Omit<Snapshot, 'kiosk'>> & { kiosk?: Partial<Snapshot['kiosk']> };

export function push(change: Change, answer?: InquiryAnswer): Push {
  const snapshot = { ...idle, ...change, kiosk: { ...idle.kiosk, ...change.kiosk } };
  return answer
    ? { snapshot: { ...snapshot, answerId: answer.id, maskedNumber: answer.maskedNumber }, answer }
    : { snapshot };
}

function choosing(items: readonly Obligation[], chargeFils = 0): Change {
  const selectedFils = sumFils(items.map((item) => item.amountFils));
  return {
    selected: items.map((item) => item.id),
    selectedFils,
    serviceChargeFils: fils(chargeFils),
    totalFils: fils(selectedFils + chargeFils),
  };
}

const usual = answerOf(usualTickets);
const fleet = answerOf(fleetTickets, { partyKind: 'company', maskedNumber: '••••••••••42' });
const copy = answerOf(usualTickets, {
  id: 'copy',
  asOf: '2026-11-22T06:10:00+03:00',
  source: { from: 'copy', edition: 12 },
});
const two = usualTickets.slice(0, 2);
const four = usualTickets.slice(0, 4);
/** As many as fit into one payment. */
const fleetPayable = fleetTickets.filter((item) => item.status === 'payable').slice(0, idle.kiosk.maxItems);

const sending: PaymentView = {
  state: 'sending',
  rail: 'phone',
  totalFils: fils(155_000),
  itemCount: 2,
  reference: '7F3A91C4',
  pageUrl: 'https://pay.wafa.example/p/7f3a91c4e2b84d1f9a6c05d3b8e7f210',
  pageOpened: false,
  elapsedSeconds: 12,
  canCancel: true,
  cancelling: false,
  unknownReason: null,
  notPaidReason: null,
  cardLeft: false,
  refund: null,
  caseId: null,
  afterRestart: false,
};

function paying(name: string, payment: Partial<PaymentView>, change: Change = {}): Exhibit {
  return {
    name,
    push: push({ step: { at: 'payment' }, ...change, payment: { ...sending, ...payment } }, usual),
  };
}

function receiptItem(item: Obligation, posting: ReceiptItem['posting']): ReceiptItem {
  return {
    obligationId: item.id,
    ticketNo: item.detail.ticketNo,
    ...(isTraffic(item) ? {} : { system: item.system }),
    title: titleOf(item),
    occurredOn: dayOf(item),
    amountFils: item.amountFils,
    posting,
  };
}

const proof = `WAFA1.${'eyJ2IjoxLCJuIjoiSzAwMS0wMDAwMDAxMiIs'.repeat(8)}.${'Qm9vbGVhbnMgYXJlIG5vdCBzaWduYXR1cmVz'.repeat(2)}`;

function receipt(items: ReceiptItem[], change: Partial<Receipt> = {}): Receipt {
  return {
    kind: 'paid',
    receiptNo: 'K001-00000012',
    proof,
    issuedAt: '2026-11-22T09:28:41+03:00',
    kioskCode: 'K001',
    site: idle.kiosk.site,
    pid: '7f3a91c4e2b84d1f9a6c05d3b8e7f210',
    rail: 'phone',
    partyKind: 'individual',
    maskedNumber: '••••••••••17',
    items,
    serviceChargeFils: fils(0),
    totalFils: sumFils(items.map((item) => item.amountFils)),
    copy: false,
    demo: true,
    ...change,
  };
}

function changeOf(item: Obligation, why: QuoteChange['why'], now?: number): QuoteChange {
  const change = { obligationId: item.id, ticketNo: item.detail.ticketNo, wasFils: item.amountFils, why };
  return now === undefined ? change : { ...change, nowFils: fils(now) };
}

function item(n: number): Obligation {
  const found = usualTickets[n];
  if (!found) throw new Error(`no usual ticket ${n}`);
  return found;
}

const begun: Exhibit[] = [
  { name: 'attract', push: push({}) },
  { name: 'language', push: push({ step: { at: 'language' } }) },
  { name: 'home', push: push({ step: { at: 'home' } }) },
  { name: 'home-closed', push: push({ step: { at: 'home' }, kiosk: { paymentsOpen: false, online: false } }) },
  { name: 'home-no-paper', push: push({ step: { at: 'home' }, kiosk: { printer: 'out_of_paper' } }) },
  { name: 'information-unknown', push: push({ step: { at: 'information', serviceId: 'unknownTicket' } }) },
  { name: 'information-ways', push: push({ step: { at: 'information', serviceId: 'otherWays' } }) },
  { name: 'help', push: push({ step: { at: 'home' } }), then: [{ click: 'help' }] },
  { name: 'help-keypad', push: push({ step: { at: 'home' } }), then: [{ click: 'help' }, { click: 'keypad-help' }] },
  { name: 'languages', push: push({ step: { at: 'home' } }), then: [{ click: 'language' }] },
  { name: 'comfort', push: push({ step: { at: 'home' } }), then: [{ click: 'comfort' }] },
  { name: 'end', push: push({ step: { at: 'home' } }), then: [{ click: 'end' }] },
];

const identifying: Exhibit[] = [
  { name: 'identify', push: push({ step: ask() }) },
  {
    name: 'identify-typed',
    push: push({ step: ask() }),
    then: [{ type: '399123100017' }],
  },
  {
    name: 'identify-wrong',
    push: push({ step: ask('wrong_length') }),
    then: [{ type: '39912' }, { click: 'submit-field' }, { again: true }],
  },
  {
    name: 'identify-letters',
    push: push({ step: ask('not_digits') }),
    then: [{ type: '39912' }, { click: 'submit-field' }, { again: true }],
  },
  {
    name: 'identify-company',
    push: push({ step: { ...ask('empty'), serviceId: 'trafficCompanies', field: 'companyNumber' } }),
  },
  { name: 'identify-scan-unreadable', push: push({ step: ask('scan_unreadable') }) },
  { name: 'identify-scan-other', push: push({ step: ask('scan_other') }) },
  { name: 'confirm-unified', push: push({ step: ask('maybe_unified') }) },
  {
    name: 'still-there',
    push: push({ step: ask(), idleSecondsLeft: 23 }),
  },
  { name: 'inquiring', push: push({ step: { at: 'inquiring', serviceId: traffic }, maskedNumber: '••••••••••17' }) },
];

const problems: Exhibit[] = (
  ['not_found', 'ministry_down', 'network_down', 'too_many_numbers', 'too_many_codes'] as const
).map((problem) => ({
  name: problem.replaceAll('_', '-'),
  push: push({ step: { at: 'inquiry_failed', serviceId: traffic, problem }, maskedNumber: '••••••••••17' }),
}));

problems.push({
  name: 'network-down-old-copy',
  push: push({
    step: {
      at: 'inquiry_failed',
      serviceId: traffic,
      problem: 'network_down',
      outline: { asOf: '2026-11-14T08:00:00+03:00', any: true },
    },
    maskedNumber: '••••••••••17',
  }),
});

const list = { at: 'list', serviceId: traffic } as const;
const lists: Exhibit[] = [
  { name: 'nothing-due', push: push({ step: list }, answerOf([])) },
  {
    name: 'nothing-due-copy',
    push: push({ step: list }, answerOf([], { id: 'empty-copy', source: { from: 'copy', edition: 12 } })),
  },
  { name: 'list', push: push({ step: list }, usual) },
  { name: 'list-selected', push: push({ step: list, ...choosing(two) }, usual) },
  { name: 'list-one', push: push({ step: list, ...choosing([item(0)]) }, answerOf([item(0)])) },
  { name: 'list-copy', push: push({ step: list, kiosk: { online: false } }, copy) },
  { name: 'list-none-payable', push: push({ step: list }, answerOf(usualTickets.slice(4))) },
  { name: 'list-fleet', push: push({ step: list, ...choosing(fleetPayable) }, fleet) },
  {
    name: 'ticket',
    push: push({ step: { at: 'ticket', serviceId: traffic, obligationId: item(1).id }, ...choosing(two) }, usual),
  },
  {
    name: 'ticket-heaviest',
    push: push(
      { step: { at: 'ticket', serviceId: traffic, obligationId: heaviestTicket.id } },
      answerOf([...usualTickets, heaviestTicket]),
    ),
  },
];

const review = { at: 'review', serviceId: traffic } as const;
const rails = { at: 'choose_rail', serviceId: traffic } as const;
const deciding: Exhibit[] = [
  { name: 'review', push: push({ step: review, ...choosing(two) }, usual) },
  { name: 'review-one', push: push({ step: review, ...choosing([item(2)]) }, usual) },
  {
    name: 'review-charge-no-paper',
    push: push({ step: review, ...choosing(four, 500), kiosk: { printer: 'out_of_paper' } }, usual),
  },
  { name: 'review-fleet', push: push({ step: review, ...choosing(fleetPayable) }, fleet) },
  { name: 'choose-rail', push: push({ step: rails, ...choosing(two), payToken: 'token' }, usual) },
  {
    name: 'choose-rail-one',
    push: push(
      { step: rails, ...choosing(two), payToken: 'token', rails: ['phone'], kiosk: { printer: 'jam' } },
      usual,
    ),
  },
  {
    name: 'starting-payment',
    push: push({ step: { at: 'starting_payment', serviceId: traffic }, ...choosing(two) }, usual),
  },
  {
    name: 'amount-changed',
    push: push(
      {
        step: { at: 'quote_changed', serviceId: traffic, changes: [changeOf(item(0), 'amount', 35_000)] },
        ...choosing(two),
      },
      usual,
    ),
  },
  {
    name: 'paid-meanwhile',
    push: push(
      {
        step: {
          at: 'quote_changed',
          serviceId: traffic,
          changes: [
            changeOf(item(0), 'paid'),
            changeOf(item(1), 'amount', 130_000),
            changeOf(item(2), 'being_paid'),
            changeOf(item(3), 'not_payable'),
          ],
        },
        ...choosing([item(1)]),
      },
      usual,
    ),
  },
  ...paymentClosedReasonSchema.options.map((reason) => ({
    name: `payment-closed-${reason.replaceAll('_', '-')}`,
    push: push({ step: { at: 'payment_closed' as const, serviceId: traffic, reason }, ...choosing(two) }, usual),
  })),
];

const money: Exhibit[] = [
  paying('phone-waiting', {}),
  paying('phone-opened', { pageOpened: true, canCancel: false, elapsedSeconds: 47, pageUrl: null }),
  paying('phone-cancelling', { cancelling: true, elapsedSeconds: 65 }),
  paying('screen', { rail: 'screen', pageUrl: null }),
  {
    ...paying('screen-languages', { rail: 'screen', pageUrl: null }),
    then: [{ click: 'language' }],
  },
  { ...paying('screen-help', { rail: 'screen', pageUrl: null }), then: [{ click: 'help' }] },
  paying('terminal', { rail: 'terminal', pageUrl: null }),
  paying('terminal-card-left', { rail: 'terminal', pageUrl: null, cardLeft: true }),
  paying('confirming', { state: 'unknown', unknownReason: 'confirming', elapsedSeconds: 74, pageUrl: null }),
  paying('unknown', { state: 'unknown', unknownReason: 'no_answer', pageUrl: null }),
  paying('unknown-visitor-left', { state: 'unknown', unknownReason: 'visitor_left', pageUrl: null }),
  paying('unknown-restarted', { state: 'unknown', unknownReason: 'restarted', afterRestart: true, pageUrl: null }),
  paying('unknown-with-staff', { state: 'manual', unknownReason: 'contradiction', caseId: '17', pageUrl: null }),
  paying('returning', { state: 'reversal_due', refund: { amountFils: fils(155_000), whole: true }, pageUrl: null }),
  paying('returning-with-staff', {
    state: 'manual',
    refund: { amountFils: fils(155_000), whole: true },
    caseId: '17',
    pageUrl: null,
  }),
  paying('reversed', { state: 'reversed', refund: { amountFils: fils(155_000), whole: true }, pageUrl: null }),
  paying('not-paid', { state: 'not_charged', notPaidReason: 'declined', pageUrl: null }),
  ...notPaidReasonSchema.options
    .filter((reason) => reason !== 'declined')
    .map((reason) =>
      paying(`not-paid-${reason.replaceAll('_', '-')}`, { state: 'not_charged', notPaidReason: reason, pageUrl: null }),
    ),
];

const paidTwo = receipt([receiptItem(item(0), 'posted'), receiptItem(item(1), 'pending')]);
const paidPart = receipt([receiptItem(item(0), 'posted'), receiptItem(item(1), 'returned')], {
  refundFils: item(1).amountFils,
});
const paidMany = receipt(
  fleetPayable.slice(0, 9).map((one, n) => receiptItem(one, n === 1 ? 'refused' : 'posted')),
  { serviceChargeFils: fils(500) },
);
const captured = { state: 'captured', pageUrl: null } as const;
const paidNoPaper = paying('paid-no-paper', captured, {
  receipt: paidTwo,
  print: { what: 'receipt', state: 'failed' },
  reprint: { offered: true, code: '471108' },
  kiosk: { printer: 'out_of_paper' },
});
const outcomes: Exhibit[] = [
  paying('paid', captured, { receipt: paidTwo, print: { what: 'receipt', state: 'printing' } }),
  paying(
    'paid-printed',
    { ...captured, state: 'posted' },
    { receipt: paidTwo, print: { what: 'receipt', state: 'printed' } },
  ),
  paidNoPaper,
  { ...paidNoPaper, name: 'paid-receipt-on-screen', then: [{ click: 'see-receipt' }, { see: '.paper' }] },
  paying(
    'paid-many',
    { ...captured, totalFils: paidMany.totalFils },
    {
      receipt: paidMany,
      print: { what: 'receipt', state: 'printed' },
    },
  ),
  paying('paid-no-receipt-yet', captured),
  paying(
    'paid-part-returned',
    { state: 'reversal_due', pageUrl: null, refund: { amountFils: item(1).amountFils, whole: false } },
    { receipt: paidPart, print: { what: 'receipt', state: 'printed' } },
  ),
  {
    name: 'slip',
    push: push({ step: { at: 'slip', serviceId: traffic }, print: { what: 'slip', state: 'printing' } }, usual),
  },
  {
    name: 'slip-printed',
    push: push({ step: { at: 'slip', serviceId: traffic }, print: { what: 'slip', state: 'printed' } }, usual),
  },
  {
    name: 'slip-failed',
    push: push(
      { step: { at: 'slip', serviceId: traffic }, print: { what: 'slip', state: 'failed' }, kiosk: { printer: 'jam' } },
      usual,
    ),
  },
  { name: 'goodbye', push: push({ step: { at: 'goodbye' } }) },
  { name: 'out-of-service', push: push({ kiosk: { outOfService: true } }) },
];

/** The push a window gets first. */
export const atRest: Push = { snapshot: { ...idle, revision: 0 } };

/** What every visitor may meet around one payment; the other services are in service-pushes.ts. */
export const paymentExhibits: readonly Exhibit[] = [
  ...begun,
  ...identifying,
  ...problems,
  ...lists,
  ...deciding,
  ...money,
  ...outcomes,
];
