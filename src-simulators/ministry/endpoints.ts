import type { System } from '../../src-shared/domain/obligation.ts';
import { codeEndpoints } from './code-endpoints.ts';
import { pageOf, problem, read, type Endpoint, type SimReply, type SimRequest } from './endpoint.ts';
import { findingEndpoints } from './finding-endpoints.ts';
import { residencyEndpoints } from './residency-endpoints.ts';
import { backEndSystems, type BackEndSystem } from './settings.ts';
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
import { wireFineTypes, wireNotice } from './wire-lists.ts';

const personsPerPage = 50;
const settlementsPerPage = 50;

/** The endpoint a request is for, or null when there is none. */
export function findEndpoint({ method, path }: SimRequest): Endpoint | null {
  const known = endpoints.get(`${method} ${path}`);
  if (known !== undefined) return known;
  const owner = settlers.find((one) => path.startsWith(`${settlementsOf(one)}/`));
  return method === 'GET' && owner !== undefined ? settlementInquiry(owner) : null;
}

/** Where each system takes settlements. */
interface Settler {
  readonly system: System;
  readonly owner: Exclude<BackEndSystem, 'papers'>;
}
const settlers: readonly Settler[] = [
  { system: 'traffic', owner: 'traffic' },
  { system: 'residency', owner: 'residency' },
  { system: 'residency_cases', owner: 'cases' },
];
const settlementsOf = ({ owner }: Settler): string => `/${owner}/settlements`;

const violations: Endpoint = {
  counter: 'violations',
  system: 'traffic',
  answer: (backEnd, { query }) =>
    read(violationsQuerySchema, query, ({ idType, id }) => {
      const party = backEnd.register.party(idType, id);
      if (party === undefined) return problem(404, 'PERSON_NOT_FOUND', 'لا توجد بيانات لهذا الرقم');
      return {
        status: 200,
        body: { answered_at: wireTime(backEnd.now()), ...wireParty(party, backEnd.register.ticketsOf(party)) },
      };
    }),
};

const settlements = ({ system, owner }: Settler): Endpoint => ({
  counter: 'settlements',
  system: owner,
  answer: (backEnd, { body }) =>
    read(settlementRequestSchema, body, (request) => {
      const posting = backEnd.settle(system, request);
      if (posting === 'conflict') return problem(409, 'KEY_CONFLICT', 'المفتاح مستخدم لعملية أخرى');
      return { status: 200, body: wireSettlement(posting, backEnd.now()) };
    }),
});

const settlementInquiry = (settler: Settler): Endpoint => ({
  counter: 'settlementInquiries',
  system: settler.owner,
  answer(backEnd, { path }) {
    const posting = backEnd.register.posting(path.slice(settlementsOf(settler).length + 1));
    if (posting?.system !== settler.system) return problem(404, 'SETTLEMENT_NOT_FOUND', 'لا توجد عملية بهذا المفتاح');
    return { status: 200, body: wireSettlement(posting, backEnd.now()) };
  },
});

const settlementList = ({ system, owner }: Settler): Endpoint => ({
  counter: 'settlementLists',
  system: owner,
  answer: (backEnd, { query }) =>
    read(settlementListQuerySchema, query, ({ day, page }) => {
      const ofDay = backEnd.register
        .postings()
        .filter((posting) => posting.system === system && posting.request.paid_on.startsWith(`${day} `));
      const { items, next_page } = pageOf(ofDay, page, settlementsPerPage);
      return {
        status: 200,
        body: {
          day,
          total_settlements: ofDay.length,
          next_page,
          settlements: items.map((posting) => wireListedSettlement(posting, backEnd.now())),
        },
      };
    }),
});

const officeList: Endpoint = {
  counter: 'offices',
  system: null,
  answer: (backEnd) => ({ status: 200, body: { offices: backEnd.register.offices.map(wireOffice) } }),
};

const exportPage: Endpoint = {
  counter: 'export',
  system: 'traffic',
  answer: (backEnd, { query }) =>
    read(exportQuerySchema, query, ({ page }) => {
      const parties = backEnd.register.partiesWithTickets();
      const { items, next_page } = pageOf(parties, page, personsPerPage);
      return {
        status: 200,
        body: {
          exported_at: wireTime(backEnd.now()),
          total_persons: parties.length,
          next_page,
          persons: items.map((party) => wireParty(party, backEnd.register.ticketsOf(party))),
        },
      };
    }),
};

const ping = (system: BackEndSystem | null): Endpoint => ({
  counter: 'ping',
  system,
  answer: (backEnd): SimReply => ({ status: 200, body: { status: 'OK', server_time: wireTime(backEnd.now()) } }),
});

const fineTypeList: Endpoint = {
  counter: 'lists',
  system: null,
  answer: () => ({ status: 200, body: { fine_types: wireFineTypes() } }),
};

const noticeList: Endpoint = {
  counter: 'lists',
  system: null,
  answer: ({ notices }) => ({ status: 200, body: { notices: notices.map(wireNotice) } }),
};

const endpoints: ReadonlyMap<string, Endpoint> = new Map([
  ['GET /traffic/violations', violations],
  ['GET /traffic/export', exportPage],
  ['GET /offices', officeList],
  ['GET /fine-types', fineTypeList],
  ['GET /notices', noticeList],
  ['GET /ping', ping(null)],
  ...backEndSystems.map((system) => [`GET /${system}/ping`, ping(system)] as const),
  ...settlers.flatMap((settler) => [
    [`POST ${settlementsOf(settler)}`, settlements(settler)] as const,
    [`GET ${settlementsOf(settler)}`, settlementList(settler)] as const,
  ]),
  ...residencyEndpoints,
  ...codeEndpoints,
  ...findingEndpoints,
]);
