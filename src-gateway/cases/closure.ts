import type { Kysely } from 'kysely';
import type { CaseClosure } from '../../src-shared/payment/record.ts';
import type { Tables } from '../db/tables.ts';
import { kioskWordClass } from './kiosk-word.ts';

/** How people decided about an attempt, for the kiosk whose own record waits for it; null when they have not. */
export async function closureOf(db: Kysely<Tables>, pid: string): Promise<CaseClosure | null> {
  const file = await db
    .selectFrom('case_file')
    .select(['id', 'class', 'reason', 'reference', 'closed_by'])
    .where('pid', '=', pid)
    .where('closed_at', 'is not', null)
    .orderBy('closed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  // What its own people decided last the kiosk knows.
  if (file?.class === kioskWordClass) return null;
  if (file === undefined || file.closed_by === null || file.reason === null) return null;
  const [one, other] = file.closed_by;
  const evidence = file.reference === null ? file.reason : `${file.reason} (${file.reference})`;
  return { caseId: String(file.id), evidence, staff: [one, other] };
}
