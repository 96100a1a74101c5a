import { z } from 'zod';
import type { BackEnd } from './back-end.ts';
import { idTypeOf } from './codes.ts';
import { problem, read, type Endpoint, type SimReply } from './endpoint.ts';
import { wireDay, wireTime } from './wire.ts';

/* Inquiries that do not ask what is owed: reference number, medical test, case, civil card, renewal. */

const digits = (least: number, most: number) => z.string().regex(new RegExp(`^\\d{${least},${most}}$`));
const wireDate = z.string().regex(/^\d{2}\/\d{2}\/\d{4}$/);
const referenceQuery = z.strictObject({
  civil: digits(12, 12),
  passport: z.string().regex(/^[A-Z0-9]{3,15}$/),
  /** Residents. */
  expiry: wireDate.optional(),
  /** Citizens. */
  nationality: wireDate.optional(),
});
const refQuery = z.strictObject({ ref: digits(9, 12) });
const cardQuery = z.strictObject({ no: digits(6, 12) });
const renewalQuery = z.strictObject({ idType: z.enum(['1', '3']).transform(Number), id: digits(12, 12) });

/** Reference numbers that stand for one result of the medical test each; the last one is a code nobody knows. */
const medicalExamples = /^90000000([0-79])$/;

function finding(answer: Endpoint['answer']): Endpoint {
  return { counter: 'findings', system: 'papers', answer };
}

/** Said for a wrong passport as for an unknown person: nobody learns which of the two it was. */
const noReference = problem(404, 'REFERENCE_NOT_FOUND', 'لا توجد بيانات مطابقة');

const reference = finding((backEnd, { query }) =>
  read(referenceQuery, query, ({ civil, passport, expiry, nationality }) => {
    const file = backEnd.register.file(1, civil);
    const own = file?.passport ?? null;
    if (file === undefined || own?.number !== passport) return noReference;
    const { nationalityDate } = file;
    const right = nationalityDate === null ? expiry === wireDay(own.expiry) : nationality === wireDay(nationalityDate);
    return right ? said(backEnd, { civil_no: civil, ref_no: file.referenceNumber }) : noReference;
  }),
);

const medical = finding((backEnd, { query }) =>
  read(refQuery, query, ({ ref }) => {
    const example = medicalExamples.exec(ref)?.[1];
    const code = example ?? String(backEnd.register.fileByReference(ref)?.medicalCode ?? 6);
    return said(backEnd, { ref_no: ref, result_code: code });
  }),
);

const steps = finding((backEnd, { query }) =>
  read(refQuery, query, ({ ref }) => {
    const file = backEnd.register.fileByReference(ref);
    if (file === undefined) return noReference;
    const wired = file.steps.map(({ on, text }) => ({ step_date: wireDay(on), step_ar: text.ar, step_en: text.en }));
    return said(backEnd, { ref_no: ref, steps: wired });
  }),
);

const cardStates = { ready: 'جاهزة', in_issue: 'قيد الإصدار', none: 'لا يوجد طلب' } as const;

const card = finding((backEnd, { query }) =>
  read(cardQuery, query, ({ no }) => {
    const file = backEnd.register.fileByCard(no);
    if (file === undefined) return problem(404, 'CARD_NOT_FOUND', 'لا يوجد طلب بهذا الرقم');
    return said(backEnd, { asked_no: no, card_state: cardStates[file.card], fee_kwd: '5.000' });
  }),
);

const renewal = finding((backEnd, { query }) =>
  read(renewalQuery, query, ({ idType, id }) => {
    const reasons = idType === 3 ? companyReasons(backEnd, id) : personReasons(backEnd, id);
    if (reasons === null) return problem(404, 'FILE_NOT_FOUND', 'لا يوجد ملف إقامة لهذا الرقم');
    const eligible = reasons.length === 0 ? 'نعم' : 'لا';
    return said(backEnd, { id_type: idType, id_no: id, eligible, reasons });
  }),
);

const soonMs = 180 * 86_400_000;

/** What stands in the way of a renewal now: it follows what has been paid since. Null for somebody who is not known. */
function personReasons({ register, now }: BackEnd, number: string): string[] | null {
  const file = register.file(1, number);
  if (file === undefined) return null;
  const expiry = file.passport?.expiry;
  return [
    ...(register.finesOf(file).some(({ obligation }) => isOwed(obligation.status)) ? ['غرامات-إقامة'] : []),
    ...(register.ticketsOf(file.party).some(({ obligation }) => isOwed(obligation.status)) ? ['مخالفات-مرور'] : []),
    ...(file.hasInsurance ? [] : ['تأمين-صحي']),
    ...(expiry === undefined || Date.parse(expiry) - now() < soonMs ? ['جواز-السفر'] : []),
    ...(file.nationalityDate === null ? [] : ['كويتي']),
  ];
}

function companyReasons({ register }: BackEnd, number: string): string[] | null {
  const party = register.party(idTypeOf({ kind: 'company', numberKind: 'unified', number }), number);
  if (party === undefined) return null;
  return [
    ...(register.ticketsOf(party).some(({ obligation }) => isOwed(obligation.status)) ? ['مخالفات-مرور'] : []),
    ...(number.endsWith('0') ? ['ملف-موقوف'] : []),
  ];
}

const isOwed = (status: string): boolean => status === 'payable' || status === 'visit_office';

function said({ now }: BackEnd, body: object): SimReply {
  return { status: 200, body: { answered_at: wireTime(now()), ...body } };
}

export const findingEndpoints: readonly (readonly [string, Endpoint])[] = [
  ['GET /papers/reference', reference],
  ['GET /papers/medical', medical],
  ['GET /papers/steps', steps],
  ['GET /papers/card', card],
  ['GET /papers/renewal', renewal],
];
