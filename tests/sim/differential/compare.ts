import type { Kysely } from 'kysely';
import type { Tables as RealTables } from '../../../src-gateway/db/tables.ts';
import { canonicalJson, type JsonValue } from '../../../src-shared/contract/canonical-json.ts';
import type { Tables } from '../gateway/tables.ts';

/** Words for people and texts of evidence: the model does not choose them, and nothing is decided by them. */
const words = new Set(['proof', 'notPaidReason', 'knet', 'caseId', 'answer', 'refundProof', 'receiptUrl']);

type Answered =
  { readonly ok: true; readonly value: object } | { readonly ok: false; readonly error: { readonly error: string } };

/** What an answer says, without its words. */
export function answerOf(answer: Answered): string {
  if (!answer.ok) return answer.error.error;
  const kept = Object.entries(answer.value).filter(([name]) => !words.has(name));
  return canonicalJson(JSON.parse(JSON.stringify(Object.fromEntries(kept))) as JsonValue); // our own JSON
}

function at(time: Date | null): number | null {
  return time === null ? null : time.getTime();
}

/** One line per row: name of the row → what it holds. */
export async function realRows(db: Kysely<RealTables>): Promise<Map<string, string>> {
  const rows = new Map<string, string>();
  const put = (name: string, ...facts: readonly unknown[]): void => void rows.set(name, facts.join(' '));
  for (const row of await db.selectFrom('payment').selectAll().execute()) {
    const captured = row.captured_at === null ? '-' : row.captured_fils;
    put(
      `payment ${row.pid.slice(0, 2)}`,
      row.state,
      row.version,
      row.told_not_charged,
      captured,
      row.receipt_no,
      at(row.next_inquiry_at),
    );
  }
  for (const row of await db.selectFrom('lease').selectAll().execute()) {
    put(`lease ${row.item_id}`, row.pid.slice(0, 2), row.held, at(row.until));
  }
  for (const row of await db.selectFrom('posting').selectAll().execute()) {
    put(
      `posting ${row.pid.slice(0, 2)} ${row.item_id}`,
      row.active,
      row.state,
      row.tries,
      at(row.next_try_at),
      row.receipt_no,
    );
  }
  for (const row of await db.selectFrom('refund').selectAll().execute()) {
    put(`refund ${row.refund_ref}`, row.state, row.amount_fils, row.reason, row.item_ids.join(), at(row.next_try_at));
  }
  for (const row of await db.selectFrom('entry').selectAll().execute()) put(`entry ${row.ref}`, row.amount_fils);
  for (const row of await db.selectFrom('case_file').selectAll().execute()) {
    put(`case ${row.pid.slice(0, 2)} ${row.class} ${row.subject}`, row.closed_at === null);
  }
  const inbox = await db.selectFrom('inbox').select('verdict').execute();
  put(
    'inbox',
    inbox
      .map(({ verdict }) => verdict ?? '-')
      .toSorted()
      .join(),
  );
  return rows;
}

/** The same of the model. */
export function modelRows(tables: Tables): Map<string, string> {
  const rows = new Map<string, string>();
  const put = (name: string, ...facts: readonly unknown[]): void => void rows.set(name, facts.join(' '));
  for (const row of tables.payments.values()) {
    const captured = row.capturedAt === null ? '-' : (row.capture?.amountFils ?? '-');
    put(
      `payment ${row.pid.slice(0, 2)}`,
      row.state,
      row.version,
      row.toldNotCharged,
      captured,
      row.receiptNo,
      row.nextInquiryAt,
    );
  }
  for (const [itemId, row] of tables.leases) put(`lease ${itemId}`, row.pid.slice(0, 2), row.held, row.until);
  for (const row of tables.postings) {
    put(`posting ${row.pid.slice(0, 2)} ${row.itemId}`, row.active, row.state, row.tries, row.nextTryAt, row.receiptNo);
  }
  for (const row of tables.refunds.values()) {
    put(`refund ${row.refundRef}`, row.state, row.amountFils, row.reason, row.itemIds.join(), row.nextTryAt);
  }
  for (const [ref, { fils }] of tables.entries) put(`entry ${ref}`, fils);
  for (const row of tables.cases) put(`case ${row.pid.slice(0, 2)} ${row.class} ${row.subject}`, !row.closed);
  put(
    'inbox',
    tables.inbox
      .map(({ verdict }) => verdict ?? '-')
      .toSorted()
      .join(),
  );
  return rows;
}
