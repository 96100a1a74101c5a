import { outboxRows, owedWhatSchema, type OwedName, type OwedRow } from '../../../src-shared/contract/staff/outbox.ts';
import type { SignedDayReport } from '../../../src-shared/domain/day-report.ts';
import { kuwaitIso } from '../../../src-shared/domain/time.ts';
import { commandFor } from '../../../src-shared/payment/machine.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { Timers } from '../../../src-shared/ports.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { DayCloser } from '../../end-of-day/day-closer.ts';
import type { PaymentBook } from '../../payment/payment-book.ts';
import type { PaymentDesk } from '../../payment/payment-desk.ts';
import type { OwedId } from '../../payment/set-aside.ts';
import type { StepTimes } from '../../payment/step-times.ts';
import type { Tries } from '../../payment/tries.ts';
import { inTime } from '../../platform/waits.ts';
import type { Outcome, Place, PlaceHandlers } from '../place.ts';

export interface OutboxPlacePorts {
  readonly book: Pick<PaymentBook, 'open' | 'get' | 'setAside'>;
  readonly payments: Pick<PaymentDesk, 'courseOf' | 'askAll'>;
  readonly days: Pick<DayCloser, 'waiting' | 'triesOf' | 'deliverNow'>;
  readonly times: Pick<StepTimes, 'of'>;
  readonly timers: Timers;
}

/** Longer than a question to the gateway may be held open, ms. */
const limitMs = 35_000;

/** The page of everything the gateway has to be told or asked, and of what it refuses to hear. */
export function outboxPlace(ports: OutboxPlacePorts): {
  place: Place<'outbox'>;
  handlers: PlaceHandlers<'retryOwed' | 'retryAllOwed'>;
} {
  const { book, payments, days, timers } = ports;
  const count = (): number => book.open().length + days.waiting.length;
  return {
    place: { view: () => ({ name: 'outbox', rows: owedRows(ports).slice(0, outboxRows), total: count() }) },
    handlers: {
      retryOwed: async (id) => {
        const before = stateOf(ports, id);
        if (before === null) return ok('owed_taken');
        const retried = 'pid' in id ? payments.courseOf(id.pid)?.askNow() : days.deliverNow(id.no);
        if ((await inTime(timers, limitMs, Promise.resolve(retried))) === 'late') return err('owed_no_answer');
        return outcomeOf(before, stateOf(ports, id), triesOf(ports, id));
      },
      retryAllOwed: async () => {
        const tried = await inTime(timers, limitMs, Promise.all([payments.askAll(), days.deliverNow()]));
        if (count() === 0) return ok('owed_all_taken');
        return tried === 'late' ? err('owed_no_answer') : ok('owed_all_tried');
      },
    },
  };
}

/** Something that is another once the gateway has taken this; null when nothing is owed. */
function stateOf({ book, days }: OutboxPlacePorts, id: OwedName): string | null {
  if ('no' in id) return days.waiting.some(({ report }) => report.no === id.no) ? 'waiting' : null;
  const record = book.get(id.pid);
  const command = record && commandFor(record, 'after_restart');
  return record && command && `${command} ${record.version}`;
}

function outcomeOf(before: string, after: string | null, tries: Tries | undefined): Outcome {
  if (before !== after) return ok('owed_taken');
  if (tries?.trouble === 'no_answer') return err('owed_no_answer');
  return tries?.trouble ? err('owed_refused') : ok('nothing_new');
}

function triesOf({ payments, days }: OutboxPlacePorts, id: OwedName): Tries | undefined {
  return 'pid' in id ? payments.courseOf(id.pid)?.tries : days.triesOf(id.no);
}

function owedRows(ports: OutboxPlacePorts): OwedRow[] {
  const rows = [
    ...ports.book.open().map((record) => paymentRow(ports, record)),
    ...ports.days.waiting.map((day) => dayRow(ports, day)),
  ];
  const rank = ({ asideSince, since }: OwedRow): string => `${asideSince === null ? 1 : 0} ${since}`;
  return rows.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}

function paymentRow(ports: OutboxPlacePorts, record: PaymentRecord): OwedRow {
  const { pid, receiptNo, totalFils, createdAt } = record;
  // What was only begun is over: the word that nothing was sent follows at once.
  const what = owedWhatSchema.safeParse(commandFor(record, 'after_restart')).data ?? 'release';
  const last = ports.times.of(pid).findLast(({ code }) => !code.startsWith('print') && !code.startsWith('copy'));
  const since = last ? kuwaitIso(last.atMs) : createdAt;
  const name = receiptNo ?? pid.slice(0, 8).toUpperCase();
  return { id: { pid }, what, name, amountFils: totalFils, since, ...troubleOf(ports, pid, { pid }) };
}

function dayRow(ports: OutboxPlacePorts, { report: { no, closedAt } }: SignedDayReport): OwedRow {
  return {
    id: { no },
    what: 'day',
    name: `Z ${no}`,
    amountFils: null,
    since: closedAt,
    ...troubleOf(ports, no, { no }),
  };
}

function troubleOf(
  ports: OutboxPlacePorts,
  id: OwedId,
  name: OwedName,
): Pick<OwedRow, 'tries' | 'trouble' | 'asideSince'> {
  const tries = triesOf(ports, name);
  const aside = ports.book.setAside.of(id);
  // Why it is set aside says more than that nobody answered since.
  const trouble = aside ? aside.why : (tries?.trouble ?? null);
  return { tries: tries?.made ?? 0, trouble, asideSince: aside && kuwaitIso(aside.atMs) };
}
