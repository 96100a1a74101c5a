import { createHash } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { GatewayProblem, ReserveReply, ReserveRequest } from '../../src-shared/contract/gateway-http.ts';
import type { InquiryAnswer } from '../../src-shared/domain/inquiry.ts';
import { maskNumber } from '../../src-shared/domain/mask.ts';
import { ok, type Result } from '../../src-shared/result.ts';
import type { Tables } from '../db/tables.ts';
import { inTransaction } from '../db/transaction.ts';
import { accessTo } from '../inquiries/access.ts';
import { whyHeld } from '../reconciliation/holds.ts';
import { takeLeases } from './leases.ts';
import { liveAnswer } from './live-answer.ts';
import { withOurPayments } from './overlay.ts';
import { findPayment, type Payment } from './payment-row.ts';
import { problem, type PaymentDeps, type PaymentSettings } from './ports.ts';
import { compareQuote } from './quote.ts';
import { itemRow, systemOf } from './recreate.ts';

type Reply = Result<ReserveReply, GatewayProblem>;

/**
 * Asks the ministry again and reserves every item for this attempt, or reserves nothing and says what has changed.
 * Idempotent per pid: the same request gives the same answer, the same pid with other content is a conflict.
 */
export async function reserve(deps: PaymentDeps, kioskCode: string, request: ReserveRequest): Promise<Reply> {
  const contentHash = hashOf(request);
  const known = await findPayment(deps.db, request.pid);
  if (known !== null) return repeated(deps, known, kioskCode, contentHash);
  const closed = deps.moneyClosed(request.rail) ?? (await whyHeld(deps.db, kioskCode));
  if (closed !== null) return problem('payments_closed', closed);
  const refused = checkBasket(request, deps.settings);
  if (refused !== null) return refused;
  const asked = await quoteAgain(deps, kioskCode, request);
  if (!asked.ok) return asked;
  return changed(request, asked.value) ?? store(deps, kioskCode, request, contentHash, asked.value);
}

/** Asks exactly the systems of the items; one that is silent or wants a code first is no quote. */
async function quoteAgain(
  deps: PaymentDeps,
  kioskCode: string,
  { party, grant, fineType, items }: ReserveRequest,
): Promise<Result<InquiryAnswer, GatewayProblem>> {
  const systems = [...new Set(items.map(systemOf))];
  for (const system of systems) {
    const access = await accessTo(deps, { kioskCode, party }, system, { grant });
    if (access.may === 'not_now') return silent;
    if (access.may !== 'ask')
      return problem('code_not_valid', 'this system wants a code first: ask again what is owed');
  }
  const asked = await liveAnswer(deps, { party, systems, fineType });
  if (!asked.ok) {
    return asked.error === 'not_found'
      ? problem('not_found', 'the ministry knows nothing about this number any more')
      : silent;
  }
  return asked.value.systems.some(({ state }) => state === 'unavailable') ? silent : asked;
}

const silent = problem('ministry_down', 'the ministry does not answer, so nothing was reserved');

/** What the attempt is about, without the payer's number: that is neither stored nor to be worked out from a hash. */
function hashOf(request: ReserveRequest): string {
  const { party, ...rest } = request;
  const content = { ...rest, partyKind: party.kind, maskedNumber: maskNumber(party.number) };
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

function repeated(deps: PaymentDeps, known: Payment, kioskCode: string, contentHash: string): Reply {
  if (known.kiosk_code !== kioskCode || known.content_hash !== contentHash) {
    return problem('conflict', 'this pid stands for another attempt');
  }
  const leaseSeconds = Math.floor((known.lease_until.getTime() - deps.time.now()) / 1000);
  if (known.state !== 'reserved' || leaseSeconds < 1)
    return problem('conflict', 'this attempt is not a reservation any more');
  return ok({ result: 'reserved', leaseSeconds });
}

function checkBasket(request: ReserveRequest, settings: PaymentSettings): Reply | null {
  const { items } = request;
  if (new Set(items.map(({ obligationId }) => obligationId)).size !== items.length) {
    return problem('bad_request', 'an item is named twice');
  }
  const sum = items.reduce((total, { amountFils }) => total + amountFils, request.serviceChargeFils as number);
  if (sum !== request.totalFils || request.totalFils === 0)
    return problem('bad_request', 'the total is not the sum of its parts');
  if (request.serviceChargeFils !== settings.serviceChargeFils) {
    return problem('bad_request', 'the service charge is not the one in force: read the status again');
  }
  const withinLimits = items.length <= settings.maxItems && request.totalFils <= settings.maxAmountFils;
  return withinLimits ? null : problem('over_limit', 'more items or a higher amount than one payment may have');
}

function changed(request: ReserveRequest, answer: InquiryAnswer): Reply | null {
  const changes = compareQuote(request.items, answer);
  return changes.length === 0 ? null : ok({ result: 'changed', changes, answer });
}

/** Undoes the transaction when somebody else was faster. */
class Taken extends Error {}

async function store(
  deps: PaymentDeps,
  kioskCode: string,
  request: ReserveRequest,
  contentHash: string,
  fresh: InquiryAnswer,
): Promise<Reply> {
  try {
    const added = await inTransaction(deps.db, (trx) => insert(trx, deps, kioskCode, request, contentHash));
    if (added) return ok({ result: 'reserved', leaseSeconds: deps.settings.leaseSeconds });
  } catch (error) {
    if (!(error instanceof Taken)) throw error;
    const answer = await withOurPayments(deps.db, fresh, new Date(deps.time.now()));
    return (
      changed(request, answer) ?? problem('conflict', 'an item was just released by another attempt: reserve again')
    );
  }
  const known = await findPayment(deps.db, request.pid);
  if (known === null) throw new Error('a pid cannot be there and not there');
  return repeated(deps, known, kioskCode, contentHash);
}

/** False when the same pid was stored by a request that ran beside this one. */
async function insert(
  trx: Transaction<Tables>,
  deps: PaymentDeps,
  kioskCode: string,
  request: ReserveRequest,
  contentHash: string,
): Promise<boolean> {
  const now = new Date(deps.time.now());
  const until = new Date(now.getTime() + deps.settings.leaseSeconds * 1000);
  const added = await trx
    .insertInto('payment')
    .values({
      pid: request.pid,
      kiosk_code: kioskCode,
      rail: request.rail,
      language: request.language,
      party_kind: request.party.kind,
      masked_number: maskNumber(request.party.number),
      content_hash: contentHash,
      service_charge_fils: request.serviceChargeFils,
      total_fils: request.totalFils,
      state: 'reserved',
      version: 1,
      created_at: now,
      changed_at: now,
      lease_until: until,
    })
    .onConflict((conflict) => conflict.column('pid').doNothing())
    .returning('pid')
    .executeTakeFirst();
  if (added === undefined) return false;
  await trx
    .insertInto('payment_item')
    .values(request.items.map((item) => itemRow(request.pid, item)))
    .execute();
  const itemIds = request.items.map(({ obligationId }) => obligationId).toSorted();
  if ((await takeLeases(trx, { pid: request.pid, itemIds, until, now })).length > 0) throw new Taken();
  // A capture gives its leases back and books its postings in one step, so now nobody can be between the two.
  const settled = await trx
    .selectFrom('posting')
    .select('item_id')
    .where('item_id', 'in', itemIds)
    .where('active', '=', true)
    .execute();
  if (settled.length > 0) throw new Taken();
  return true;
}
