// What the tests of the terminal rail share: an attempt as the desk would drive it, and a gateway that does as told.
import type { PaymentReport } from '../../../src-shared/contract/gateway-http.ts';
import { fils } from '../../../src-shared/domain/money.ts';
import { advance } from '../../../src-shared/payment/machine.ts';
import type { PaymentEvent, PaymentFacts, PaymentRecord } from '../../../src-shared/payment/record.ts';
import { err, ok } from '../../../src-shared/result.ts';
import type { RailNews } from './rail.ts';
import type { TerminalRail, TerminalRailPorts } from './terminal-rail.ts';

export const pid = 'c'.repeat(32);
export const totalFils = fils(15_250);

/** A gateway whose knowledge of the attempt is set by the test. */
export class ToldGateway {
  reachable = true;
  leaseSeconds = 600;
  report: PaymentReport = { pid, version: 1, state: 'open', totalFils };
  readonly calls: { call: string; body?: unknown }[] = [];

  readonly port: TerminalRailPorts['gateway'] = {
    arm: async () => this.#answer('arm', { leaseSeconds: this.leaseSeconds }),
    report: async () => this.#answer('report', this.report),
    noCharge: async (_, body) => this.#answer('no-charge', this.report, body),
    reversed: async (_, body) => this.#answer('reversed', this.report, body),
  };

  #answer<T>(call: string, value: T, body?: unknown) {
    this.calls.push(body === undefined ? { call } : { call, body });
    return this.reachable ? ok(value) : err({ kind: 'network_down' as const });
  }
}

const facts: PaymentFacts = {
  ...{ pid, rail: 'terminal', language: 'ar', partyKind: 'individual', maskedNumber: '••••••••••17' },
  items: [
    {
      ...{ obligationId: 'a', version: 1, ticketNo: 'T1', title: { ar: 'وقوف', en: 'Parking' } },
      ...{ occurredOn: '2026-10-01', amountFils: totalFils },
    },
  ],
  ...{ serviceChargeFils: fils(0), totalFils, createdAt: '2026-11-24T10:00:00.000+03:00' },
};

/** Folds events into a record; an illegal one fails the test. */
export function fold(record: PaymentRecord | null, ...events: PaymentEvent[]): PaymentRecord {
  for (const event of events) {
    const next = advance(record, event);
    if (!next.ok) throw new Error(`${next.error.event} in ${next.error.from}`);
    record = next.value;
  }
  return record!;
}

/** An attempt whose items are held. */
export function reserved(): PaymentRecord {
  return fold(null, { type: 'CREATED', facts }, { type: 'RESERVED', leaseSeconds: 600 });
}

/** The same, named at the terminal: SENT is durable, nothing has been sent. */
export async function sending(rail: TerminalRail): Promise<PaymentRecord> {
  const record = reserved();
  const prepared = await rail.prepare(record);
  if (!prepared.ok) throw new Error(prepared.error);
  return fold(record, prepared.value);
}

/** Has the rail said how it ended? */
export function isFinal(news: RailNews): boolean {
  return news.kind === 'captured' || news.kind === 'not_charged' || news.kind === 'staff';
}
