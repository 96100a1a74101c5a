import type { Migration } from 'kysely/migration';
import { start } from './001-start.ts';
import { money } from './002-money.ts';
import { endOfDay } from './003-end-of-day.ts';
import { enrolment } from './004-enrolment.ts';
import { systems } from './005-systems.ts';
import { feed } from './006-feed.ts';
import { staff } from './007-staff.ts';
import { badges } from './008-badges.ts';

/** Every migration, in the order of their names. The same list runs on PostgreSQL and on PGlite. */
export const migrations: Readonly<Record<string, Migration>> = {
  '001-start': start,
  '002-money': money,
  '003-end-of-day': endOfDay,
  '004-enrolment': enrolment,
  '005-systems': systems,
  '006-feed': feed,
  '007-staff': staff,
  '008-badges': badges,
};
