import { createHmac } from 'node:crypto';
import type { CommitRequest, ReserveRequest } from '../../src-shared/contract/gateway-http.ts';
import { fils, formatKnetAmount, sumFils } from '../../src-shared/domain/money.ts';
import type { Obligation, ResidencyObligation, TrafficObligation } from '../../src-shared/domain/obligation.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { Database } from '../db/database.ts';
import { encode } from '../knet/cipher.ts';
import { judgeRules } from '../knet/evidence.ts';
import { exampleConfig } from '../knet/example.ts';
import { knetProvider } from '../knet/provider.ts';
import type { TranPipePort } from '../knet/tran-pipe-port.ts';
import { makeGrants } from '../inquiries/grants.ts';
import { dealWithInbox, receiveCallback } from './callback.ts';
import { KnetHealth } from './knet-health.ts';
import { News } from './news.ts';
import { openPage } from './open.ts';
import type { HostedPage, PaymentDeps } from './ports.ts';
import { postDue } from './posting-worker.ts';
import { recoverRefunds, refundDue } from './refund-worker.ts';
import { pressPay } from './press.ts';
import { reserve } from './reserve.ts';
import { Sweeper } from './sweeper.ts';
import { FakeMinistry } from './test-ministry.ts';
import { closeUnused } from './withdraw.ts';

/*
 * For tests: a gateway without sockets. The database is real, the ministry and K-Net are in this process, and time
 * moves only when a test says so.
 */

export const kiosk = 'K001';
export const confirmAfterMs = 90_000;
export const pageLifeMs = 30 * 60_000;
const startMs = Date.UTC(2026, 10, 22, 6, 0, 0);
const payer = { kind: 'individual', numberKind: 'civil', number: '330010100017' } as const;

/** A ticket of 5 KD that can be paid. */
export function ticket(id: string, change: Partial<Omit<TrafficObligation, 'system'>> = {}): TrafficObligation {
  return {
    id,
    version: 1,
    system: 'traffic',
    amountFils: fils(5000),
    status: 'payable',
    detail: {
      ticketNo: id,
      kind: 'indirect',
      occurredAt: '2026-10-01T10:00:00+03:00',
      place: { ar: 'شارع', en: 'Street' },
      offences: [{ code: '1', text: { ar: 'سرعة', en: 'Speed' } }],
    },
    ...change,
  };
}

/** A residency fine of 10 KD that can be paid. */
export function fine(
  id: string,
  change: Partial<Omit<ResidencyObligation, 'detail'>> & { readonly detail?: never } = {},
): ResidencyObligation {
  return {
    id,
    version: 1,
    system: 'residency',
    amountFils: fils(10_000),
    status: 'payable',
    detail: { ticketNo: id, kind: 'overstayed_visit', text: { ar: 'زيارة', en: 'Visit' }, from: '2026-11-20' },
    ...change,
  };
}

/** What a kiosk sends to pay these tickets. */
export function basket(
  pid: string,
  tickets: readonly Obligation[],
  change: Partial<ReserveRequest> = {},
): ReserveRequest {
  return {
    pid,
    rail: 'phone',
    language: 'ar',
    party: payer,
    items: tickets.map(({ id, version, system, amountFils, detail }) => ({
      obligationId: id,
      version,
      system,
      ticketNo: detail.ticketNo,
      title: { ar: 'سرعة', en: 'Speed' },
      occurredOn: '2026-10-01',
      amountFils,
    })),
    serviceChargeFils: fils(0),
    totalFils: sumFils(tickets.map(({ amountFils }) => amountFils)),
    ...change,
  };
}

/** The receipt number a kiosk gives to its n-th capture. */
export function receiptNoOf(n: number, kioskCode = kiosk): string {
  return `${kioskCode}-${String(n).padStart(8, '0')}`;
}

/** What a kiosk sends when it has the money of these tickets: everything, in case we have forgotten the attempt. */
export function commitOf(request: ReserveRequest, change: Partial<Omit<CommitRequest, 'facts'>> = {}): CommitRequest {
  const { pid, rail, language, items, serviceChargeFils, totalFils } = request;
  const atTerminal = rail === 'terminal';
  return {
    receiptNo: receiptNoOf(1),
    issuedAt: '2026-11-22T09:05:00.000+03:00',
    facts: {
      ...{ pid, rail, language, items, serviceChargeFils, totalFils },
      partyKind: 'individual',
      maskedNumber: '••••••••••17',
      createdAt: '2026-11-22T09:00:00.000+03:00',
    },
    railRef: atTerminal ? `POI1/${pid.slice(-8).toUpperCase()}` : pid,
    capture: {
      amountFils: totalFils,
      ...(atTerminal ? { card: { maskedCard: '••••1234', approvalCode: 'A1' } } : { knet: { result: 'SUCCESS' } }),
    },
    ...change,
  };
}

/** A pid whose digits tell which attempt of a test it is. */
export function pidOf(digit: string): string {
  return digit.repeat(32);
}

type KnetRecord = 'captured' | 'declined' | 'cancelled' | 'voided' | 'suspect';

/** K-Net in this process: what it has on record, and whether it answers. */
export class FakeKnet implements TranPipePort {
  readonly config = exampleConfig({
    KNET_CONFIRM_AFTER_SECONDS: String(confirmAfterMs / 1000),
    // Whether it is asked at all is for `World.refundBy` to say.
    KNET_REFUND: 'api',
  });
  readonly records = new Map<string, KnetRecord>();
  amount = '5.000';
  /** The amount of single attempts, where they differ. */
  readonly amounts = new Map<string, string>();
  silent = false;
  questions = 0;
  /** Amounts K-Net was asked to give back, as it read them. */
  readonly refundsAsked: string[] = [];

  async post(body: string) {
    if (body.includes('<action>2</action>')) return this.#giveBack(body);
    this.questions += 1;
    if (this.silent) return err('timeout' as const);
    const trackId = /<trackid>(\w+)</.exec(body)?.[1] ?? '';
    const record = this.records.get(trackId);
    return ok(
      record === undefined
        ? '<result>!ERROR!-IPAY0100263-Transaction not found.</result>'
        : this.#answer(trackId, record),
    );
  }

  #giveBack(body: string) {
    this.refundsAsked.push(/<amt>([\d.]+)</.exec(body)?.[1] ?? '');
    if (this.silent) return err('timeout' as const);
    return ok('<result>CAPTURED</result><tranid>T2</tranid><ref>R2</ref>');
  }

  #answer(trackId: string, record: KnetRecord): string {
    const word = {
      captured: 'SUCCESS',
      declined: 'FAILURE(NOT CAPTURED)',
      cancelled: 'CANCELED',
      voided: 'VOIDED',
      suspect: 'FAILURE(SUSPECT)',
    }[record];
    return `<result>${word}</result><auth>A1</auth><ref>R1</ref><payid>P1</payid><tranid>T1</tranid><amt>${this.amounts.get(trackId) ?? this.amount}</amt><trackid>${trackId}</trackid>`;
  }

  /** The body of a notification. */
  notification(trackId: string, result: string, change: Readonly<Record<string, string>> = {}): Uint8Array {
    const fields = {
      paymentid: 'P1',
      result,
      auth: 'A1',
      ref: 'R1',
      tranid: 'T1',
      trackid: trackId,
      amt: this.amounts.get(trackId) ?? this.amount,
      ...change,
    };
    const plain = new URLSearchParams(fields).toString();
    return Buffer.from(`trandata=${encode(plain, this.config.resourceKey.reveal())}`);
  }
}

interface Due {
  readonly at: number;
  readonly run: () => void;
}

/** Everything around the payment code. `restart` forgets what a process forgets and keeps the database. */
export class World {
  readonly database: Database;
  readonly knet = new FakeKnet();
  readonly ministry = new FakeMinistry();
  readonly alarms: unknown[] = [];
  now = startMs;
  closed: string | null = null;
  storeBudgetMs = 1500;
  refundBy: HostedPage['refundBy'] = 'manual';
  terminalRefund: PaymentDeps['settings']['terminalRefund'] = 'counter';
  serviceChargeFils = fils(0);
  deps: PaymentDeps;
  sweeper: Sweeper;
  #due: Due[] = [];
  #random = 0;

  constructor(database: Database) {
    this.database = database;
    this.deps = this.#process();
    this.sweeper = new Sweeper(this.deps, this.page);
  }

  readonly timers = {
    after: (ms: number, run: () => void) => {
      const due = { at: this.now + ms, run };
      this.#due.push(due);
      return {
        cancel: () => {
          this.#due = this.#due.filter((other) => other !== due);
        },
      };
    },
  };

  get page(): HostedPage {
    const { config } = this.knet;
    return {
      provider: knetProvider(config, this.knet),
      rules: judgeRules(config),
      inquiriesPerMinute: 60,
      storeBudgetMs: this.storeBudgetMs,
      refundBy: this.refundBy,
    };
  }

  #process(): PaymentDeps {
    const time = { now: () => this.now };
    const alarm = (facts: object) => {
      if ('alarm' in facts || 'err' in facts) this.alarms.push(facts);
    };
    const log = { info: () => undefined, warn: alarm, error: alarm };
    return {
      db: this.database.db,
      time,
      rng: { bytes: (length) => new Uint8Array(length).fill((this.#random += 1)) },
      ministry: this.ministry,
      grants: makeGrants((text) => createHmac('sha256', 'test').update(text).digest(), time),
      knet: this.page,
      knetHealth: new KnetHealth(time, log),
      news: new News(this.timers),
      log,
      settings: {
        demo: true,
        publicUrl: 'http://127.0.0.1:8080',
        maxItems: 5,
        maxAmountFils: fils(100_000),
        serviceChargeFils: this.serviceChargeFils,
        leaseSeconds: 600,
        pageSeconds: 600,
        receiptWaitSeconds: 600,
        terminalRefund: this.terminalRefund,
      },
      moneyClosed: () => this.closed,
      signReceipt: (statement) => `WAFA1.${statement.n}.${statement.h}`,
    };
  }

  /** A new process on the same database. */
  async restart(): Promise<void> {
    this.deps = this.#process();
    this.sweeper = new Sweeper(this.deps, this.page);
    await recoverRefunds(this.deps);
    await this.sweeper.recover();
  }

  /** Lets time pass in steps of five seconds, longer ones over a long time, with the gateway at work all the time. */
  async pass(ms: number): Promise<void> {
    const end = this.now + ms;
    const stepMs = Math.max(5000, ms / 40);
    while (this.now < end) {
      this.now = Math.min(end, this.now + stepMs);
      this.#ring();
      await this.work();
    }
  }

  /** One round of everything that runs by itself. */
  async work(): Promise<void> {
    await dealWithInbox(this.deps, this.page);
    await closeUnused(this.deps);
    await this.sweeper.askDue();
    await postDue(this.deps, 10);
    await refundDue(this.deps, 10);
  }

  #ring(): void {
    const due = this.#due.filter(({ at }) => at <= this.now);
    this.#due = this.#due.filter(({ at }) => at > this.now);
    for (const { run } of due) run();
  }

  async emptyDatabase(): Promise<void> {
    for (const table of [
      'evidence',
      'case_file',
      'refund',
      'entry',
      'posting',
      'lease',
      'payment_item',
      'payment',
      'inbox',
    ] as const) {
      await this.database.db.deleteFrom(table).execute();
    }
  }

  /** Reserves one ticket per id. */
  reserve(pid: string, ...ids: string[]) {
    const tickets = (ids.length === 0 ? ['T1'] : ids).map((id) => ticket(id));
    this.ministry.tickets = tickets;
    this.knet.amount = formatKnetAmount(sumFils(tickets.map(({ amountFils }) => amountFils)));
    return reserve(this.deps, kiosk, basket(pid, tickets));
  }

  /** Reserves, opens the page and presses Pay. */
  async untilPressed(pid: string, ...ids: string[]): Promise<void> {
    const reserved = await this.reserve(pid, ...ids);
    if (!reserved.ok || reserved.value.result !== 'reserved')
      throw new Error(`not reserved: ${JSON.stringify(reserved)}`);
    await openPage(this.deps, kiosk, pid);
    const pressed = await pressPay(this.deps, pid);
    if (pressed.outcome !== 'go') throw new Error(`not pressed: ${pressed.outcome}`);
  }

  /** K-Net's server brings a result. */
  notify(body: Uint8Array) {
    return receiveCallback({ ...this.deps, timers: this.timers }, this.page, {
      source: 'knet_notify',
      from: 'notification',
      body,
    });
  }

  /** Pays with a card and brings the notification; K-Net has it on record. */
  async payByCard(pid: string) {
    this.knet.records.set(pid, 'captured');
    const reply = await this.notify(this.knet.notification(pid, 'CAPTURED'));
    await this.work();
    return reply;
  }

  async state(pid: string): Promise<string> {
    const row = await this.database.db
      .selectFrom('payment')
      .select('state')
      .where('pid', '=', pid)
      .executeTakeFirstOrThrow();
    return row.state;
  }

  /** The sum over all entries; anything but 0 is a bug. */
  async trialBalance(): Promise<number> {
    const rows = await this.database.db.selectFrom('entry').select('amount_fils').execute();
    return rows.reduce((sum, row) => sum + row.amount_fils, 0);
  }
}
