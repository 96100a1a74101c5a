import { z } from 'zod';
import { openDatabase } from '../../src-gateway/db/database.ts';
import type { Evidence, KnetEntry, MinistryEntry } from './judge.ts';
import type { KioskCore } from './kiosk-core.ts';

/** Where the sides of a round can be asked. `database` as `GATEWAY_DATABASE`; the gateway may be running on it. */
export interface Sides {
  readonly kiosks: readonly Pick<KioskCore, 'book' | 'acknowledged'>[];
  readonly knetUrl: string;
  readonly ministryUrl: string;
  readonly database: string;
}

const knetStateSchema = z.object({
  attempts: z.array(
    z.object({
      trackId: z.string(),
      status: z.string(),
      refund: z.unknown(),
      notifications: z.array(z.object({ problem: z.string().nullable() })),
    }),
  ),
});
const ministryLedgerSchema = z.object({
  postings: z.array(z.object({ pid: z.string(), ticketNo: z.string(), result: z.string() })),
});

/** Asks each side for what it knows. */
export async function gather({ kiosks, knetUrl, ministryUrl, database }: Sides): Promise<Evidence> {
  const [knet, ministry, rows] = await Promise.all([askKnet(knetUrl), askMinistry(ministryUrl), askDatabase(database)]);
  return {
    kiosks: kiosks.map(({ book, acknowledged }) => ({ records: book.all(), acknowledged })),
    knet,
    ministry,
    ...rows,
  };
}

async function askKnet(url: string): Promise<KnetEntry[]> {
  const { attempts } = knetStateSchema.parse(await askJson(`${url}/sim/state`));
  return attempts.map(({ trackId, status, refund, notifications }) => ({
    trackId,
    status,
    refunded: refund !== null,
    acknowledged: notifications.filter(({ problem }) => problem === null).length,
  }));
}

async function askMinistry(url: string): Promise<MinistryEntry[]> {
  return ministryLedgerSchema.parse(await askJson(`${url}/sim/ledger`)).postings;
}

async function askJson(url: string): Promise<unknown> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  return answer.json();
}

async function askDatabase(
  url: string,
): Promise<Pick<Evidence, 'payments' | 'activePostings' | 'refunds' | 'entries' | 'inboxPids'>> {
  const { db, close } = await openDatabase(url);
  try {
    const items = await db.selectFrom('payment_item').select(['pid', 'item_id', 'ticket_no']).execute();
    const payments = await db.selectFrom('payment').select(['pid', 'state', 'proof', 'receipt_no']).execute();
    const active = await db.selectFrom('posting').select(['pid', 'item_id']).where('active', '=', true).execute();
    const refunds = await db.selectFrom('refund').select(['pid', 'item_ids']).execute();
    const entries = await db.selectFrom('entry').select(['pid', 'amount_fils']).execute();
    const inbox = await db.selectFrom('inbox').select('pid').where('pid', 'is not', null).execute();
    const itemsOf = new Map<string, { id: string; ticketNo: string }[]>();
    for (const { pid, item_id: id, ticket_no: ticketNo } of items) {
      itemsOf.set(pid, [...(itemsOf.get(pid) ?? []), { id, ticketNo }]);
    }
    return {
      payments: payments.map(({ pid, state, proof, receipt_no: receiptNo }) => ({
        ...{ pid, state, proof, receiptNo },
        items: itemsOf.get(pid) ?? [],
      })),
      activePostings: active.map(({ pid, item_id: itemId }) => ({ pid, itemId })),
      refunds: refunds.map(({ pid, item_ids: itemIds }) => ({ pid, itemIds })),
      entries: entries.map(({ pid, amount_fils: amountFils }) => ({ pid, amountFils })),
      inboxPids: inbox.flatMap(({ pid }) => pid ?? []),
    };
  } finally {
    await close();
  }
}
