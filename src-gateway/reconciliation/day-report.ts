import { createHash, createPublicKey, verify } from 'node:crypto';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import { canonicalJson } from '../../src-shared/contract/canonical-json.ts';
import type { DayReportReply, GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { signedDayReportSchema, type DayReport, type SignedDayReport } from '../../src-shared/domain/day-report.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import { openDayCase } from '../cases/open-day-case.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { problem } from '../payment/ports.ts';
import { doesNotFollow } from './follows.ts';
import { lockEnrolment, type Enrolment } from './holds.ts';
import type { DayDeps } from './ports.ts';

type Reply = Result<DayReportReply, GatewayProblem>;

/** As it came: a newer kiosk's report may say more than we understand, and its signature is over all of it. */
const asSentSchema = z.object({ report: z.unknown() });

/**
 * Takes a kiosk's Z report: once per number, in order, kept word for word. The same report again gets the same answer;
 * another one under a taken number is a conflict and a case. One whose figures do not follow from the day before is
 * taken all the same, because it is what the kiosk has printed, and gets a case; so is one after a gap, because a
 * gateway restored from a backup has lost reports that the kiosk saw answered and never sends again.
 * @param raw the request's body
 */
export async function takeDayReport(deps: DayDeps, kioskCode: string, raw: string): Promise<Reply> {
  const sent: unknown = JSON.parse(raw);
  const { report, signature } = signedDayReportSchema.parse(sent);
  const canonical = canonicalJson(asSentSchema.parse(sent).report);
  return inTransaction(deps.db, async (trx) => {
    const enrolment = await lockEnrolment(trx, kioskCode);
    if (enrolment === null) return problem('unknown_kiosk', 'no kiosk with this code is enrolled');
    if (report.kioskCode !== kioskCode) return problem('bad_request', 'this is the report of another kiosk');
    if (!isSignedBy(enrolment, canonical, signature))
      return problem('bad_request', "the report's signature does not fit the report or the kiosk");
    return store(trx, deps, enrolment, {
      report,
      raw,
      hash: createHash('sha256').update(canonical).digest('hex'),
    });
  });
}

function isSignedBy({ device_key }: Enrolment, text: string, signature: SignedDayReport['signature']): boolean {
  const key = fromBase64Url(device_key);
  const bytes = fromBase64Url(signature);
  if (!key.ok) throw new Error('a stored device key is base64url');
  if (!bytes.ok) return false;
  const publicKey = createPublicKey({ key: Buffer.from(publicKeyDer(key.value)), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), publicKey, bytes.value);
}

interface Sent {
  readonly report: DayReport;
  readonly raw: string;
  readonly hash: string;
}

async function store(trx: Transaction<Tables>, deps: DayDeps, enrolment: Enrolment, sent: Sent): Promise<Reply> {
  const { report, raw, hash } = sent;
  const { no } = report;
  const now = deps.time.now();
  if (await isKnown(trx, enrolment.code, hash)) return ok({ no });
  const last = await lastReport(trx, enrolment);
  const found = { pid: enrolment.code, subject: `Z ${no} of ${enrolment.enrolled_at.toISOString()}`, now };
  if (last !== null && no <= last.no) {
    await openDayCase(trx, deps.log, { ...found, class: 'z_differs', evidence: { no, raw } });
    return problem('conflict', `Z report ${no} of this kiosk has other content`);
  }
  const expected = last === null ? await firstNumber(trx, enrolment, no) : last.no + 1;
  await trx
    .insertInto('day_report')
    .values({
      kiosk_code: enrolment.code,
      enrolled_at: enrolment.enrolled_at,
      ...{ no, raw, content_hash: hash, received_at: new Date(now) },
    })
    .execute();
  const wrong = whatIsWrong(last, report, expected);
  if (wrong.length > 0) await openDayCase(trx, deps.log, { ...found, class: 'z_totals', evidence: { no, wrong } });
  return ok({ no });
}

function whatIsWrong(last: DayReport | null, report: DayReport, expected: number): readonly string[] {
  const { no } = report;
  if (no > expected) return [`Z reports ${expected} to ${no - 1} are missing`];
  return last === null && no > 1 ? [] : doesNotFollow(last, report);
}

async function isKnown(trx: Transaction<Tables>, kioskCode: string, hash: string): Promise<boolean> {
  const row = await trx
    .selectFrom('day_report')
    .select('no')
    .where('kiosk_code', '=', kioskCode)
    .where('content_hash', '=', hash)
    .executeTakeFirst();
  return row !== undefined;
}

async function lastReport(trx: Transaction<Tables>, { code, enrolled_at }: Enrolment): Promise<DayReport | null> {
  const row = await trx
    .selectFrom('day_report')
    .select('raw')
    .where('kiosk_code', '=', code)
    .where('enrolled_at', '=', enrolled_at)
    .orderBy('no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : readDayReport(row.raw);
}

/** A kiosk's numbers begin at 1; one that was enrolled anew goes on wherever its own journal stands. */
async function firstNumber(trx: Transaction<Tables>, { code }: Enrolment, no: number): Promise<number> {
  const earlier = await trx.selectFrom('day_report').select('no').where('kiosk_code', '=', code).executeTakeFirst();
  return earlier === undefined ? 1 : no;
}

/** A stored report; it was checked before it was stored. */
export function readDayReport(raw: string): DayReport {
  return signedDayReportSchema.parse(JSON.parse(raw)).report;
}
