import type { PaymentReport } from '../../../src-shared/contract/gateway-http.ts';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import type { Rng, Timers } from '../../../src-shared/ports.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import type { PaymentClosedReason } from '../../../src-shared/session/steps.ts';
import { refusalOf } from '../../gateway/failure.ts';
import { backOffMs, randomPart } from '../../platform/back-off.ts';
import { pause } from '../../platform/waits.ts';
import { readRefund, readReport } from '../attempt-verdict.ts';
import type { PaymentGateway } from '../ports.ts';
import type { PaymentRail, RailNews, RailView, RefundNews, SentEvent, Told } from './rail.ts';

export interface HostedRailPorts {
  readonly gateway: PaymentGateway;
  readonly timers: Timers;
  readonly rng: Rng;
  readonly log: Log;
}

/** What is known of a page beyond the record. */
interface Page {
  url: string | null;
  /** Version of the gateway's last report. */
  seen: number;
  opened: boolean;
  confirming: boolean;
  /** The last report brought nothing new. */
  stale: boolean;
}

/** Seconds one report may be held open by the gateway. */
const reportWaitSeconds = 20;
/** Tries to open the page after the network failed; the attempt is durable, each try is the same request. */
const openTries = 4;
/** A gateway that answers at once without news must not be asked in a tight loop, ms. */
const askAgainMs = 1_000;

/**
 * K-Net's page, on the visitor's phone or in the view on this screen. The gateway opens it, hears of it and asks for
 * the outcome; this rail asks the gateway, and takes nobody else's word.
 */
export class HostedRail implements PaymentRail {
  readonly name: 'phone' | 'screen';
  readonly #ports: HostedRailPorts;
  readonly #pages = new Map<string, Page>();

  constructor(name: 'phone' | 'screen', ports: HostedRailPorts) {
    this.name = name;
    this.#ports = ports;
  }

  available(): boolean {
    return true;
  }

  async prepare(record: PaymentRecord): Promise<Result<SentEvent, PaymentClosedReason>> {
    return ok({ type: 'SENT', railRef: record.pid });
  }

  async send({ pid }: PaymentRecord): Promise<RailNews> {
    for (let tried = 0; tried < openTries; tried += 1) {
      const opened = await this.#ports.gateway.open(pid);
      if (opened.ok) {
        this.#page(pid).url = opened.value.pageUrl;
        return { kind: 'nothing' };
      }
      this.#ports.log('page-not-opened', { pid, why: opened.error.kind });
      await pause(this.#ports.timers, backOffMs(tried, randomPart(this.#ports.rng)));
    }
    return { kind: 'unknown', reason: 'no_answer' };
  }

  async ask(record: PaymentRecord): Promise<RailNews> {
    const page = this.#page(record.pid);
    const report = await this.#ports.gateway.report(record.pid, page.seen, reportWaitSeconds);
    if (!report.ok) return { kind: 'no_answer' };
    this.#look(page, report.value);
    // After a restart or after the visitor left, a page nobody pressed Pay on can still be closed for good.
    if (record.state === 'unknown' && nobodyPressed(report.value)) return this.#withdraw(record);
    return readReport(record, report.value);
  }

  cancel(record: PaymentRecord): Promise<RailNews> {
    return this.#withdraw(record);
  }

  async release({ pid }: PaymentRecord): Promise<Told> {
    const report = await this.#ports.gateway.withdraw(pid);
    // A gateway that never heard of the attempt has nothing to give back.
    return report.ok || refusalOf(report.error) === 'not_found' ? ok(null) : report;
  }

  async reverse({ pid }: PaymentRecord): Promise<RefundNews> {
    const report = await this.#ports.gateway.report(pid, 0, 0);
    return report.ok ? readRefund(report.value) : { kind: 'no_answer' };
  }

  /** It is the gateway that gave the money back. */
  async reportReversed(): Promise<Told> {
    return ok(null);
  }

  view(record: PaymentRecord): RailView {
    const page = this.#pages.get(record.pid);
    return {
      pageUrl: record.state === 'sending' ? (page?.url ?? null) : null,
      underWay: page?.opened ?? false,
      confirming: page?.confirming ?? false,
      cardLeft: false,
    };
  }

  askAgainMs({ pid }: PaymentRecord): number {
    return this.#page(pid).stale ? askAgainMs : 0;
  }

  async #withdraw(record: PaymentRecord): Promise<RailNews> {
    const report = await this.#ports.gateway.withdraw(record.pid);
    if (!report.ok) return { kind: 'no_answer' };
    this.#look(this.#page(record.pid), report.value);
    const news = readReport(record, report.value);
    if (news.kind !== 'not_charged') return news;
    const ours = record.unknownReason === 'restarted' ? 'restarted' : 'withdrawn';
    return {
      ...news,
      reason: report.value.notPaidReason === 'withdrawn' ? ours : (report.value.notPaidReason ?? ours),
    };
  }

  #look(page: Page, report: PaymentReport): void {
    page.stale = report.version <= page.seen;
    page.seen = Math.max(page.seen, report.version);
    page.opened ||= !nobodyPressed(report);
    page.confirming = report.state === 'notified';
  }

  #page(pid: string): Page {
    const page = this.#pages.get(pid) ?? { url: null, seen: 0, opened: false, confirming: false, stale: false };
    this.#pages.set(pid, page);
    return page;
  }
}

function nobodyPressed({ state }: PaymentReport): boolean {
  return state === 'reserved' || state === 'intent';
}
