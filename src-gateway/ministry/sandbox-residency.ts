import type { System } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok } from '../../src-shared/result.ts';
import type { MinistryLog, MinistryPort } from './port.ts';
import type { SandboxLine } from './sandbox-line.ts';
import { idTypeOf, isoMoment } from './sandbox-mapping.ts';
import type { OwedReader } from './sandbox-owed.ts';
import type { Question } from './sandbox-questions.ts';
import {
  challengeOf,
  codeVerdicts,
  fineOf,
  fineTypeOf,
  noticeOf,
  wireFineTypeOf,
} from './sandbox-residency-mapping.ts';
import {
  caseListSchema,
  codeCheckSchema,
  codeRequestSchema,
  fineTypesSchema,
  noticesSchema,
  residencyExportSchema,
  residencyFileSchema,
  type WireCaseList,
  type WireCodeCheck,
  type WireCodeRequest,
  type WireFineTypes,
  type WireNotices,
  type WireResidencyExport,
  type WireResidencyFile,
} from './sandbox-residency-schema.ts';
import { errorSchema } from './sandbox-schema.ts';

/* Residency fines, residency cases and the code before them, over the sandbox back end. */

/** Fines by civil or unified number. */
export const residencyFines: OwedReader<WireResidencyFile> = {
  question: (party) => ({
    name: 'residency fines',
    request: { method: 'GET', path: `/residency/fines?${new URLSearchParams(idOf(party))}` },
    answer: residencyFileSchema,
    missing: errorSchema('FILE_NOT_FOUND'),
  }),
  about: ({ id_type, id_no }, party) => id_no === party.number && id_type === idTypeOf(party),
  obligations: ({ fines }, log) => fines.map((fine) => fineOf(fine, 'residency', log)),
  asOf: ({ answered_at }) => isoMoment(answered_at),
};

function idOf(party: Party): Record<string, string> {
  return { idType: String(idTypeOf(party)), id: party.number };
}

/** Cases by reference number and fine type. */
export function residencyCases(fineType: string): OwedReader<WireCaseList> {
  const type = wireFineTypeOf(fineType);
  return {
    question: ({ number }) => ({
      name: 'residency cases',
      request: { method: 'GET', path: `/cases/list?${new URLSearchParams({ ref: number, type })}` },
      answer: caseListSchema,
      missing: errorSchema('REFERENCE_NOT_FOUND'),
    }),
    about: ({ ref_no, fine_type }, { number }) => ref_no === number && fine_type === type,
    obligations: ({ cases }, log) => cases.map((one) => fineOf(one, 'residency_cases', log)),
    asOf: ({ answered_at }) => isoMoment(answered_at),
  };
}

/** One page of all persons with residency fines, `page` from 0. */
export function residencyExportQuestion(page: number): Question<WireResidencyExport> {
  return {
    name: 'residency export',
    request: { method: 'GET', path: `/residency/export?page=${page}` },
    answer: residencyExportSchema,
  };
}

/** The one system of this back end that asks for a code. */
const isProtected = (system: System): boolean => system === 'residency_cases';

/** The code before the residency cases. */
export function sandboxCodes(line: SandboxLine): Pick<MinistryPort, 'challenge' | 'checkCode'> {
  return {
    async challenge(system, { number }) {
      if (!isProtected(system)) return ok(null);
      const question: Question<WireCodeRequest> = {
        name: 'code',
        request: { method: 'POST', path: '/cases/code', body: { ref_no: number } },
        answer: codeRequestSchema,
        missing: errorSchema('TOO_MANY_CODES'),
        missingStatus: 423,
      };
      const answer = await line.ask(question);
      if (!answer.ok) return err(answer.error === 'missing' ? 'too_many' : 'ministry_down');
      return answer.value.ref_no === number ? ok(challengeOf(answer.value)) : line.unusable('code', 'wrong_subject');
    },

    async checkCode(system, { number }, { id, code }) {
      if (!isProtected(system)) return ok('right');
      const question: Question<WireCodeCheck> = {
        name: 'code check',
        request: { method: 'POST', path: '/cases/code/check', body: { ref_no: number, request_no: id, code } },
        answer: codeCheckSchema,
      };
      const answer = await line.ask(question);
      if (!answer.ok) return err('ministry_down');
      const { request_no, outcome } = answer.value;
      return request_no === id ? ok(codeVerdicts[outcome]) : line.unusable(question.name, 'wrong_subject');
    },
  };
}

/** Fine types and messages. */
export function sandboxLists(line: SandboxLine, log: MinistryLog): Pick<MinistryPort, 'fineTypes' | 'notices'> {
  return {
    async fineTypes() {
      const question: Question<WireFineTypes> = {
        name: 'fine types',
        request: { method: 'GET', path: '/fine-types' },
        answer: fineTypesSchema,
      };
      const answer = await line.ask(question);
      return answer.ok ? ok(answer.value.fine_types.map(fineTypeOf)) : err('ministry_down');
    },

    async notices() {
      const question: Question<WireNotices> = {
        name: 'notices',
        request: { method: 'GET', path: '/notices' },
        answer: noticesSchema,
      };
      const answer = await line.ask(question);
      if (!answer.ok) return err('ministry_down');
      return ok(answer.value.notices.map((notice) => noticeOf(notice, log)).filter((notice) => notice !== null));
    },
  };
}
