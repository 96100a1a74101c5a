import type { Kysely, Selectable } from 'kysely';
import type { EntryTable, PaymentTable, SettlementLineTable, Tables } from '../db/tables.ts';
import type { CaseFile } from './close-case.ts';

/** Cases by number; without `all` the open ones. */
export async function listCases(db: Kysely<Tables>, { all }: { readonly all: boolean }): Promise<CaseFile[]> {
  const cases = db.selectFrom('case_file').selectAll().orderBy('id');
  return (all ? cases : cases.where('closed_at', 'is', null)).execute();
}

/** Everything that bears on a case. */
export interface CaseView {
  readonly file: CaseFile;
  /** Null when the case is not about an attempt. */
  readonly payment: Pick<
    Selectable<PaymentTable>,
    'pid' | 'kiosk_code' | 'rail' | 'rail_ref' | 'state' | 'total_fils' | 'captured_fils' | 'receipt_no' | 'created_at'
  > | null;
  readonly entries: readonly Selectable<EntryTable>[];
  /** What the acquirer says about the attempt. */
  readonly lines: readonly Selectable<SettlementLineTable>[];
}

/** One case with its payment, its entries and the acquirer's lines; null when there is none of this number. */
export async function viewCase(db: Kysely<Tables>, id: number): Promise<CaseView | null> {
  const file = await db.selectFrom('case_file').selectAll().where('id', '=', id).executeTakeFirst();
  if (file === undefined) return null;
  const payment = await db
    .selectFrom('payment')
    .select([
      'pid',
      'kiosk_code',
      'rail',
      'rail_ref',
      'state',
      'total_fils',
      'captured_fils',
      'receipt_no',
      'created_at',
    ])
    .where('pid', '=', file.pid)
    .executeTakeFirst();
  const entries = await db.selectFrom('entry').selectAll().where('pid', '=', file.pid).orderBy('ref').execute();
  const railRef = payment?.rail_ref ?? null;
  const lines = await db
    .selectFrom('settlement_line')
    .selectAll()
    .where((where) =>
      where.or([where('pid', '=', file.pid), ...(railRef === null ? [] : [where('rail_ref', '=', railRef)])]),
    )
    .orderBy('at')
    .execute();
  return { file, payment: payment ?? null, entries, lines };
}
