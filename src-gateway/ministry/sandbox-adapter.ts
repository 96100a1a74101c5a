import { z } from 'zod';
import { obligationSchema, type Office } from '../../src-shared/domain/obligation.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import {
  ExportBrokenError,
  type MinistryLog,
  type MinistryPort,
  type MinistryStatus,
  type PartyObligations,
  type SettledTicket,
  type SettlementOutcome,
} from './port.ts';
import { fieldsOf, makeSandboxLine, type SandboxLine, type SandboxLineOptions } from './sandbox-line.ts';
import {
  idTypeOf,
  isoMoment,
  obligationOf,
  officeOf,
  partyOf,
  settledTicketOf,
  settlementOutcomes,
  wireDayOf,
} from './sandbox-mapping.ts';
import {
  exportQuestion,
  inquiryQuestion,
  officesQuestion,
  settlementInquiryQuestion,
  settlementListQuestion,
  settlementQuestion,
  type Question,
} from './sandbox-questions.ts';
import type { WirePerson, WireSettlement } from './sandbox-schema.ts';

/** An answer to a ping that takes longer is called slow. */
const slowFromMs = 1500;
/** Every kiosk asks for the status; the ministry is asked once in this time. */
const statusFreshMs = 2000;
const officesFreshMs = 600_000;
/** A back end that sends random codes must not fill memory or the log. */
const mostCodesLogged = 100;

/** The ministry adapter over the sandbox back end: the example for an adapter over the real one. */
export function makeSandboxAdapter(options: SandboxLineOptions): MinistryPort {
  const { clock } = options;
  const log = eachCodeOnce(options.log);
  const line = makeSandboxLine(options);
  const offices = officeDirectory(line, clock);
  return {
    offices,
    status: statusWatch(line, clock),
    allParties: () => allParties(line, log),

    async inquireTraffic(party) {
      const [answer, known] = await Promise.all([line.ask(inquiryQuestion(party)), offices()]);
      if (!answer.ok) return err(answer.error === 'missing' ? 'not_found' : 'ministry_down');
      const { answered_at, ...person } = answer.value;
      if (person.id_no !== party.number || person.id_type !== idTypeOf(party)) {
        return line.unusable('inquiry', 'wrong_subject');
      }
      const read = inquirySchema.safeParse({ obligations: obligationsOf(person, log), asOf: isoMoment(answered_at) });
      if (!read.success) return line.unusable('inquiry', 'wrong_shape', fieldsOf(read.error));
      const codes = new Set(read.data.obligations.map(({ officeCode }) => officeCode));
      return ok({ ...read.data, offices: known.ok ? known.value.filter(({ code }) => codes.has(code)) : [] });
    },

    async postSettlement(settlement) {
      const outcome = await settle(line, settlementQuestion(settlement), settlement.key);
      if (!outcome.ok || outcome.value === 'not_found') return err('ministry_down');
      return outcome.value === 'refused' ? err('refused') : ok(outcome.value);
    },

    findSettlement: (key) => settle(line, settlementInquiryQuestion(key), key),
    settlementsOf: (day) => settlementsOf(line, day),
  };
}

/** An unknown code is worth one line: an export would write it a thousand times. */
function eachCodeOnce(log: MinistryLog): MinistryLog {
  const seen = new Set<string>();
  return (event) => {
    if (event.event === 'MINISTRY_CODE_UNKNOWN') {
      const code = `${event.list} ${event.code}`;
      if (seen.has(code) || seen.size >= mostCodesLogged) return;
      seen.add(code);
    }
    log(event);
  };
}

/** What the mapping made is checked once more as a whole: a 31 February passes the wire's pattern. */
const obligationsSchema = z.array(obligationSchema);
const inquirySchema = z.object({ obligations: obligationsSchema, asOf: z.iso.datetime({ offset: true }) });

function obligationsOf(person: WirePerson, log: MinistryLog) {
  return person.violations.map((violation) => obligationOf(violation, log));
}

async function settle(
  line: SandboxLine,
  question: Question<WireSettlement>,
  key: string,
): Promise<Result<SettlementOutcome, 'ministry_down'>> {
  const answer = await line.ask(question);
  if (!answer.ok) return answer.error === 'missing' ? ok('not_found') : err('ministry_down');
  if (answer.value.settlement_key !== key) return line.unusable(question.name, 'wrong_subject');
  return ok(settlementOutcomes[answer.value.state]);
}

async function settlementsOf(line: SandboxLine, day: string): ReturnType<MinistryPort['settlementsOf']> {
  const settled: SettledTicket[] = [];
  for (let page = 0; ; page += 1) {
    const question = settlementListQuestion(day, page);
    const answer = await line.ask(question);
    if (!answer.ok) return err('ministry_down');
    const { settlements, next_page, total_settlements } = answer.value;
    if (answer.value.day !== wireDayOf(day)) return line.unusable(question.name, 'wrong_subject');
    settled.push(...settlements.map(settledTicketOf));
    if (next_page === null && settled.length === total_settlements) return ok(settled);
    if (next_page !== page + 1) return line.unusable(question.name, 'wrong_shape', 'the list is not complete');
  }
}

/** The office list, asked for at most every ten minutes. */
function officeDirectory(line: SandboxLine, clock: SandboxLineOptions['clock']): MinistryPort['offices'] {
  let known: { readonly at: number; readonly offices: readonly Office[] } | null = null;
  return async () => {
    if (known !== null && clock.monotonicMs() - known.at < officesFreshMs) return ok(known.offices);
    const answer = await line.ask(officesQuestion);
    if (answer.ok) known = { at: clock.monotonicMs(), offices: answer.value.offices.map(officeOf) };
    // An old list is better than none: offices move once in years.
    return known === null ? err('ministry_down') : ok(known.offices);
  };
}

function statusWatch(line: SandboxLine, clock: SandboxLineOptions['clock']): MinistryPort['status'] {
  let last: { readonly at: number; readonly status: Promise<MinistryStatus> } | null = null;
  const look = async (): Promise<MinistryStatus> => {
    const tookMs = await line.ping();
    if (tookMs === null) return 'down';
    return tookMs > slowFromMs ? 'slow' : 'up';
  };
  return () => {
    const now = clock.monotonicMs();
    if (last === null || now - last.at >= statusFreshMs) last = { at: now, status: look() };
    return last.status;
  };
}

async function* allParties(line: SandboxLine, log: MinistryLog): AsyncGenerator<PartyObligations> {
  let received = 0;
  for (let page = 0; ; page += 1) {
    const answer = await line.ask(exportQuestion(page));
    if (!answer.ok) throw new ExportBrokenError('the ministry stopped answering');
    const { persons, next_page, total_persons } = answer.value;
    for (const person of persons) {
      const read = obligationsSchema.safeParse(obligationsOf(person, log));
      if (!read.success) throw new ExportBrokenError(`a record is not of the agreed shape: ${fieldsOf(read.error)}`);
      yield { party: partyOf(person), obligations: read.data };
    }
    received += persons.length;
    if (next_page === null && received === total_persons) return;
    if (next_page !== page + 1) throw new ExportBrokenError('the list is not complete');
  }
}
