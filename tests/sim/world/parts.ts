import type { JournalFs } from '../../../src-main/journal/file-system.ts';
import type { Journal } from '../../../src-main/journal/journal.ts';
import { openJournal } from '../../../src-main/journal/journal.ts';
import { DayBook } from '../../../src-main/end-of-day/day-book.ts';
import type { TerminalDriver } from '../../../src-main/devices/terminal/driver.ts';
import type { TerminalLink } from '../../../src-main/devices/terminal/link.ts';
import type { DurableNumbers } from '../../../src-main/devices/terminal/message-ids.ts';
import { TerminalRail } from '../../../src-main/payment/rails/terminal-rail.ts';
import { PaymentBook, type JournalFold } from '../../../src-main/payment/payment-book.ts';
import { PaymentDesk } from '../../../src-main/payment/payment-desk.ts';
import type { PaymentGateway } from '../../../src-main/payment/ports.ts';
import { closeCase, handOver } from '../../../src-main/staff/payments/payment-acts.ts';
import type { PaymentRail } from '../../../src-main/payment/rails/rail.ts';
import { GatewayModel } from '../gateway/gateway-model.ts';
import { receive, type Result } from '../gateway/callbacks.ts';
import { matchSettlement } from '../gateway/settlement.ts';
import { afterRestore } from './gateway.ts';
import type { Kiosk } from './kiosk.ts';
import { KnetModel } from './knet-model.ts';
import { MinistryModel } from './ministry-model.ts';

/**
 * What a world is made of. A mutant is a world with one part exchanged or wrapped; nothing in the shipped code knows
 * that it can be broken.
 */
export interface Parts {
  readonly disk: (disk: JournalFs) => JournalFs;
  readonly openJournal: typeof openJournal;
  readonly journal: (journal: Journal) => Journal;
  readonly book: (journal: Journal, folds: readonly JournalFold[], kiosk: Kiosk) => Promise<PaymentBook>;
  readonly days: (kiosk: Kiosk) => DayBook;
  /** What staff do about one payment. */
  readonly handOver: typeof handOver;
  readonly closeCase: typeof closeCase;
  /** Between the terminal's driver and the cable. */
  readonly link: (link: TerminalLink, kiosk: Kiosk) => TerminalLink;
  readonly ids: (ids: DurableNumbers, kiosk: Kiosk) => DurableNumbers;
  readonly driver: (driver: TerminalDriver, kiosk: Kiosk) => TerminalDriver;
  readonly TerminalRail: typeof TerminalRail;
  readonly openUnknown: (ask: () => boolean) => () => boolean;
  /** Between the kiosk and the line to the gateway. */
  readonly gatewayPort: (port: PaymentGateway, kiosk: Kiosk) => PaymentGateway;
  readonly rail: (rail: PaymentRail, kiosk: Kiosk) => PaymentRail;
  readonly Desk: typeof PaymentDesk;
  readonly Gateway: typeof GatewayModel;
  readonly Knet: typeof KnetModel;
  readonly Ministry: typeof MinistryModel;
  readonly receive: (
    model: GatewayModel,
    result: Result,
    from: 'notification' | 'browser',
  ) => ReturnType<typeof receive>;
  readonly matchSettlement: typeof matchSettlement;
  /** What operators do before a gateway serves again from a backup. */
  readonly afterRestore: (model: GatewayModel) => void;
}

const same = <T>(part: T): T => part;

/** The product as it is. */
export const shipped: Parts = {
  disk: same,
  openJournal,
  journal: same,
  book: (journal, folds) => PaymentBook.open(journal, folds),
  days: () => new DayBook(),
  handOver,
  closeCase,
  link: same,
  ids: same,
  driver: same,
  TerminalRail,
  openUnknown: same,
  gatewayPort: same,
  rail: same,
  Desk: PaymentDesk,
  Gateway: GatewayModel,
  Knet: KnetModel,
  Ministry: MinistryModel,
  receive,
  matchSettlement,
  afterRestore,
};
