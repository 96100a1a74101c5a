import type { z } from 'zod';
import type { FieldId, FieldValues } from '../../src-shared/domain/field.ts';
import { findingSchema, type Finding } from '../../src-shared/domain/finding.ts';
import type { Office } from '../../src-shared/domain/obligation.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { FindingInquiry, MinistryLog, MinistryPort, UnknownCodeList } from './port.ts';
import {
  cardSchema,
  medicalSchema,
  referenceSchema,
  renewalSchema,
  stepsSchema,
  type WireRenewal,
} from './sandbox-finding-schema.ts';
import { fieldsOf, type SandboxLine } from './sandbox-line.ts';
import { amountOf, isoDay, isoMoment, wireDayOf } from './sandbox-mapping.ts';
import type { Question } from './sandbox-questions.ts';
import { errorSchema } from './sandbox-schema.ts';

export interface FindingDeps {
  readonly line: SandboxLine;
  readonly log: MinistryLog;
  readonly offices: MinistryPort['offices'];
}

interface Answered {
  readonly answered_at: string;
}

/** How one service is asked, and what its answer means. */
interface Asking<T extends Answered> {
  readonly path: string;
  readonly query: (fields: FieldValues) => Record<string, string>;
  readonly schema: z.ZodType<T>;
  readonly missing?: z.ZodType;
  /** Is the answer about what was asked? */
  readonly about: (answer: T, fields: FieldValues) => boolean;
  readonly finding: (answer: T, log: MinistryLog) => z.input<typeof findingSchema> | Bare;
  /** Codes of the offices one may have to visit. */
  readonly offices?: readonly string[];
}

/** A finding before its moment and offices are added. */
type Bare =
  | { kind: 'number'; number: string }
  | { kind: 'status'; status: string; reasons: string[]; facts: Extract<Finding, { kind: 'status' }>['facts'] }
  | { kind: 'steps'; steps: Extract<Finding, { kind: 'steps' }>['steps'] };

const noReference = errorSchema('REFERENCE_NOT_FOUND');
const noFile = errorSchema('FILE_NOT_FOUND');

/** The inquiries of the sandbox back end, by service id. */
export function sandboxFindings(deps: FindingDeps): MinistryPort['findings'] {
  return {
    referenceResidents: ask(deps, referenceBy('passportExpiry', 'expiry')),
    referenceCitizens: ask(deps, referenceBy('nationalityDate', 'nationality')),
    medicalResult: ask(deps, {
      path: '/papers/medical',
      query: (fields) => ({ ref: told(fields, 'referenceNumber') }),
      schema: medicalSchema,
      about: ({ ref_no }, fields) => ref_no === fields.referenceNumber,
      finding: ({ result_code }, log) => status(known(medicalResults, result_code, 'medical result', log)),
    }),
    caseProgress: ask(deps, {
      path: '/papers/steps',
      query: (fields) => ({ ref: told(fields, 'referenceNumber') }),
      schema: stepsSchema,
      missing: noReference,
      about: ({ ref_no }, fields) => ref_no === fields.referenceNumber,
      finding: ({ steps }) => ({
        kind: 'steps',
        steps: steps.map(({ step_date, step_ar, step_en }) => ({
          on: isoDay(step_date),
          text: { ar: step_ar, en: step_en },
        })),
      }),
    }),
    civilCard: ask(deps, {
      path: '/papers/card',
      query: (fields) => ({ no: told(fields, 'cardNumber') }),
      schema: cardSchema,
      missing: errorSchema('CARD_NOT_FOUND'),
      about: ({ asked_no }, fields) => asked_no === fields.cardNumber,
      finding: ({ card_state, fee_kwd }, log) =>
        status(
          known(cardStates, card_state, 'card state', log),
          [],
          [{ code: 'fee', value: { is: 'money', amountFils: amountOf(fee_kwd) } }],
        ),
    }),
    renewalIndividuals: ask(deps, renewalOf('civilNumber', 1)),
    renewalCompanies: ask(deps, renewalOf('companyNumber', 3)),
  };
}

function ask<T extends Answered>({ line, log, offices }: FindingDeps, asking: Asking<T>): FindingInquiry {
  return async (fields) => {
    const query = new URLSearchParams(asking.query(fields));
    const question: Question<T> = {
      name: asking.path.slice(1),
      request: { method: 'GET', path: `${asking.path}?${query}` },
      answer: asking.schema,
      ...(asking.missing === undefined ? {} : { missing: asking.missing }),
    };
    const [answer, directory] = await Promise.all([line.ask(question), officesFor(asking, offices)]);
    if (!answer.ok) return err(answer.error === 'missing' ? 'not_found' : 'ministry_down');
    if (!asking.about(answer.value, fields)) return line.unusable(question.name, 'wrong_subject');
    const bare = asking.finding(answer.value, log);
    const read = findingSchema.safeParse({ ...bare, asOf: isoMoment(answer.value.answered_at), offices: directory });
    return read.success ? ok(read.data) : line.unusable(question.name, 'wrong_shape', fieldsOf(read.error));
  };
}

/** An answer without its offices is better than none. */
async function officesFor(
  { offices: codes = [] }: Pick<Asking<never>, 'offices'>,
  all: MinistryPort['offices'],
): Promise<Office[]> {
  if (codes.length === 0) return [];
  const known = await all();
  return known.ok ? known.value.filter(({ code }) => codes.includes(code)) : [];
}

function referenceBy(field: 'passportExpiry' | 'nationalityDate', wireName: string) {
  return {
    path: '/papers/reference',
    query: (fields: FieldValues) => ({
      civil: told(fields, 'civilNumber'),
      passport: told(fields, 'passportNumber'),
      [wireName]: wireDayOf(told(fields, field)),
    }),
    schema: referenceSchema,
    missing: noReference,
    about: ({ civil_no }: z.infer<typeof referenceSchema>, fields: FieldValues) => civil_no === fields.civilNumber,
    finding: ({ ref_no }: z.infer<typeof referenceSchema>): Bare => ({ kind: 'number', number: ref_no }),
  };
}

function renewalOf(field: 'civilNumber' | 'companyNumber', idType: 1 | 3) {
  return {
    path: '/papers/renewal',
    query: (fields: FieldValues) => ({ idType: String(idType), id: told(fields, field) }),
    schema: renewalSchema,
    missing: noFile,
    about: ({ id_type, id_no }: WireRenewal, fields: FieldValues) => id_type === idType && id_no === fields[field],
    finding: ({ eligible, reasons }: WireRenewal, log: MinistryLog): Bare =>
      eligible === 'نعم' ? status('eligible') : status('not_eligible', reasonsOf(reasons, log)),
    offices: ['RES-CAP', 'RES-HAW', 'RES-FAR'],
  };
}

/** A reason nobody knows is still a reason. */
function reasonsOf(wire: readonly string[], log: MinistryLog): string[] {
  const named = wire.map((reason) => {
    const found = renewalReasons.get(reason);
    if (found === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'renewal reason', code: reason });
    return found ?? 'other';
  });
  return [...new Set(named.length === 0 ? ['other'] : named)];
}

function status(code: string, reasons: string[] = [], facts: Extract<Finding, { kind: 'status' }>['facts'] = []): Bare {
  return { kind: 'status', status: code, reasons, facts };
}

/** A code nobody knows is declared by no service: the visitor is asked to go to the counter. */
function known(codes: ReadonlyMap<string, string>, wire: string, list: UnknownCodeList, log: MinistryLog): string {
  const found = codes.get(wire);
  if (found === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list, code: wire });
  return found ?? 'not_known';
}

const medicalResults: ReadonlyMap<string, string> = new Map([
  ['0', 'fit'],
  ['1', 'unfit'],
  ['2', 'temporarily_fit'],
  ['3', 'repeat_test'],
  ['4', 'exempt'],
  ['5', 'no_test_found'],
  ['6', 'number_not_correct'],
]);

const cardStates: ReadonlyMap<string, string> = new Map([
  ['جاهزة', 'ready'],
  ['قيد الإصدار', 'in_issue'],
  ['لا يوجد طلب', 'no_application'],
]);

const renewalReasons: ReadonlyMap<string, string> = new Map([
  ['غرامات-إقامة', 'unpaid_residency'],
  ['مخالفات-مرور', 'unpaid_traffic'],
  ['تأمين-صحي', 'health_insurance'],
  ['جواز-السفر', 'passport_expiring'],
  ['ملف-موقوف', 'file_suspended'],
]);

/** The gateway asks only when every field of the service was told. */
function told(fields: FieldValues, field: FieldId): string {
  const value = fields[field];
  if (value === undefined) throw new Error(`the field ${field} is missing`);
  return value;
}
