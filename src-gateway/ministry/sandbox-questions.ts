import type { z } from 'zod';
import { formatKnetAmount } from '../../src-shared/domain/money.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
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
  /** Where "no such thing" has another status than 404. */
  readonly missingStatus?: number;
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
    request: { method: 'POST', path: settlementsPath(settlement.system), body },
    answer: settlementSchema,
  };
}

const partsOf: Readonly<Record<System, string>> = {
  traffic: 'traffic',
  residency: 'residency',
  residency_cases: 'cases',
};

/** Each part of the back end takes its own settlements. */
function settlementsPath(system: System): string {
  return `/${partsOf[system]}/settlements`;
}

/** What became of a settlement, as far as one system knows. */
export function settlementInquiryQuestion(system: System, key: string): Question<WireSettlement> {
  return {
    name: 'settlement inquiry',
    request: { method: 'GET', path: `${settlementsPath(system)}/${encodeURIComponent(key)}` },
    answer: settlementSchema,
    missing: errorSchema('SETTLEMENT_NOT_FOUND'),
  };
}

/** One page of a system's settlements of a day (YYYY-MM-DD), `page` from 0. */
export function settlementListQuestion(system: System, day: string, page: number): Question<WireSettlementList> {
  const query = new URLSearchParams({ day: wireDayOf(day), page: String(page) });
  return {
    name: 'settlements of a day',
    request: { method: 'GET', path: `${settlementsPath(system)}?${query}` },
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

/** Is this part of the back end there? Without a part: the whole. */
export function pingQuestion(part: string | null): Question<unknown> {
  return {
    name: 'ping',
    request: { method: 'GET', path: part === null ? '/ping' : `/${part}/ping` },
    answer: pingSchema,
  };
}
