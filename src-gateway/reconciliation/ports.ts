import type { MinistryPort } from '../ministry/port.ts';
import type { PaymentDeps } from '../payment/ports.ts';

/** Enough to take a report or to look at the books. */
export type DayDeps = Pick<PaymentDeps, 'db' | 'time' | 'log'>;

/** Everything the end of the day is handed. */
export interface ReconciliationDeps {
  /** A capture that settlement brings is booked by the same code as any other. */
  readonly payments: PaymentDeps;
  /** Null: the ministry cannot be asked from here, and its side is not compared. */
  readonly ministry: Pick<MinistryPort, 'settlementsOf'> | null;
}
