import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { KioskApp } from '../../support/kiosk-app.ts';
import { until } from '../../support/until.ts';
import { moneyBook, type Outside } from './truth.ts';

/** The screen a kiosk came back with, and what is wrong with it. */
export interface ScreenSeen {
  readonly screen: string;
  readonly problem: string | null;
}

/** What may be shown about a payment that was under way. */
const aboutPayment: readonly string[] = ['PaymentUnknown', 'PaymentConfirming', 'Paid', 'NotPaid'];
/** What is passed through on the way there: the page draws before the journal is read. */
const passing: readonly string[] = ['Attract', 'OutOfService', 'StartingPayment'];

/**
 * Waits for the first screen that says something, and holds it against the others' books.
 * @param open the newest payment whose outcome was owed when the kiosk died, or null
 */
export async function screenAfterDeath(
  kiosk: KioskApp,
  open: PaymentRecord | null,
  outside: Outside,
): Promise<ScreenSeen> {
  const screen = await until(
    'a screen that tells the truth',
    async () => {
      const now = await kiosk.screen();
      if (now === null || (open && passing.includes(now)) || (!open && now === 'OutOfService')) return null;
      return now;
    },
    30_000,
  );
  return {
    screen,
    problem: open
      ? await problemOf(screen, open, outside)
      : screen === 'Attract'
        ? null
        : `${screen} is shown, and no payment was open`,
  };
}

async function problemOf(screen: string, { pid }: PaymentRecord, outside: Outside): Promise<string | null> {
  if (!aboutPayment.includes(screen)) return `${screen} is shown about payment ${pid}`;
  const captured = (await moneyBook(outside)).captures(pid) > 0;
  if (screen === 'Paid' && !captured) return `Paid is shown, no money was taken for ${pid}`;
  if (screen === 'NotPaid' && captured) return `NotPaid is shown, the money was taken for ${pid}`;
  return null;
}
