import type { PaymentRow } from '../../../src-shared/contract/staff/payments.ts';
import { kuwaitDay } from '../../../src-shared/domain/time.ts';
import { closableAs } from '../../../src-shared/payment/closing.ts';
import { isOpen } from '../../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { storyOf } from '../../../src-shared/payment/story.ts';
import type { Clock } from '../../../src-shared/ports.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { StaffMember } from '../../../src-shared/staff/directory.ts';
import { paymentQuerySchema, type PaymentQuery } from '../../../src-shared/staff/payment-query.ts';
import { receiptOf } from '../../payment/receipt.ts';
import type { StepTimes } from '../../payment/step-times.ts';
import { askOutcome, closeCase, handOver, reprint, type PaymentActPorts } from '../payments/payment-acts.ts';
import { searchPayments, type FoundPayments } from '../payments/payment-search.ts';
import type { Place, PlaceHandlers } from '../place.ts';

export interface PaymentsPlacePorts extends PaymentActPorts {
  readonly times: Pick<StepTimes, 'of'>;
  readonly clock: Clock;
  /** Shows the page of one payment. */
  readonly showPayment: () => void;
  /** The second of two people says who they are; written down when they do. */
  readonly second: (first: StaffMember, id: string, pin: string) => Promise<Result<StaffMember, string>>;
}

type Verbs = 'findPayments' | 'openPayment' | 'reprintPayment' | 'askPayment' | 'handOverPayment' | 'closePayment';

/** What still needs somebody is what staff come for. */
const firstLook: PaymentQuery = paymentQuerySchema.parse({ openFirst: true });
const dayMs = 24 * 60 * 60_000;

/** The pages on which payments are found, and looked into one by one. */
export function paymentsPlace(ports: PaymentsPlacePorts): {
  payments: Place<'payments'>;
  payment: Place<'payment'>;
  handlers: PlaceHandlers<Verbs>;
} {
  const { book, clock } = ports;
  let query = firstLook;
  let found: FoundPayments = { payments: [], total: 0 };
  let pid: string | null = null;
  const search = (): void => {
    found = searchPayments(book.all(), query);
  };
  return {
    payments: {
      enter: search,
      view: () => ({
        name: 'payments',
        query,
        // As they are now, not as they were when they were found.
        rows: found.payments.map((one) => rowOf(book.get(one.pid) ?? one)),
        total: found.total,
        today: kuwaitDay(clock.wallMs()),
        yesterday: kuwaitDay(clock.wallMs() - dayMs),
      }),
    },
    payment: {
      view: () => {
        const record = pid === null ? null : book.get(pid);
        if (!record) throw new Error('the page of a payment without one');
        return paymentView(record, ports);
      },
    },
    handlers: {
      findPayments: (asked) => {
        query = asked.query;
        search();
        return ok(null);
      },
      openPayment: (asked) => {
        if (!book.get(asked.pid)) return err('no_such_payment');
        pid = asked.pid;
        ports.showPayment();
        return ok(null);
      },
      ...actHandlers(ports),
    },
  };
}

function actHandlers(ports: PaymentsPlacePorts): PlaceHandlers<Exclude<Verbs, 'findPayments' | 'openPayment'>> {
  return {
    reprintPayment: async ({ pid, language }) => {
      const printed = await reprint(ports, pid, language);
      return printed.ok ? ok('printed') : printed;
    },
    askPayment: async ({ pid }) => {
      const before = ports.book.get(pid)?.state;
      const asked = await askOutcome(ports, pid);
      if (!asked.ok) return asked;
      return ok(asked.value.state === before ? 'nothing_new' : 'outcome_known');
    },
    handOverPayment: async ({ pid, language }) => {
      const handed = await handOver(ports, pid, language);
      if (!handed.ok) return handed;
      return ok(handed.value.printed ? 'handed_over' : 'handed_over_no_paper');
    },
    closePayment: async ({ pid, closing, second }, by) => {
      const other = await ports.second(by, second.id, second.pin);
      if (!other.ok) return err(`second_${other.error}`);
      const closed = await closeCase(ports, pid, { closing, staff: [by.id, other.value.id] });
      return closed.ok ? ok('case_closed') : closed;
    },
  };
}

function rowOf(record: PaymentRecord): PaymentRow {
  const { pid, receiptNo = null, state, rail, totalFils, items, createdAt } = record;
  return { pid, receiptNo, state, open: isOpen(record), rail, totalFils, items: items.length, createdAt };
}

function paymentView(
  record: PaymentRecord,
  { times, place }: PaymentsPlacePorts,
): ReturnType<Place<'payment'>['view']> {
  return {
    name: 'payment',
    row: rowOf(record),
    maskedNumber: record.maskedNumber,
    caseId: record.caseId ?? null,
    tickets: record.items.map(({ ticketNo, title, amountFils }) => ({ ticketNo, title, amountFils })),
    story: storyOf(record, times.of(record.pid)),
    canPrint: receiptOf(record, { ...place(), copy: true }) !== null,
    canHandOver: record.state === 'unknown',
    closableAs: [...closableAs(record)],
  };
}
