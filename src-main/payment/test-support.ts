// What the tests of the payment room share: time moved by hand, and a gateway that follows a script.
import type { CommitRequest, PaymentReport } from '../../src-shared/contract/gateway-http.ts';
import { fils } from '../../src-shared/domain/money.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import { makeMemoryFs } from '../journal/edge/memory-fs.ts';
import { mustOpen } from '../journal/test-support.ts';
import { PaymentBook, type JournalFold } from './payment-book.ts';
import { PaymentDesk, type Order } from './payment-desk.ts';
import type { PaymentGateway } from './ports.ts';
import { HostedRail } from './rails/hosted-rail.ts';
import type { PaymentRail } from './rails/rail.ts';

type Fs = ReturnType<typeof makeMemoryFs>;

/** Time that moves only when told to, and lets everything due run. */
export class HandTime implements Clock, Timers {
  #now = 0;
  #due: { at: number; run: () => void }[] = [];

  monotonicMs(): number {
    return this.#now;
  }

  wallMs(): number {
    return 1_795_338_000_000 + this.#now;
  }

  after(ms: number, run: () => void): { cancel(): void } {
    const entry = { at: this.#now + ms, run };
    this.#due.push(entry);
    return { cancel: () => void (this.#due = this.#due.filter((other) => other !== entry)) };
  }

  /** Moves on by `ms` in steps, settling promises in between. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    while (this.#now < end) {
      this.#now = Math.min(end, this.#now + 250);
      const ready = this.#due.filter((entry) => entry.at <= this.#now);
      this.#due = this.#due.filter((entry) => entry.at > this.#now);
      for (const entry of ready) entry.run();
      await settle();
    }
  }
}

/** Lets every promise that can resolve without time resolve. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
}

/** A gateway whose knowledge of one attempt is set by the test. */
export class ScriptedGateway implements PaymentGateway {
  state: PaymentReport['state'] | 'unreachable' = 'intent';
  version = 0;
  reachable = true;
  readonly calls: string[] = [];
  /** What a commit is answered with; null: it is taken. */
  against: GatewayFailure | null = null;
  /** What a report says beside the state. */
  also: Partial<PaymentReport> = {};
  reserveReply: Awaited<ReturnType<PaymentGateway['reserve']>> = ok({ result: 'reserved', leaseSeconds: 600 });

  /** The attempt moves on at the gateway. */
  is(state: PaymentReport['state']): void {
    this.state = state;
    this.version += 1;
  }

  async reserve(): ReturnType<PaymentGateway['reserve']> {
    this.calls.push('reserve');
    return this.reachable ? this.reserveReply : err({ kind: 'network_down' });
  }

  async open(): ReturnType<PaymentGateway['open']> {
    this.calls.push('open');
    return this.reachable
      ? ok({ pageUrl: 'http://127.0.0.1:1/p/token', expiresInSeconds: 1800 })
      : err({ kind: 'network_down' });
  }

  async report(pid: string): ReturnType<PaymentGateway['report']> {
    this.calls.push('report');
    return this.#report(pid);
  }

  async arm(): ReturnType<PaymentGateway['arm']> {
    this.calls.push('arm');
    if (!this.reachable) return err({ kind: 'network_down' });
    this.is('open');
    return ok({ leaseSeconds: 600 });
  }

  async noCharge(pid: string): ReturnType<PaymentGateway['noCharge']> {
    this.calls.push('noCharge');
    if (this.reachable) this.is('not_charged');
    return this.#report(pid);
  }

  async reversed(pid: string): ReturnType<PaymentGateway['reversed']> {
    this.calls.push('reversed');
    if (this.reachable) this.is('refunded');
    return this.#report(pid);
  }

  async withdraw(pid: string): ReturnType<PaymentGateway['withdraw']> {
    this.calls.push('withdraw');
    if (this.reachable && (this.state === 'intent' || this.state === 'reserved')) this.is('not_charged');
    return this.#report(pid);
  }

  async commit(): ReturnType<PaymentGateway['commit']> {
    this.calls.push('commit');
    if (this.against) return err(this.against);
    return this.reachable
      ? ok({ result: 'posted', proof: 'WAFA1.s.g', postings: [{ obligationId: 'a', posting: 'pending' }] })
      : err({ kind: 'network_down' });
  }

  async postings(): ReturnType<PaymentGateway['postings']> {
    return ok({ postings: [{ obligationId: 'a', posting: 'posted' }] });
  }

  #report(pid: string): Awaited<ReturnType<PaymentGateway['report']>> {
    if (!this.reachable || this.state === 'unreachable') return err({ kind: 'network_down' });
    const knet = { result: 'CAPTURED' };
    return ok({ pid, version: this.version, state: this.state, totalFils: fils(15_000), knet, ...this.also });
  }
}

export const order: Order = {
  rail: 'phone',
  language: 'ar',
  party: { kind: 'individual', numberKind: 'civil', number: '399123100017' },
  maskedNumber: '••••••••••17',
  items: [
    {
      obligationId: 'a',
      version: 1,
      ticketNo: 'T1',
      title: { ar: 'وقوف', en: 'Parking' },
      occurredOn: '2026-10-01',
      amountFils: fils(15_000),
    },
  ],
  serviceChargeFils: fils(0),
  totalFils: fils(15_000),
};

/** What a kiosk says when it commits `order`. */
export function commitOf(pid: string): CommitRequest {
  const { party: _party, ...facts } = order;
  return {
    receiptNo: 'K001-00000001',
    issuedAt: '2026-11-22T09:00:00+03:00',
    facts: { pid, ...facts, partyKind: 'individual', items: [...order.items], createdAt: '2026-11-22T08:59:00+03:00' },
    railRef: pid,
    capture: { amountFils: order.totalFils, knet: { result: 'CAPTURED' } },
  };
}

/** Counts up, so that every attempt has a pid of its own and every run the same ones. */
function countingRng(): Rng {
  let next = 0;
  return { bytes: (length) => new Uint8Array(length).fill((next += 1)) };
}

/** A kiosk's payment room on the given disk. A second call on the same disk is a restart. */
export async function paymentRoom(
  fs: Fs = makeMemoryFs(),
  others: readonly PaymentRail[] = [],
  kioskCode: () => string | null = () => 'K001',
  folds: readonly JournalFold[] = [],
) {
  const time = new HandTime();
  const gateway = new ScriptedGateway();
  const journal = await mustOpen(fs, { segmentBytes: 64 * 1024, reserveBytes: 1024 });
  const book = await PaymentBook.open(journal, folds);
  const rng = countingRng();
  const hosted = { gateway, timers: time, rng, log: () => undefined };
  const desk = new PaymentDesk({
    book,
    gateway,
    rails: [new HostedRail('phone', hosted), new HostedRail('screen', hosted), ...others],
    clock: time,
    timers: time,
    rng,
    kioskCode,
    onChange: () => undefined,
    log: () => undefined,
  });
  return { fs, time, gateway, book, desk };
}
