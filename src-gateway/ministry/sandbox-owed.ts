import { z } from 'zod';
import { obligationSchema, type Obligation, type Office } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { InquiryFailure, MinistryLog, MinistryPort, OwedAnswer } from './port.ts';
import { fieldsOf, type SandboxLine } from './sandbox-line.ts';
import { idTypeOf, isoMoment, obligationOf } from './sandbox-mapping.ts';
import { inquiryQuestion, type Question } from './sandbox-questions.ts';
import type { WireInquiry } from './sandbox-schema.ts';

/** How one system is asked what a party owes, and what its answer means. */
export interface OwedReader<T> {
  readonly question: (party: Party) => Question<T>;
  /** Is the answer about whom was asked? */
  readonly about: (answer: T, party: Party) => boolean;
  readonly obligations: (answer: T, log: MinistryLog) => readonly Obligation[];
  readonly asOf: (answer: T) => string;
}

/** Traffic tickets. */
export const trafficTickets: OwedReader<WireInquiry> = {
  question: inquiryQuestion,
  about: ({ id_no, id_type }, party) => id_no === party.number && id_type === idTypeOf(party),
  obligations: ({ violations }, log) => violations.map((violation) => obligationOf(violation, log)),
  asOf: ({ answered_at }) => isoMoment(answered_at),
};

/** What the mapping made is checked once more as a whole: a 31 February passes the wire's pattern. */
export const obligationsSchema = z.array(obligationSchema);
const owedSchema = z.object({ obligations: obligationsSchema, asOf: z.iso.datetime({ offset: true }) });

export interface OwedDeps {
  readonly line: SandboxLine;
  readonly log: MinistryLog;
  readonly offices: MinistryPort['offices'];
}

/** Asks one system about one party. */
export async function askOwed<T>(
  { line, log, offices }: OwedDeps,
  reader: OwedReader<T>,
  party: Party,
): Promise<Result<OwedAnswer, InquiryFailure>> {
  const question = reader.question(party);
  const [answer, known] = await Promise.all([line.ask(question), offices()]);
  if (!answer.ok) return err(answer.error === 'missing' ? 'not_found' : 'ministry_down');
  if (!reader.about(answer.value, party)) return line.unusable(question.name, 'wrong_subject');
  const read = owedSchema.safeParse({
    obligations: reader.obligations(answer.value, log),
    asOf: reader.asOf(answer.value),
  });
  if (!read.success) return line.unusable(question.name, 'wrong_shape', fieldsOf(read.error));
  return ok({ ...read.data, offices: known.ok ? namedIn(read.data.obligations, known.value) : [] });
}

function namedIn(obligations: readonly Obligation[], offices: readonly Office[]): Office[] {
  const codes = new Set(obligations.map(({ officeCode }) => officeCode));
  return offices.filter(({ code }) => codes.has(code));
}
