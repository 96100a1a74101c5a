import type { z } from 'zod';
import { formatKnetAmount } from '../../src-shared/domain/money.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import type { HttpRequest } from './http-client.ts';
import type { Settlement } from './port.ts';
import { idTypeOf, wireDayOf, wireMomentOf } from './sandbox-mapping.ts';
import {
  errorSchema,
  exportPageSchema,
  inquirySchema,
  officesSchema,
  pingSchema,
  settlementListSchema,
  settlementSchema,
  type WireExportPage,
  type WireInquiry,
  type WireOffices,
  type WireSettlement,
  type WireSettlementList,
} from './sandbox-schema.ts';

/** One request, with what its answers must look like. */
export interface Question<T> {
  /** For the log. */
  readonly name: string;
  readonly request: HttpRequest;
  /** Of a 200. */
  readonly answer: z.ZodType<T>;
  /** Of a 404 by which the back end itself says that it has no such thing; a proxy's 404 looks different. */
  readonly missing?: z.ZodType;
}

/** Everything recorded for one party. */
export function inquiryQuestion(party: Party): Question<WireInquiry> {
  const query = new URLSearchParams({ idType: String(idTypeOf(party)), id: party.number });
  return {
    name: 'inquiry',
    request: { method: 'GET', path: `/traffic/violations?${query}` },
    answer: inquirySchema,
    missing: errorSchema('PERSON_NOT_FOUND'),
  };
}

/** Record one paid ticket; safe to send again. */
export function settlementQuestion(settlement: Settlement): Question<WireSettlement> {
  const body = {
    settlement_key: settlement.key,
    track_id: settlement.pid,
    violation_no: settlement.ticketNo,
    amount_kwd: formatKnetAmount(settlement.amountFils),
    receipt_no: settlement.receiptNo,
    paid_on: wireMomentOf(settlement.paidAt),
  };
  return {
    name: 'settlement',
    request: { method: 'POST', path: '/traffic/settlements', body },
    answer: settlementSchema,
  };
}

/** What became of a settlement. */
export function settlementInquiryQuestion(key: string): Question<WireSettlement> {
  return {
    name: 'settlement inquiry',
    request: { method: 'GET', path: `/traffic/settlements/${encodeURIComponent(key)}` },
    answer: settlementSchema,
    missing: errorSchema('SETTLEMENT_NOT_FOUND'),
  };
}

/** One page of the settlements of a day (YYYY-MM-DD), `page` from 0. */
export function settlementListQuestion(day: string, page: number): Question<WireSettlementList> {
  const query = new URLSearchParams({ day: wireDayOf(day), page: String(page) });
  return {
    name: 'settlements of a day',
    request: { method: 'GET', path: `/traffic/settlements?${query}` },
    answer: settlementListSchema,
  };
}

/** One page of all parties with tickets, `page` from 0. */
export function exportQuestion(page: number): Question<WireExportPage> {
  return {
    name: 'export',
    request: { method: 'GET', path: `/traffic/export?page=${page}` },
    answer: exportPageSchema,
  };
}

/** All offices by code. */
export const officesQuestion: Question<WireOffices> = {
  name: 'offices',
  request: { method: 'GET', path: '/offices' },
  answer: officesSchema,
};

/** Are you there? */
export const pingQuestion: Question<unknown> = {
  name: 'ping',
  request: { method: 'GET', path: '/ping' },
  answer: pingSchema,
};
