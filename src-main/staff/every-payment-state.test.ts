import { describe, expect, it } from 'vitest';
import { pushSchema, type Push } from '../../src-shared/contract/kiosk-ipc.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Receipt } from '../../src-shared/domain/receipt.ts';
import { advance } from '../../src-shared/payment/machine.ts';
import type { PaymentEvent, PaymentFacts, PaymentRecord } from '../../src-shared/payment/record.ts';
import { paymentStateSchema, type PaymentState } from '../../src-shared/payment/states.ts';
import { err, ok } from '../../src-shared/result.ts';
import { selectScreen } from '../../src-shared/session/screen.ts';
import { commitOf, paymentRoom, settle } from '../payment/test-support.ts';
import type { KioskStatus, Speech } from '../session/ports.ts';
import { SessionDesk } from '../session/session-desk.ts';
import { VisitorsSide } from '../session/visitors-side.ts';
import { moneyInMotion } from './money-in-motion.ts';
import type { PlaceHandlers, Places } from './place.ts';
import { StaffDesk } from './staff-desk.ts';
import { nothingToEnrol } from './test-support.ts';

const pid = 'a'.repeat(32);
const facts: PaymentFacts = { ...commitOf(pid).facts };
const receiptNo = 'K001-00000001';
const knet = { result: 'CAPTURED' };

const created: PaymentEvent = { type: 'CREATED', facts };
const reserved: PaymentEvent = { type: 'RESERVED', leaseSeconds: 600 };
const sent: PaymentEvent = { type: 'SENT', railRef: pid };
const unknown: PaymentEvent = { type: 'OUTCOME_UNKNOWN', reason: 'no_answer' };
const captured: PaymentEvent = {
  ...{ type: 'CAPTURE_PROVED', capture: { amountFils: facts.totalFils, knet }, receiptNo },
  issuedAt: facts.createdAt,
};
const notCharged: PaymentEvent = { type: 'NO_CHARGE_PROVED', reason: 'declined', proof: 'gateway' };
const cancelled: PaymentEvent = { type: 'CANCELLED', reason: 'not_reserved' };
const posted: PaymentEvent = { type: 'POSTED', proof: 'WAFA1.s.g', postings: [] };
const goesBack: PaymentEvent = {
  type: 'REVERSAL_DUE',
  reversal: { refundRef: 'R1', reason: 'settled_elsewhere', itemIds: ['a'], amountFils: fils(15_000) },
};
const reversed: PaymentEvent = { type: 'REVERSED', refundProof: 'R1' };
const handed: PaymentEvent = { type: 'HANDED_TO_STAFF', caseId: 'K001-AAAAAAAA' };

interface Row {
  /** How an attempt comes into the state. */
  readonly by: readonly PaymentEvent[];
  /** What ends the waiting of staff; null where they need not wait. */
  readonly waitsFor: readonly PaymentEvent[] | null;
  /** What the visitor sees before. */
  readonly screen: string;
  /** The paper that the visitor has by the time staff are there; null where none comes by itself. */
  readonly paper: Receipt['kind'] | null;
}

/** Every state there is: a new one does not compile until somebody has decided here. */
const states: Readonly<Record<PaymentState, Row>> = {
  created: { by: [created], waitsFor: [cancelled], screen: 'StartingPayment', paper: null },
  reserved: { by: [created, reserved], waitsFor: [cancelled], screen: 'StartingPayment', paper: null },
  sending: { by: [created, reserved, sent], waitsFor: [captured, posted], screen: 'PayOnPhone', paper: 'paid' },
  unknown: { by: [created, reserved, sent, unknown], waitsFor: null, screen: 'PaymentUnknown', paper: null },
  captured: { by: [created, reserved, sent, captured], waitsFor: null, screen: 'Paid', paper: 'paid' },
  not_charged: { by: [created, reserved, sent, notCharged], waitsFor: null, screen: 'NotPaid', paper: null },
  posted: { by: [created, reserved, sent, captured, posted], waitsFor: null, screen: 'Paid', paper: 'paid' },
  reversal_due: {
    by: [created, reserved, sent, captured, goesBack],
    waitsFor: null,
    screen: 'PaymentReturned',
    paper: 'returning',
  },
  reversed: {
    by: [created, reserved, sent, captured, goesBack, reversed],
    waitsFor: null,
    screen: 'PaymentReturned',
    paper: 'returning',
  },
  cancelled: { by: [created, cancelled], waitsFor: null, screen: 'NotPaid', paper: null },
  manual: { by: [created, reserved, sent, unknown, handed], waitsFor: null, screen: 'PaymentUnknown', paper: null },
  closed: {
    by: [created, reserved, sent, captured, goesBack, reversed, { type: 'CLOSED' }],
    waitsFor: null,
    screen: 'PaymentReturned',
    paper: 'returning',
  },
};

const confirming: PaymentEvent = { type: 'OUTCOME_UNKNOWN', reason: 'confirming' };
const rows: readonly (Row & { readonly name: string; readonly state: PaymentState })[] = [
  ...paymentStateSchema.options.map((state) => ({ name: state, state, ...states[state] })),
  {
    name: 'paid, and K-Net is still to confirm it',
    state: 'unknown',
    by: [created, reserved, sent, confirming],
    waitsFor: [captured, posted],
    screen: 'PaymentConfirming',
    paper: 'paid',
  },
];

const status: KioskStatus = {
  ...{ kioskCode: 'K001', site: { ar: 'مركز', en: 'Centre' }, demo: true, online: true, ministry: 'up' },
  ...{ paymentsOpen: true, maxItems: 20, maxAmountFils: fils(5_000_000), serviceChargeFils: fils(0) },
  ...{ rails: ['phone'], printer: 'ready', fineTypes: [], notices: [], offices: [], outOfService: false },
  timeInDoubt: false,
};

const speech: Speech = {
  ...{ route: 'open', speaking: false, follow: () => undefined, say: () => true, hush: () => true },
  ...{ ended: () => true, forget: () => undefined },
};

/** A visitor at the payment an attempt is in, and staff who may come: the shipped desks on the shipped book. */
async function scene(by: readonly PaymentEvent[]) {
  const room = await paymentRoom();
  for (const event of by) await room.book.record(pid, event);
  const pushes: Push[] = [];
  const printed: Receipt[] = [];
  const world = { staffOpen: false };
  const session = new SessionDesk({
    clock: room.time,
    rng: { bytes: (length) => new Uint8Array(length).fill(7) },
    timers: room.time,
    inquiry: { ask: async () => err('network_down'), challenge: async () => ok(null) },
    payments: room.desk,
    book: room.book,
    paper: {
      look: () => undefined,
      printReceipt: async (receipt) => (printed.push(receipt), ok(null)),
      printSlip: async () => ok(null),
      printNote: async () => ok(null),
      archive: async () => undefined,
    },
    window: {
      push: (push) => void pushes.push(pushSchema.parse(push)),
      showPaymentPage: () => undefined,
      pressPageKey: () => false,
      renew: () => undefined,
    },
    speech,
    status: () => status,
    log: () => undefined,
  });
  const visitors = new VisitorsSide({ desk: () => session, askStaff: () => staff.asked('corners') });
  const staff: StaffDesk = new StaffDesk({
    window: {
      openStaff: () => (world.staffOpen = true),
      pushStaff: () => undefined,
      closeStaff: () => (world.staffOpen = false),
    },
    visitors: {
      moneyInMotion: () => moneyInMotion(room.book, visitors),
      pause: () => visitors.pause(),
      resume: () => visitors.resume(),
    },
    door: {
      ...{ try: async () => err({ kind: 'wrong' }), waitSeconds: () => 0, member: () => null },
      ...{ showBadge: () => undefined, forgetBadge: () => undefined },
    },
    record: {
      ...{ asked: () => undefined, signedIn: () => undefined, notSignedIn: () => undefined },
      ...{ signedOut: () => undefined, refused: () => undefined, afterAction: () => undefined },
      beforeAction: async () => true,
    },
    enrolment: nothingToEnrol,
    // Nobody signs in here.
    ...{ places: { status: {} } as Places, handlers: {} as PlaceHandlers },
    kiosk: () => ({ code: 'K001', demo: true }),
    ...{ clock: room.time, timers: room.time, log: () => undefined },
  });
  session.start();
  const record = room.book.get(pid);
  if (!record) throw new Error('no attempt');
  session.adopt(record);
  const screen = (): string => selectScreen(pushes.at(-1)?.snapshot ?? fail(), null);
  return { ...room, visitors, staff, world, printed, screen };
}

function fail(): never {
  throw new Error('nothing was pushed');
}

describe.each(rows)(
  'staff make their sign while a payment is $name',
  ({ state, by, waitsFor, screen: before, paper }) => {
    it('and the row of this table is about that state', () => {
      const record = by.reduce<PaymentRecord | null>((so, event) => {
        const next = advance(so, event);
        return next.ok ? next.value : null;
      }, null);
      expect(record?.state).toBe(state);
    });

    it(
      waitsFor ? 'the visitor keeps the screen until the outcome is there' : 'the staff screen opens at once',
      async () => {
        const { visitors, world, time, book, screen } = await scene(by);
        expect(screen()).toBe(before);
        visitors.handle('askStaff', {});
        expect(world.staffOpen).toBe(waitsFor === null);
        if (!waitsFor) return;
        await time.pass(5_000);
        expect(world.staffOpen).toBe(false);
        expect(screen()).toBe(before);
        for (const event of waitsFor) await book.record(pid, event);
        await time.pass(1_000);
        expect(world.staffOpen).toBe(true);
      },
    );

    it('visitors are shut out while staff are there, nothing happens to the money, and afterwards anybody may begin', async () => {
      const { visitors, staff, world, time, book, screen, printed } = await scene(by);
      visitors.handle('askStaff', {});
      for (const event of waitsFor ?? []) await book.record(pid, event);
      await time.pass(1_000);
      const record = book.get(pid);
      expect(visitors.handle('begin', {})).toBe(false);
      expect(visitors.handle('cancelPayment', {})).toBe(false);
      expect(visitors.handle('pay', { rail: 'phone', token: 'b'.repeat(32) })).toBe(false);
      expect(screen()).toBe('Attract');
      staff.handle('leave', {});
      await settle();
      expect(world.staffOpen).toBe(false);
      expect(screen()).toBe('Attract');
      expect(book.get(pid)).toEqual(record);
      expect(printed.map(({ kind }) => kind)).toEqual(paper === null ? [] : [paper]);
      expect(visitors.handle('begin', {})).toBe(true);
    });
  },
);
