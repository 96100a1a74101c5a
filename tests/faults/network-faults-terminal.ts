import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { fils } from '../../src-shared/domain/money.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { receiptNumber } from '../../src-shared/domain/receipt.ts';
import { refundRef } from '../../src-shared/payment/refund-ref.ts';
import type { Result } from '../../src-shared/result.ts';
import { orderOf } from './kiosk-core-load.ts';
import type { NamedFault } from './network-faults-kinds.ts';
import type { Lane, Ticketed } from './network-faults-run.ts';

/** The calls only the terminal rail makes. */
export const terminalCalls = ['arm', 'no-charge', 'reversed'] as const;
export type TerminalCall = (typeof terminalCalls)[number];

export interface TerminalVisit extends Ticketed {
  readonly call: TerminalCall;
  readonly named: NamedFault;
  /** Tells the receipts of these visits apart from each other, and far from those the desk gives out. */
  readonly receipt: number;
}

/** The approved amount differs from ours by this much, fils: then all of it goes back. */
const tooMuch = 1_000;
const repeats = 25;
const repeatMs = 300;

/**
 * One attempt on the terminal rail, seen from the gateway: reserved, armed, and ended by proof of no charge or by money
 * given back. Each call is repeated until it is answered, and then once more, which must bring the same answer.
 * @returns what was wrong
 */
export async function terminalVisitThroughFault({ kiosk, proxy }: Lane, visit: TerminalVisit): Promise<string[]> {
  const { gateway, identity } = kiosk.connection;
  const pid = randomBytes(16).toString('hex');
  const path = `POST /v1/payments/${pid}/${visit.call} `;
  proxy.arm({ ...visit.named, matches: (line) => line.startsWith(path) });
  const { maskedNumber, ...asked } = { ...orderOf(visit.party, [visit.ticket]), rail: 'terminal' as const };
  const items = [...asked.items];
  const problems: string[] = [];
  const say = async <T>(what: string, ask: () => Promise<Result<T, unknown>>): Promise<T | null> => {
    const said = await sameTwice(ask);
    if (said.problem !== null) problems.push(`${what}: ${said.problem}`);
    return said.answer;
  };
  await untilAnswered(() => gateway.reserve({ ...asked, pid, items }));
  await say('arm', () => gateway.arm(pid));
  if (visit.call !== 'reversed') {
    const report = await say('no-charge', () =>
      gateway.noCharge(pid, { reason: 'declined', proof: 'terminal_answer' }),
    );
    if (report?.state !== 'not_charged') problems.push(`after proof of no charge it is ${report?.state ?? 'unknown'}`);
  } else {
    const facts = { ...asked, pid, items, maskedNumber, partyKind: visit.party.kind, createdAt: now() };
    const { party: _party, ...kept } = facts;
    const capture = { amountFils: fils(asked.totalFils + tooMuch), card: { approvalCode: 'A1' } };
    const receiptNo = receiptNumber(identity?.kioskCode ?? '', visit.receipt);
    const request = { receiptNo, issuedAt: kept.createdAt, facts: kept, railRef: `POI1/${visit.receipt}`, capture };
    const committed = await say('commit', () => gateway.commit(pid, request));
    if (committed?.result !== 'duplicate')
      problems.push(`a wrong amount was committed as ${committed?.result ?? 'nothing'}`);
    const report = await say('reversed', () =>
      gateway.reversed(pid, { refundRef: refundRef(pid), refundProof: 'POI1/R' }),
    );
    if (report?.state !== 'refunded') problems.push(`after the money went back it is ${report?.state ?? 'unknown'}`);
  }
  proxy.heal();
  return problems;
}

function now(): string {
  return kuwaitIso(Date.now());
}

/** Repeats the call until it is answered, and then asks once more. */
async function sameTwice<T>(
  ask: () => Promise<Result<T, unknown>>,
): Promise<{ answer: T | null; problem: string | null }> {
  const first = await untilAnswered(ask);
  const second = first === null ? null : await untilAnswered(ask);
  if (first === null || second === null)
    return { answer: first, problem: 'was not answered after the line was well again' };
  return { answer: first, problem: isDeepStrictEqual(first, second) ? null : 'asked again, it was answered otherwise' };
}

async function untilAnswered<T>(ask: () => Promise<Result<T, unknown>>): Promise<T | null> {
  for (let tried = 0; tried < repeats; tried += 1) {
    const said = await ask();
    if (said.ok) return said.value;
    await pause(repeatMs);
  }
  return null;
}
