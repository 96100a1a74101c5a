import type { Kysely } from 'kysely';
import type { Clock } from '../../src-shared/ports.ts';
import type { Tables } from '../db/tables.ts';

/** Milliseconds since 1970 that never go back: for windows, schedules and leases. */
export interface Time {
  now(): number;
}

/**
 * The wall clock at the start, driven on by the monotonic clock: a jump of the wall clock while the gateway runs
 * neither shortens a void window nor ends a lease.
 * @param notBefore the latest moment the database has seen, so that a restart with a slow clock does not go back either
 */
export function steadyTime(clock: Clock, notBefore: number): Time {
  const base = Math.max(clock.wallMs(), notBefore) - clock.monotonicMs();
  return { now: () => Math.round(base + clock.monotonicMs()) };
}

/** The latest moment that was written down about any payment, in milliseconds since 1970; 0 when there is none. */
export async function latestMoment(db: Kysely<Tables>): Promise<number> {
  const payment = await db
    .selectFrom('payment')
    .select('changed_at')
    .orderBy('changed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  const evidence = await db.selectFrom('evidence').select('at').orderBy('id', 'desc').limit(1).executeTakeFirst();
  return Math.max(payment?.changed_at.getTime() ?? 0, evidence?.at.getTime() ?? 0);
}
