import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import { kuwaitDay } from '../../src-shared/domain/time.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import type { DayDeps } from './ports.ts';
import type { Acquirer, NumberedLine, SettlementImporter } from './settlement-importer.ts';

/** What an import did. */
export interface Imported {
  /** The day it settles, YYYY-MM-DD. */
  readonly day: string;
  readonly lines: number;
  /** Lines that were not there before; 0 when the file comes again. */
  readonly added: number;
}

/**
 * Takes in one settlement file as a whole or not at all. The same bytes again change nothing, and a line that also
 * stands in another file counts once.
 * @param file `day`: the day in Kuwait it settles; without it, the one day all its lines are of. `covers`: whose whole
 *   day it is; without it, the acquirers of its lines
 * @returns or one sentence per thing that is wrong with it
 */
export async function importSettlement(
  { db, time }: Pick<DayDeps, 'db' | 'time'>,
  importer: SettlementImporter,
  { text, day, covers }: { readonly text: string; readonly day?: string; readonly covers?: readonly Acquirer[] },
): Promise<Result<Imported, readonly string[]>> {
  const read = importer.read(text);
  if (!read.ok) return read;
  const settled = dayOf(read.value, day);
  if (!settled.ok) return err([settled.error]);
  const acquirers = covers ?? [...new Set(read.value.map(({ acquirer }) => acquirer))];
  if (acquirers.length === 0) return err(['the file has no lines: say with --covers whose day it is']);
  const now = new Date(time.now());
  // A file of a day that still runs would say of everything to come that it was not charged.
  if (settled.value >= kuwaitDay(now.getTime()))
    return err([`${settled.value} is not over yet: take its file in tomorrow`]);
  const contentHash = sha256(text);
  return inTransaction(db, async (trx) => {
    const otherDay = await trx
      .selectFrom('settlement_file')
      .select('day')
      .where('content_hash', '=', contentHash)
      .where('day', '!=', settled.value)
      .executeTakeFirst();
    // Days without business have equal files; others with equal lines are a mistake.
    if (otherDay !== undefined && read.value.length > 0)
      return err([`this file was taken in before, for ${otherDay.day}: it cannot settle ${settled.value} too`]);
    const file = { content_hash: contentHash, day: settled.value, imported_at: now };
    await trx
      .insertInto('settlement_file')
      .values(acquirers.map((acquirer) => ({ ...file, acquirer })))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    let added = 0;
    for (const line of read.value) added += (await addLine(trx, line, contentHash)) ? 1 : 0;
    return ok({ day: settled.value, lines: read.value.length, added });
  });
}

function dayOf(lines: readonly NumberedLine[], asked: string | undefined): Result<string, string> {
  if (asked !== undefined) return ok(asked);
  const days = [...new Set(lines.map(({ at }) => kuwaitDay(Date.parse(at))))];
  const [only] = days;
  if (only === undefined) return err('the file has no lines: say with --day which day it settles');
  return days.length === 1
    ? ok(only)
    : err(`the file has lines of ${days.toSorted().join(', ')}: say with --day which day it settles`);
}

/** False when the line is there already. */
async function addLine(
  trx: Transaction<Tables>,
  { lineNo, ...line }: NumberedLine,
  contentHash: string,
): Promise<boolean> {
  const added = await trx
    .insertInto('settlement_line')
    .values({
      line_key: sha256(canonicalJson(line)),
      content_hash: contentHash,
      line_no: lineNo,
      acquirer: line.acquirer,
      rail_ref: line.railRef,
      pid: line.pid,
      transaction_id: line.transactionId,
      approval_code: line.approvalCode,
      amount_fils: line.amountFils,
      kind: line.kind,
      at: new Date(line.at),
    })
    .onConflict((conflict) => conflict.column('line_key').doNothing())
    .returning('line_key')
    .executeTakeFirst();
  return added !== undefined;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
