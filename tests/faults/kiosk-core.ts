import { join } from 'node:path';
import { systemClock, systemRng, systemTimers } from '../../src-gateway/edge/system.ts';
import { Connection } from '../../src-main/connection/connection.ts';
import { nodePrivateFile } from '../../src-main/identity/edge/node-private-file.ts';
import type { Journal } from '../../src-main/journal/journal.ts';
import { openBook } from '../../src-main/payment/open-book.ts';
import type { PaymentBook } from '../../src-main/payment/payment-book.ts';
import { PaymentDesk } from '../../src-main/payment/payment-desk.ts';
import type { PaymentGateway } from '../../src-main/payment/ports.ts';
import { HostedRail } from '../../src-main/payment/rails/hosted-rail.ts';
import type { Timers } from '../../src-shared/ports.ts';
import { until } from '../support/until.ts';

/** A commit the kiosk was answered: from then on the gateway must never forget it. */
export interface Acknowledged {
  readonly pid: string;
  readonly receiptNo: string;
  readonly proof: string;
}

export interface KioskCoreSetting {
  /** Its data: journal and identity. */
  readonly folder: string;
  readonly gatewayUrl: string;
  readonly enrolCode: string;
  /** Sent as the address it comes from: the gateway's limits are per address, and this machine plays all of them. */
  readonly address: string;
  /** Longest wait for one answer, ms; the product's own limits when left out. */
  readonly answerLimitMs?: number;
  /** Longest time the gateway may hold a report back; the product's own when left out. */
  readonly reportWaitSeconds?: number;
  /** A request leaves. */
  readonly onRequest?: (target: string) => void;
}

/** The kiosk without its windows: journal, identity, signed client and payment desk, all of the product. */
export interface KioskCore {
  readonly connection: Connection;
  readonly book: PaymentBook;
  readonly desk: PaymentDesk;
  /** In the order the answers came; the same commit may be answered more than once. */
  readonly acknowledged: readonly Acknowledged[];
  /** Resolves when the gateway has given it an identity. */
  enrolled(limitMs: number): Promise<void>;
  /** Asks no more and closes the journal. */
  stop(): Promise<void>;
}

/** Opens the kiosk on its folder and takes up what the journal left open; a second time on a folder is a restart. */
export async function openKioskCore(setting: KioskCoreSetting): Promise<KioskCore> {
  const { folder, address, onRequest = () => undefined } = setting;
  const log = (): void => undefined;
  const system = { clock: systemClock, rng: systemRng, timers: systemTimers };
  const connection = new Connection({
    ...system,
    line: {
      ...system,
      baseUrl: setting.gatewayUrl,
      timers: limited(systemTimers, setting.answerLimitMs),
      fetch: (url, init) => {
        onRequest(new URL(url).pathname);
        return fetch(url, { ...init, headers: { ...headersOf(init), 'x-forwarded-for': address } });
      },
    },
    keyFile: nodePrivateFile(join(folder, 'identity', 'device-key.json')),
    identityFile: nodePrivateFile(join(folder, 'identity', 'identity.json')),
    enrolCode: setting.enrolCode,
    copy: { lookUp: async () => ({ says: 'cannot_say' }) },
    paidSince: () => new Set(),
    onIdentity: () => undefined,
    log,
  });
  const journals: Journal[] = [];
  const wrap = (journal: Journal): Journal => {
    journals.push(journal);
    return journal;
  };
  const place = { folder: join(folder, 'journal'), demo: true, version: 'faults', folds: [], wrap };
  const book = await openBook({ ...system, ...place, log });
  const acknowledged: Acknowledged[] = [];
  const gateway = noting(patient(connection.gateway, setting.reportWaitSeconds), acknowledged);
  const desk = new PaymentDesk({
    ...system,
    book,
    gateway,
    rails: [new HostedRail('phone', { ...system, gateway, log })],
    kioskCode: () => connection.identity?.kioskCode ?? '',
    onChange: () => undefined,
    log,
  });
  await desk.recover();
  return {
    connection,
    book,
    desk,
    acknowledged,
    enrolled: async (limitMs) => {
      await connection.start();
      await until('an identity', () => connection.identity, limitMs);
    },
    stop: async () => {
      desk.stop();
      await Promise.all(journals.map((journal) => journal.close()));
    },
  };
}

/** Writes down every answered commit before the desk sees it. */
function noting(gateway: PaymentGateway, acknowledged: Acknowledged[]): PaymentGateway {
  return {
    ...gateway,
    commit: async (pid, body) => {
      const answer = await gateway.commit(pid, body);
      if (answer.ok) acknowledged.push({ pid, receiptNo: body.receiptNo, proof: answer.value.proof });
      return answer;
    },
  };
}

/** Asks for reports that are held back for a shorter time. */
function patient(gateway: PaymentGateway, mostSeconds = Number.POSITIVE_INFINITY): PaymentGateway {
  return { ...gateway, report: (pid, seen, seconds) => gateway.report(pid, seen, Math.min(seconds, mostSeconds)) };
}

function limited(timers: Timers, mostMs = Number.POSITIVE_INFINITY): Timers {
  return { after: (ms, run) => timers.after(Math.min(ms, mostMs), run) };
}

/** The client hands its headers over as a plain object; anything else would be lost silently. */
function headersOf({ headers }: RequestInit): Record<string, string> {
  if (headers === undefined) return {};
  if (headers instanceof Headers || Array.isArray(headers)) throw new Error('headers of another kind than expected');
  return headers;
}
