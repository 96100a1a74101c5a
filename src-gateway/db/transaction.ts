import type { Kysely, Transaction } from 'kysely';
import type { Tables } from './tables.ts';

/** Serialization failure and deadlock: the server undid everything and asks for another try. */
const worthAnotherTry = new Set(['40001', '40P01']);
const mostTries = 5;

/** Runs `work` in one transaction, again from the start when the server asks for that. `work` must have no other effect. */
export async function inTransaction<T>(db: Kysely<Tables>, work: (trx: Transaction<Tables>) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (attempt === mostTries || !worthAnotherTry.has(sqlState(error) ?? '')) throw error;
    }
  }
}

/** The five-character SQLSTATE of a database error, or null for any other error. */
export function sqlState(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
