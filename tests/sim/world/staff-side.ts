import type { DayBook } from '../../../src-main/end-of-day/day-book.ts';
import { DayCloser } from '../../../src-main/end-of-day/day-closer.ts';
import type { PaymentBook } from '../../../src-main/payment/payment-book.ts';
import type { PaymentDesk } from '../../../src-main/payment/payment-desk.ts';
import type { PaymentActPorts } from '../../../src-main/staff/payments/payment-acts.ts';
import type { Receipt } from '../../../src-shared/domain/receipt.ts';
import type { Clock, Rng, Timers } from '../../../src-shared/ports.ts';
import { ok } from '../../../src-shared/result.ts';
import { dayReportPort } from './port.ts';
import type { Kiosk } from './kiosk.ts';

/** How long a paper takes, ms. */
const printMs = 800;

/** What staff work with in one life of a kiosk's program: the shipped acts and the shipped end of the day. */
export interface StaffSide {
  readonly acts: PaymentActPorts;
  readonly days: DayCloser;
}

/** What of a life the staff side is made of. */
interface LifeParts {
  readonly book: PaymentBook;
  readonly desk: PaymentDesk;
  readonly days: DayBook;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: (event: string, details: object) => void;
  readonly alive: () => boolean;
}

/** Puts the staff side of one life together. Brings closed days to the gateway as long as the life lasts. */
export function staffSide(kiosk: Kiosk, { book, desk, days, clock, timers, rng, log, alive }: LifeParts): StaffSide {
  const { world, code } = kiosk;
  const printReceipt = (receipt: Receipt): Promise<ReturnType<typeof ok<null>>> =>
    new Promise((resolve) => {
      kiosk.noteSend();
      kiosk.onPaper(receipt);
      world.agenda.after(printMs, () => {
        if (alive()) resolve(ok(null));
      });
    });
  const closer = new DayCloser({
    ...{ book, days, clock, timers, rng, log },
    // Who signed is looked at where keys are: the model of the gateway has none.
    closer: () => ({ kioskCode: code, sign: () => new Uint8Array(64) }),
    auditHead: () => null,
    gateway: dayReportPort(world.gateway, kiosk.line, code, alive),
    terminalTotals: () => Promise.resolve(null),
    software: 'sim',
    settingsHash: '0'.repeat(64),
    closeAt: null,
    busy: () => false,
  });
  if (world.swarm.faults.has('staff')) void closer.start();
  const place = { kioskCode: code, site: { ar: 'مركز', en: 'Centre' }, demo: false };
  const acts = { book, payments: desk, paper: { printReceipt }, place: () => place, kioskCode: () => code, timers };
  return { acts, days: closer };
}
