import { z } from 'zod';
import { formatKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import { isTraffic } from '../../src-shared/domain/obligation.ts';
import type { PersonFile } from '../world/person-files.ts';
import { idTypeOf, residencyKindCodes } from './codes.ts';
import { pageOf, problem, read, type Endpoint } from './endpoint.ts';
import type { Ticket } from './register.ts';
import { exportQuerySchema, wireDay, wireStanding, wireTime } from './wire.ts';

/* Residency fines by civil or unified number, and the cases by reference number. */

const finesQuery = z.strictObject({
  idType: z.enum(['1', '2']).transform(Number),
  id: z.string().regex(/^\d{12}$/),
});
const casesQuery = z.strictObject({ ref: z.string().regex(/^\d{9,12}$/), type: z.string().regex(/^\d{2}$/) });
const filesPerPage = 50;

const fines: Endpoint = {
  counter: 'fines',
  system: 'residency',
  answer: ({ register, now }, { query }) =>
    read(finesQuery, query, ({ idType, id }) => {
      const file = register.file(idType, id);
      if (file === undefined) return problem(404, 'FILE_NOT_FOUND', 'لا يوجد ملف إقامة لهذا الرقم');
      return { status: 200, body: { answered_at: wireTime(now()), ...wireFile(file, register.finesOf(file)) } };
    }),
};

const cases: Endpoint = {
  counter: 'cases',
  system: 'cases',
  answer: ({ register, now }, { query }) =>
    read(casesQuery, query, ({ ref, type }) => {
      const file = register.fileByReference(ref);
      if (file === undefined) return problem(404, 'REFERENCE_NOT_FOUND', 'لا توجد قضايا لهذا الرقم المرجعي');
      const body = { ref_no: ref, fine_type: type, cases: register.casesOf(file, type).flatMap(wireFine) };
      return { status: 200, body: { answered_at: wireTime(now()), ...body } };
    }),
};

const exportPage: Endpoint = {
  counter: 'export',
  system: 'residency',
  answer: ({ register, now }, { query }) =>
    read(exportQuerySchema, query, ({ page }) => {
      const files = register.filesWithFines();
      const { items, next_page } = pageOf(files, page, filesPerPage);
      return {
        status: 200,
        body: {
          exported_at: wireTime(now()),
          total_files: files.length,
          next_page,
          files: items.map((file) => wireFile(file, register.finesOf(file))),
        },
      };
    }),
};

export const residencyEndpoints: readonly (readonly [string, Endpoint])[] = [
  ['GET /residency/fines', fines],
  ['GET /residency/export', exportPage],
  ['GET /cases/list', cases],
];

function wireFile({ party }: PersonFile, tickets: readonly Ticket[]) {
  return { id_type: idTypeOf(party), id_no: party.number, fines: tickets.flatMap(wireFine) };
}

function wireFine({ obligation, ...raw }: Ticket) {
  if (isTraffic(obligation)) return [];
  const { detail } = obligation;
  return [
    {
      fine_no: detail.ticketNo,
      ...wireStanding(obligation, raw),
      kind_code: residencyKindCodes[detail.kind],
      desc_ar: detail.text.ar,
      desc_en: detail.text.en,
      law_article: detail.lawArticle ?? null,
      permit_article: detail.permitArticle ?? null,
      start_date: wireDay(detail.from),
      end_date: detail.to === undefined ? null : wireDay(detail.to),
      days_no: detail.days ?? null,
      daily_kwd: amountOrNull(detail.ratePerDayFils),
      max_kwd: amountOrNull(detail.capFils),
      at_max: detail.capReached === undefined ? null : detail.capReached ? 'نعم' : 'لا',
    },
  ];
}

function amountOrNull(amount: Fils | undefined): string | null {
  return amount === undefined ? null : formatKnetAmount(amount);
}
