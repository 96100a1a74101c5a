import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { genesis, scanFrames } from '../../../src-shared/contract/journal.ts';
import { nodeSha256 } from '../../../src-main/journal/edge/node-sha256.ts';
import { segmentsOf } from '../../../src-main/journal/segment-name.ts';
import { closedJournal } from '../../../src-main/payment/closed-journal.ts';
import { PaymentBook } from '../../../src-main/payment/payment-book.ts';
import { nodePrivateFile } from '../../../src-main/identity/edge/node-private-file.ts';
import { becomeIdentified } from '../../../src-main/identity/kiosk-identity.ts';
import { kioskGateway, type KioskGateway } from '../../../src-main/gateway/gateway-client.ts';
import { systemClock, systemRng, systemTimers } from '../../../src-main/platform/edge/system.ts';
import type { PaymentRecord } from '../../../src-shared/payment/record.ts';
import { err } from '../../../src-shared/result.ts';
import type { World } from '../../../scripts/world/world.ts';

const attemptsSchema = z.object({
  attempts: z.array(z.object({ trackId: z.string(), status: z.string(), refund: z.unknown().nullable() })),
});

/** At K-Net: the visitor can still pay. */
const openStatuses: readonly string[] = ['page', 'code'];

const factsSchema = z.object({
  facts: z.array(z.object({ pid: z.string(), kind: z.enum(['charged', 'reversed']) })),
});

/** Everybody who keeps a book beside the kiosk. */
export interface Outside {
  readonly world: World;
  /** Control address of the card terminal, where there is one. */
  readonly terminalUrl: string | null;
}

/** Where the visitors' money is, by K-Net and the terminal's own books. */
export interface MoneyBook {
  /** How many times money was taken for this attempt and kept. */
  captures(pid: string): number;
  /** K-Net has ended it, one way or the other. */
  isOver(pid: string): boolean;
  /** Every attempt somebody knows of. */
  readonly pids: readonly string[];
}

const ledgerSchema = z.object({
  postings: z.array(
    z.object({
      pid: z.string(),
      ticketNo: z.string(),
      amountFils: z.int().nullable(),
      receiptNo: z.string(),
      result: z.enum(['pending', 'posted', 'refused']),
    }),
  ),
});
/** One settlement as the ministry's own book has it. */
export type MinistryPosting = z.infer<typeof ledgerSchema>['postings'][number];

/** The books as they are now. */
export async function moneyBook({ world, terminalUrl }: Outside): Promise<MoneyBook> {
  const { attempts } = attemptsSchema.parse(await ask(`${world.knetUrl}/sim/state`));
  const { facts } = terminalUrl ? factsSchema.parse(await ask(`${terminalUrl}/sim/ledger`)) : { facts: [] };
  const kept = (pid: string) =>
    attempts.filter(({ trackId, status, refund }) => trackId === pid && status === 'captured' && refund === null);
  const moved = (pid: string, kind: string) => facts.filter((fact) => fact.pid === pid && fact.kind === kind);
  return {
    captures: (pid) => kept(pid).length + moved(pid, 'charged').length - moved(pid, 'reversed').length,
    isOver: (pid) => attempts.some(({ trackId, status }) => trackId === pid && !openStatuses.includes(status)),
    pids: [...attempts.map(({ trackId }) => trackId), ...facts.map(({ pid }) => pid)],
  };
}

/** All settlements the ministry has received. */
export async function ministryPostings({ ministryUrl }: World): Promise<MinistryPosting[]> {
  return ledgerSchema.parse(await ask(`${ministryUrl}/sim/ledger`)).postings;
}

/**
 * Whether nobody can know the outcome yet: Pay was pressed on a page that is still out, or the payment was on its way
 * to a terminal that does not know it. Only the end of the page, or settlement, will tell.
 */
export async function isUndecided(
  { pid, state, rail }: PaymentRecord,
  money: MoneyBook,
  gateway: KioskGateway,
): Promise<boolean> {
  if (state !== 'unknown' || money.captures(pid) > 0 || money.isOver(pid)) return false;
  if (rail === 'terminal') return true;
  const report = await gateway.report(pid, 0, 0);
  return report.ok && report.value.state === 'open';
}

/**
 * The payments in a kiosk's journal, read as they are on the disk now. Touches nothing, so it works beside a kiosk
 * that runs; an unfinished last record is left out.
 */
export async function readBook(dataFolder: string): Promise<PaymentBook> {
  const folder = join(dataFolder, 'journal');
  return PaymentBook.open({
    ...closedJournal,
    async *entries() {
      let at = genesis;
      for (const { file } of segmentsOf('payment', readdirSync(folder))) {
        const scan = scanFrames(readFileSync(join(folder, file)), at, nodeSha256);
        for (const { seq, payload } of scan.frames) yield { seq, ...payload };
        at = scan.head;
      }
    },
  });
}

/** The gateway as this kiosk sees it, with the identity in its folder. */
export async function gatewayOf(dataFolder: string, { gatewayUrl }: World): Promise<KioskGateway> {
  const ports = { clock: systemClock, rng: systemRng, timers: systemTimers };
  const identity = await becomeIdentified({
    keyFile: nodePrivateFile(join(dataFolder, 'identity', 'device-key.json')),
    identityFile: nodePrivateFile(join(dataFolder, 'identity', 'identity.json')),
    gateway: { enrol: async () => err({ kind: 'network_down' }) },
    rng: systemRng,
    enrolCode: null,
  });
  if (!identity.ok) throw new Error(`the kiosk lost its identity: ${identity.error.kind}`);
  return kioskGateway({ baseUrl: gatewayUrl, fetch, ...ports }, identity.value);
}

/** Asked a second time when it breaks: a server may close an idle connection at the moment it is used again. */
async function ask(url: string): Promise<unknown> {
  const response = await fetch(url).catch(() => fetch(url));
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
