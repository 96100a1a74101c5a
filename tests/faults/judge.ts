import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { Acknowledged } from './kiosk-core.ts';

/** What K-Net's own ledger says of one attempt. */
export interface KnetEntry {
  readonly trackId: string;
  readonly status: string;
  readonly refunded: boolean;
  /** Callbacks our gateway answered with a proper line: K-Net relies on them. */
  readonly acknowledged: number;
}

/** What the ministry's own ledger says of one settlement. */
export interface MinistryEntry {
  readonly pid: string;
  readonly ticketNo: string;
  readonly result: string;
}

/** One attempt as the gateway's database has it. */
export interface PaymentRow {
  readonly pid: string;
  readonly state: string;
  readonly proof: string | null;
  readonly receiptNo: string | null;
  readonly items: readonly { readonly id: string; readonly ticketNo: string }[];
}

/** Everything the judge looks at, each part from the side that knows it best. */
export interface Evidence {
  readonly kiosks: readonly {
    readonly records: readonly PaymentRecord[];
    readonly acknowledged: readonly Acknowledged[];
  }[];
  readonly knet: readonly KnetEntry[];
  readonly ministry: readonly MinistryEntry[];
  readonly payments: readonly PaymentRow[];
  readonly activePostings: readonly { readonly pid: string; readonly itemId: string }[];
  readonly refunds: readonly { readonly pid: string; readonly itemIds: readonly string[] }[];
  readonly entries: readonly { readonly pid: string; readonly amountFils: number }[];
  /** Attempts the callbacks in the inbox are about; one entry per row. */
  readonly inboxPids: readonly string[];
}

export interface Judgement {
  /** Answers that were given and are not there any more. */
  readonly lostAcks: number;
  readonly violations: readonly string[];
}

const finalAtGateway: readonly string[] = ['posted', 'not_charged', 'refund_due', 'refunded'];
/** `reversal_due`: the money goes back and the kiosk knows; where refunds are made by hand it stays so. */
const finalAtKiosk: readonly string[] = ['posted', 'not_charged', 'cancelled', 'reversal_due', 'reversed', 'closed'];
const saidNo: readonly string[] = ['not_charged', 'cancelled'];

/** Holds the evidence of a round that has healed against the laws of money. Pure. */
export function judge(evidence: Evidence): Judgement {
  const lost = lostAnswers(evidence);
  const violations = [
    ...lost,
    ...captures(evidence),
    ...postings(evidence),
    ...balance(evidence),
    ...finalStates(evidence),
    ...words(evidence),
    ...receiptNumbers(evidence),
  ];
  return { lostAcks: lost.length, violations };
}

/** Law 12 and I6: what was acknowledged is there, word for word. */
function lostAnswers({ kiosks, knet, payments, inboxPids }: Evidence): string[] {
  const rows = new Map(payments.map((row) => [row.pid, row]));
  const inbox = new Set(inboxPids);
  const commits = kiosks
    .flatMap(({ acknowledged }) => acknowledged)
    .filter((answer) => {
      const row = rows.get(answer.pid);
      return row?.proof !== answer.proof || row.receiptNo !== answer.receiptNo;
    });
  const callbacks = knet.filter(({ trackId, acknowledged }) => acknowledged > 0 && !inbox.has(trackId));
  return [
    ...commits.map(({ pid }) => `the acknowledged commit of ${pid} is not in the database with the same proof`),
    ...callbacks.map(({ trackId }) => `the acknowledged callback of ${trackId} is not in the inbox`),
  ];
}

/** I2 and I3: what K-Net keeps is settled item by item or owed back, and nothing else is. */
function captures({ knet, ministry, payments, refunds }: Evidence): string[] {
  const rows = new Map(payments.map((row) => [row.pid, row]));
  const taken = ministry.filter(({ result }) => result !== 'refused');
  const captured = knet.filter(({ status, refunded }) => status === 'captured' && !refunded);
  const kept = new Set(captured.map(({ trackId }) => trackId));
  const unmatched = captured.flatMap(({ trackId }) => {
    const row = rows.get(trackId);
    if (row === undefined) return [`K-Net captured ${trackId}, which the gateway does not know`];
    const owed = new Set(refunds.filter(({ pid }) => pid === trackId).flatMap(({ itemIds }) => itemIds));
    return row.items.flatMap(({ id, ticketNo }) => {
      const times = taken.filter((one) => one.pid === trackId && one.ticketNo === ticketNo).length;
      return times + (owed.has(id) ? 1 : 0) === 1
        ? []
        : [
            `ticket ${ticketNo} of the captured ${trackId}: settled ${times} times, refund owed: ${String(owed.has(id))}`,
          ];
    });
  });
  const unpaid = taken.filter(({ pid }) => !kept.has(pid));
  return [
    ...unmatched,
    ...unpaid.map(({ pid, ticketNo }) => `ticket ${ticketNo} was settled by ${pid}, whose money K-Net does not have`),
  ];
}

/** I3: one item, one active posting, and the ministry hears of a ticket from one attempt only. */
function postings({ activePostings, ministry }: Evidence): string[] {
  const taken = ministry.filter(({ result }) => result !== 'refused');
  return [
    ...doubles(activePostings.map(({ itemId }) => itemId)).map((itemId) => `item ${itemId} has two active postings`),
    ...doubles(taken.map(({ ticketNo }) => ticketNo)).map((ticketNo) => `ticket ${ticketNo} was settled twice`),
  ];
}

/** I9: the trial balance is 0 over each attempt, and so over all. */
function balance({ entries }: Evidence): string[] {
  const sums = new Map<string, number>();
  for (const { pid, amountFils } of entries) sums.set(pid, (sums.get(pid) ?? 0) + amountFils);
  return [...sums]
    .filter(([, sum]) => sum !== 0)
    .map(([pid, sum]) => `the entries of ${pid} do not balance: ${sum} fils`);
}

function finalStates({ kiosks, payments }: Evidence): string[] {
  const records = kiosks.flatMap((kiosk) => kiosk.records);
  return [
    ...payments
      .filter(({ state }) => !finalAtGateway.includes(state))
      .map(({ pid, state }) => `${pid} is still ${state} at the gateway`),
    ...records
      .filter(({ state }) => !finalAtKiosk.includes(state))
      .map(({ pid, state }) => `${pid} is still ${state} at the kiosk`),
  ];
}

/** I5: what the visitor was told is what happened to the money. */
function words({ kiosks, knet }: Evidence): string[] {
  const kept = new Set(knet.filter(({ status }) => status === 'captured').map(({ trackId }) => trackId));
  const records = kiosks.flatMap((kiosk) => kiosk.records);
  return [
    ...records
      .filter(({ pid, state }) => saidNo.includes(state) && kept.has(pid))
      .map(({ pid }) => `${pid} is "not charged" at the kiosk, and K-Net has the money`),
    ...records
      .filter(({ pid, state }) => state === 'posted' && !kept.has(pid))
      .map(({ pid }) => `${pid} is "paid" at the kiosk, and K-Net has no money`),
  ];
}

/** I10: gapless and unique per kiosk. */
function receiptNumbers({ kiosks }: Evidence): string[] {
  return kiosks.flatMap(({ records }) => {
    const numbers = records.flatMap(({ receiptNo }) => (receiptNo === undefined ? [] : [Number(receiptNo.slice(-8))]));
    const missing = numbers.toSorted((a, b) => a - b).findIndex((number, at) => number !== at + 1);
    return missing === -1 ? [] : [`the receipt numbers of a kiosk are not gapless at ${missing + 1}`];
  });
}

function doubles(values: readonly string[]): string[] {
  const seen = new Set<string>();
  return [...new Set(values.filter((value) => seen.size === seen.add(value).size))];
}
