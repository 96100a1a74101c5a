import { setTimeout as pause } from 'node:timers/promises';
import type { Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { NamedFault } from './network-faults-kinds.ts';
import type { KioskCore } from './kiosk-core.ts';
import { orderOf } from './kiosk-core-load.ts';
import { payOnPhone } from './knet-payer.ts';
import type { SeenRequest, TcpProxy } from './tcp-proxy.ts';

/** The calls of a payment that a fault may meet. */
export type Call = 'status' | 'inquire' | 'reserve' | 'open' | 'report' | 'commit' | 'withdraw' | 'postings';

/** A ticket of somebody's. */
export interface Ticketed {
  readonly party: Party;
  readonly ticket: Obligation;
}

/** What one visitor of this row pays, and what happens to the line meanwhile. */
export interface Visit extends Ticketed {
  readonly call: Call;
  readonly named: NamedFault;
  /** Address of the visitor's phone. */
  readonly address: string;
}

export interface Lane {
  readonly kiosk: KioskCore;
  readonly proxy: TcpProxy;
}

/** A visitor who met a fault tries again; more often than this the kiosk is to blame. */
const mostAttempts = 6;
const settleLimitMs = 45_000;
const answerLimitMs = 12_000;
/** The kiosk looks at postings every 3 s; a storm takes four looks. */
const postingsLimitMs = 25_000;
/** More than a kiosk that backs off sends about one attempt within a second, with a good margin. */
const mostPerSecond = 9;

const paths: Readonly<Record<Call, RegExp>> = {
  status: /^GET \/v1\/status /,
  inquire: /^POST \/v1\/inquiries\/traffic /,
  reserve: /^POST \/v1\/payments /,
  open: /^POST \/v1\/payments\/[0-9a-f]{32}\/open /,
  report: /^GET \/v1\/payments\/[0-9a-f]{32}\?/,
  commit: /^POST \/v1\/payments\/[0-9a-f]{32}\/commit /,
  withdraw: /^POST \/v1\/payments\/[0-9a-f]{32}\/withdraw /,
  postings: /^GET \/v1\/payments\/[0-9a-f]{32}\/postings /,
};

/**
 * One visit with one fault on its way: from the status to the posting, trying again as a visitor would. Ends with the
 * ticket paid, or with proof that it was not where the visitor changed their mind.
 * @returns what was wrong
 */
export async function visitThroughFault({ kiosk, proxy }: Lane, visit: Visit): Promise<string[]> {
  const { call, named, party } = visit;
  const seenBefore = proxy.requests.length;
  proxy.arm({ ...named, matches: (line) => paths[call].test(line) });
  const problems: string[] = [];
  const answered = await untilOk(() => kiosk.connection.gateway.status());
  if (!answered) problems.push('the status was not answered after the line was well again');
  const lookUp = () => kiosk.connection.gateway.inquire({ party, systems: ['traffic'] });
  if (!(await untilOk(lookUp))) problems.push('the look-up was not answered');
  const paid = await payUntilPosted(kiosk, visit);
  if (paid !== null) problems.push(paid);
  proxy.heal();
  const burst = tightest(proxy.requests.slice(seenBefore));
  if (burst > mostPerSecond) problems.push(`${burst} requests about one attempt within a second`);
  return problems;
}

/** Starts attempts until one is posted, or, for a withdrawal, one is proved not charged. */
async function payUntilPosted(kiosk: KioskCore, visit: Visit): Promise<string | null> {
  const { call, party, ticket, address } = visit;
  let withdrawn = false;
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const started = await kiosk.desk.start(orderOf(party, [ticket]));
    if (started.result !== 'started') {
      // Freed as soon as the kiosk's release has got through.
      await pause(700);
      continue;
    }
    const { pid } = started;
    const pageUrl = await untilDefined(() => kiosk.desk.view(pid)?.pageUrl ?? undefined);
    const changesMind: boolean = call === 'withdraw' && !withdrawn;
    if (changesMind || pageUrl === undefined) await kiosk.desk.cancel(pid);
    else await payOnPhone(pageUrl, { address, expiryMonth: '09' });
    withdrawn ||= changesMind;
    const state = await untilSettled(kiosk, pid);
    if (state === 'posted') return call === 'postings' ? lookAtPostings(kiosk, pid, ticket.id) : null;
    if (state !== 'not_charged' && state !== 'cancelled')
      return `${pid} was still ${state} after ${settleLimitMs / 1000} s`;
  }
  return `not paid in ${mostAttempts} attempts`;
}

async function untilSettled(kiosk: KioskCore, pid: string): Promise<string> {
  const end = performance.now() + settleLimitMs;
  for (;;) {
    const state = kiosk.book.get(pid)?.state ?? 'nothing';
    if (['posted', 'not_charged', 'cancelled'].includes(state) || performance.now() > end) return state;
    await pause(25);
  }
}

async function lookAtPostings(kiosk: KioskCore, pid: string, item: string): Promise<string | null> {
  const found = await untilDefined(() => kiosk.desk.postings(pid) ?? undefined, postingsLimitMs);
  if (found === undefined) return `the postings of ${pid} were never heard of`;
  return found.every(({ obligationId }) => obligationId === item) ? null : 'a posting of another ticket was believed';
}

async function untilOk(ask: () => Promise<{ readonly ok: boolean }>): Promise<boolean> {
  const end = performance.now() + answerLimitMs;
  while (performance.now() < end) {
    if ((await ask()).ok) return true;
    await pause(400);
  }
  return false;
}

async function untilDefined<T>(look: () => T | undefined, limitMs = answerLimitMs): Promise<T | undefined> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    const found = look();
    if (found !== undefined) return found;
    await pause(20);
  }
  return undefined;
}

/** Most requests about one attempt that began within one second of each other. */
export function tightest(requests: readonly SeenRequest[]): number {
  const moments = new Map<string, number[]>();
  for (const { line, at } of requests) {
    const pid = /\/v1\/payments\/([0-9a-f]{32})/.exec(line)?.[1];
    if (pid !== undefined) moments.set(pid, [...(moments.get(pid) ?? []), at]);
  }
  const most = [...moments.values()].map((all) =>
    Math.max(...all.map((from) => all.filter((at) => at >= from && at < from + 1_000).length)),
  );
  return Math.max(0, ...most);
}
