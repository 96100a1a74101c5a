import type { Kysely } from 'kysely';
import type { Rail, ReceiptStatement } from '../../src-shared/domain/receipt.ts';
import type { Fils } from '../../src-shared/domain/money.ts';
import type { GatewayProblem, GatewayProblemCode } from '../../src-shared/contract/gateway-http.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, type Err } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import type { JudgeRules } from '../knet/evidence.ts';
import type { KnetHealth } from './knet-health.ts';
import type { HostedPageProvider } from '../knet/provider.ts';
import type { Grants } from '../inquiries/grants.ts';
import type { MinistryPort } from '../ministry/port.ts';
import type { News } from './news.ts';
import type { Time } from './steady-time.ts';

/** Where facts for operators go. Never personal data, bodies, page tokens or secrets. */
export interface Log {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What operators may set. Durations in the unit their name says. */
export interface PaymentSettings {
  readonly demo: boolean;
  /** Without slash at the end; the address that phones and K-Net use. */
  readonly publicUrl: string;
  readonly maxItems: number;
  readonly maxAmountFils: Fils;
  readonly serviceChargeFils: Fils;
  /** How long a reservation lasts when its page is not opened. */
  readonly leaseSeconds: number;
  /** How long Pay may be pressed after the page's address was handed out. */
  readonly pageSeconds: number;
  /** After a capture the ministry is told with the kiosk's receipt number, or without it when the kiosk stays away this long. */
  readonly receiptWaitSeconds: number;
  /** Who gives money of the terminal rail back: `counter` = people, `kiosk` = the kiosk by a reversal. */
  readonly terminalRefund: 'counter' | 'kiosk';
}

/** The hosted payment page and what the acquirer told us about it. */
export interface HostedPage {
  readonly provider: HostedPageProvider;
  readonly rules: JudgeRules;
  readonly inquiriesPerMinute: number;
  /** Time for the durable part of a reply to K-Net, in milliseconds; after that the reply is a refusal. */
  readonly storeBudgetMs: number;
  /** Who gives money of the hosted page back: `manual` = people in the acquirer's portal, `api` = one request. */
  readonly refundBy: 'manual' | 'api';
}

/** Everything the payment code is handed; nothing in `payment/` reaches for the outside by itself. */
export interface PaymentDeps {
  readonly db: Kysely<Tables>;
  readonly time: Time;
  readonly rng: Rng;
  readonly ministry: Pick<MinistryPort, 'owed' | 'challenge' | 'checkCode' | 'postSettlement'>;
  /** Proofs that a code was right. */
  readonly grants: Grants;
  /** Null when no hosted page is configured: look-ups only. */
  readonly knet: HostedPage | null;
  readonly knetHealth: KnetHealth;
  readonly news: News;
  readonly log: Log;
  readonly settings: PaymentSettings;
  /** Why no money may be taken on this rail now, as a sentence for the log; null when it may. */
  readonly moneyClosed: (rail: Rail) => string | null;
  /** `WAFA1.<statement>.<signature>` */
  readonly signReceipt: (statement: ReceiptStatement) => string;
}

/** An expected failure in the words of the contract. `message`: one English sentence without personal data. */
export function problem(error: GatewayProblemCode, message: string): Err<GatewayProblem> {
  return err({ error, message });
}
