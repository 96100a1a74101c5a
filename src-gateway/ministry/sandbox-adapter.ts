import { systemSchema, type Office, type System } from '../../src-shared/domain/obligation.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { MinistryLog, MinistryPort, MinistryStatus, SettledTicket, SettlementOutcome } from './port.ts';
import { allParties } from './sandbox-export.ts';
import { sandboxFindings } from './sandbox-findings.ts';
import { makeSandboxLine, type SandboxLine, type SandboxLineOptions } from './sandbox-line.ts';
import { officeOf, settledTicketOf, settlementOutcomes, wireDayOf } from './sandbox-mapping.ts';
import { askOwed, trafficTickets } from './sandbox-owed.ts';
import {
  officesQuestion,
  settlementInquiryQuestion,
  settlementListQuestion,
  settlementQuestion,
  type Question,
} from './sandbox-questions.ts';
import { usualFineType } from './sandbox-residency-mapping.ts';
import { residencyCases, residencyFines, sandboxCodes, sandboxLists } from './sandbox-residency.ts';
import type { WireSettlement } from './sandbox-schema.ts';

/** An answer to a ping that takes longer is called slow. */
const slowFromMs = 1500;
/** Every kiosk asks for the status; the ministry is asked once in this time. */
const statusFreshMs = 2000;
const officesFreshMs = 600_000;
const listsFreshMs = 60_000;
/** A back end that sends random codes must not fill memory or the log. */
const mostCodesLogged = 100;

/** The ministry adapter over the sandbox back end: the example for an adapter over the real one. */
export function makeSandboxAdapter(options: SandboxLineOptions): MinistryPort {
  const { clock } = options;
  const log = eachCodeOnce(options.log);
  const common = makeSandboxLine(options);
  const lines = {
    traffic: makeSandboxLine(options, 'traffic'),
    residency: makeSandboxLine(options, 'residency'),
    residency_cases: makeSandboxLine(options, 'cases'),
    papers: makeSandboxLine(options, 'papers'),
  };
  const offices = keptFresh(clock, officesFreshMs, () => officeList(common));
  const lists = sandboxLists(common, log);
  return {
    offices,
    fineTypes: keptFresh(clock, listsFreshMs, lists.fineTypes),
    notices: keptFresh(clock, listsFreshMs, lists.notices),
    status: statusWatch(common, clock),
    exportedSystems: ['traffic', 'residency'],
    allParties: () => allParties(lines, log),
    findings: sandboxFindings({ line: lines.papers, log, offices }),
    ...sandboxCodes(lines.residency_cases),

    owed: {
      traffic: (party) => askOwed({ line: lines.traffic, log, offices }, trafficTickets, party),
      residency: (party) => askOwed({ line: lines.residency, log, offices }, residencyFines, party),
      residency_cases: (party, fineType = usualFineType) =>
        askOwed({ line: lines.residency_cases, log, offices }, residencyCases(fineType), party),
    },

    async postSettlement(settlement) {
      const { system, key } = settlement;
      const outcome = await settle(lines[system], settlementQuestion(settlement), key);
      if (!outcome.ok || outcome.value === 'not_found') return err('ministry_down');
      return outcome.value === 'refused' ? err('refused') : ok(outcome.value);
    },

    findSettlement: (key) => findSettlement(lines, key),
    settlementsOf: (day) => settlementsOf(lines, day),
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

type OwedLines = Readonly<Record<System, SandboxLine>>;

/** A key does not say whose it is. Only when every system has never received it, it is not found. */
async function findSettlement(lines: OwedLines, key: string): ReturnType<MinistryPort['findSettlement']> {
  const answers = await Promise.all(
    systemSchema.options.map((system) => settle(lines[system], settlementInquiryQuestion(system, key), key)),
  );
  const found = answers.find((answer) => answer.ok && answer.value !== 'not_found');
  return found ?? answers.find((answer) => !answer.ok) ?? ok('not_found');
}

/** Of all systems, or none: a part would look like a loss. */
async function settlementsOf(lines: OwedLines, day: string): ReturnType<MinistryPort['settlementsOf']> {
  const lists = await Promise.all(systemSchema.options.map((system) => settlementsIn(lines[system], system, day)));
  const all: SettledTicket[] = [];
  for (const list of lists) {
    if (!list.ok) return list;
    all.push(...list.value);
  }
  return ok(all);
}

async function settlementsIn(
  line: SandboxLine,
  system: System,
  day: string,
): Promise<Result<readonly SettledTicket[], 'ministry_down'>> {
  const settled: SettledTicket[] = [];
  for (let page = 0; ; page += 1) {
    const question = settlementListQuestion(system, day, page);
    const answer = await line.ask(question);
    if (!answer.ok) return err('ministry_down');
    const { settlements, next_page, total_settlements } = answer.value;
    if (answer.value.day !== wireDayOf(day)) return line.unusable(question.name, 'wrong_subject');
    settled.push(...settlements.map((one) => settledTicketOf(system, one)));
    if (next_page === null && settled.length === total_settlements) return ok(settled);
    if (next_page !== page + 1) return line.unusable(question.name, 'wrong_shape', 'the list is not complete');
  }
}

async function officeList(line: SandboxLine): Promise<Result<readonly Office[], 'ministry_down'>> {
  const answer = await line.ask(officesQuestion);
  return answer.ok ? ok(answer.value.offices.map(officeOf)) : err('ministry_down');
}

/** A list that changes rarely, asked for at most once in this time. An old one is better than none. */
function keptFresh<T>(
  clock: SandboxLineOptions['clock'],
  freshMs: number,
  ask: () => Promise<Result<T, 'ministry_down'>>,
): () => Promise<Result<T, 'ministry_down'>> {
  let known: { readonly at: number; readonly value: T } | null = null;
  return async () => {
    if (known !== null && clock.monotonicMs() - known.at < freshMs) return ok(known.value);
    const answer = await ask();
    if (answer.ok) known = { at: clock.monotonicMs(), value: answer.value };
    return known === null ? err('ministry_down') : ok(known.value);
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
