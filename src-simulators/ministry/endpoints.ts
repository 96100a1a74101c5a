import type { z } from 'zod';
import type { BackEnd, RequestCounts } from './back-end.ts';
import {
  exportQuerySchema,
  settlementListQuerySchema,
  settlementRequestSchema,
  violationsQuerySchema,
  wireListedSettlement,
  wireOffice,
  wireParty,
  wireSettlement,
  wireTime,
} from './wire.ts';

/** A request as the endpoints see it; `body` is parsed JSON, or undefined. */
export interface SimRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface SimReply {
  readonly status: number;
  readonly body: unknown;
}

/** One endpoint of the back end. */
export interface Endpoint {
  readonly counter: keyof RequestCounts;
  answer(backEnd: BackEnd, request: SimRequest): SimReply;
}

const personsPerPage = 50;
const settlementsPerPage = 50;

/** The endpoint a request is for, or null when there is none. */
export function findEndpoint({ method, path }: SimRequest): Endpoint | null {
  if (method === 'GET' && path.startsWith(settlementPrefix)) return settlementInquiry;
  return endpoints.get(`${method} ${path}`) ?? null;
}

const settlementPrefix = '/traffic/settlements/';

const violations: Endpoint = {
  counter: 'violations',
  answer(backEnd, { query }) {
    const asked = violationsQuerySchema.safeParse(query);
    if (!asked.success) return badRequest(asked.error);
    const party = backEnd.register.party(asked.data.idType, asked.data.id);
    if (party === undefined) return problem(404, 'PERSON_NOT_FOUND', 'لا توجد بيانات لهذا الرقم');
    return {
      status: 200,
      body: { answered_at: wireTime(backEnd.now()), ...wireParty(party, backEnd.register.ticketsOf(party)) },
    };
  },
};

const settlements: Endpoint = {
  counter: 'settlements',
  answer(backEnd, { body }) {
    const asked = settlementRequestSchema.safeParse(body);
    if (!asked.success) return badRequest(asked.error);
    const posting = backEnd.settle(asked.data);
    if (posting === 'conflict') return problem(409, 'KEY_CONFLICT', 'المفتاح مستخدم لعملية أخرى');
    return { status: 200, body: wireSettlement(posting, backEnd.now()) };
  },
};

const settlementInquiry: Endpoint = {
  counter: 'settlementInquiries',
  answer(backEnd, { path }) {
    const posting = backEnd.register.posting(path.slice(settlementPrefix.length));
    if (posting === undefined) return problem(404, 'SETTLEMENT_NOT_FOUND', 'لا توجد عملية بهذا المفتاح');
    return { status: 200, body: wireSettlement(posting, backEnd.now()) };
  },
};

const settlementList: Endpoint = {
  counter: 'settlementLists',
  answer(backEnd, { query }) {
    const asked = settlementListQuerySchema.safeParse(query);
    if (!asked.success) return badRequest(asked.error);
    const { day, page } = asked.data;
    const ofDay = backEnd.register.postings().filter(({ request }) => request.paid_on.startsWith(`${day} `));
    const from = page * settlementsPerPage;
    return {
      status: 200,
      body: {
        day,
        total_settlements: ofDay.length,
        next_page: from + settlementsPerPage < ofDay.length ? page + 1 : null,
        settlements: ofDay
          .slice(from, from + settlementsPerPage)
          .map((posting) => wireListedSettlement(posting, backEnd.now())),
      },
    };
  },
};

const officeList: Endpoint = {
  counter: 'offices',
  answer: (backEnd) => ({ status: 200, body: { offices: backEnd.register.offices.map(wireOffice) } }),
};

const exportPage: Endpoint = {
  counter: 'export',
  answer(backEnd, { query }) {
    const asked = exportQuerySchema.safeParse(query);
    if (!asked.success) return badRequest(asked.error);
    const { page } = asked.data;
    const parties = backEnd.register.partiesWithTickets();
    const from = page * personsPerPage;
    return {
      status: 200,
      body: {
        exported_at: wireTime(backEnd.now()),
        total_persons: parties.length,
        next_page: from + personsPerPage < parties.length ? page + 1 : null,
        persons: parties
          .slice(from, from + personsPerPage)
          .map((party) => wireParty(party, backEnd.register.ticketsOf(party))),
      },
    };
  },
};

const ping: Endpoint = {
  counter: 'ping',
  answer: (backEnd) => ({ status: 200, body: { status: 'OK', server_time: wireTime(backEnd.now()) } }),
};

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['GET /traffic/violations', violations],
  ['POST /traffic/settlements', settlements],
  ['GET /traffic/settlements', settlementList],
  ['GET /traffic/export', exportPage],
  ['GET /offices', officeList],
  ['GET /ping', ping],
]);

/** An error in the back end's shape. */
export function problem(status: number, code: string, description: string): SimReply {
  return { status, body: { error_code: code, error_desc: description } };
}

function badRequest(error: z.ZodError): SimReply {
  const fields = error.issues.map((issue) => issue.path.join('.') || 'body').join(', ');
  return problem(400, 'BAD_REQUEST', `طلب غير صحيح: ${fields}`);
}
