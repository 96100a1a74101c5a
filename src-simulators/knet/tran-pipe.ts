import { err, ok, type Result, unreachable } from '../../src-shared/result.ts';
import { filsFromText, textFromFils } from './amount.ts';
import { type Answer, text } from './answer.ts';
import type { Attempt } from './attempt.ts';
import { readFlatXml, writeFlatXml } from './flat-xml.ts';
import { IPAY_TEXT, type IpayCode } from './ipay-errors.ts';
import { expireIfDue } from './ledger.ts';
import { postDate } from './result-message.ts';
import type { Credentials } from './settings.ts';
import type { Simulator } from './simulator.ts';

const UNKNOWN_WORD = 'AUTH ERROR';

interface Question {
  readonly action: 'inquiry' | 'refund';
  readonly trackId: string;
  readonly amountFils: number;
}

/** `POST /kpg/tranPipe.htm?param=tranInit`: inquiry (action 8) and refund (action 2), by track id. */
export async function tranPipe(simulator: Simulator, body: string): Promise<Answer> {
  const question = readQuestion(body, simulator.credentials);
  if (!question.ok) return error(simulator, question.error);
  const found = simulator.ledger.byTrackId(question.value.trackId);
  const attempt =
    found && expireIfDue(simulator.ledger, found, simulator.ports.now(), simulator.settings.expiryMinutes);
  return question.value.action === 'inquiry'
    ? inquire(simulator, question.value, attempt)
    : refund(simulator, question.value, attempt);
}

function readQuestion(body: string, credentials: Credentials): Result<Question, IpayCode> {
  const fields = readFlatXml(body);
  if (!fields.ok) return err('IPAY0100013');
  const value = (name: string): string => fields.value.get(name) ?? '';
  if (value('id') !== credentials.tranportalId) return err('IPAY0100006');
  if (value('password') !== credentials.password) return err('IPAY0100015');
  const action = { '8': 'inquiry', '2': 'refund' } as const;
  const asked = value('action');
  if (asked !== '8' && asked !== '2') return err('IPAY0100020');
  if (value('udf5') !== 'TrackID') return err('IPAY0100068');
  const trackId = value('trackid');
  // Public integrations write the element both ways.
  const transId = value('transid') || value('transId');
  if (trackId === '' || transId !== trackId) return err('IPAY0100063');
  const fils = filsFromText(value('amt'));
  return fils.ok ? ok({ action: action[asked], trackId, amountFils: fils.value }) : err('IPAY0100062');
}

async function inquire(simulator: Simulator, question: Question, attempt: Attempt | undefined): Promise<Answer> {
  const { settings, counters } = simulator;
  counters.inquiries += 1;
  switch (settings.inquiry) {
    case 'dead':
      return { kind: 'drop' };
    case 'not_found':
      return error(simulator, 'IPAY0100263');
    case 'unknown_word':
      return attempt === undefined ? error(simulator, 'IPAY0100263') : answer(simulator, attempt, UNKNOWN_WORD);
    case 'slow':
      await simulator.ports.sleep(settings.delayMs);
      break;
    case 'normal':
      break;
    default:
      unreachable(settings.inquiry);
  }
  if (attempt === undefined) return error(simulator, 'IPAY0100263');
  const word = inquiryWord(attempt, question.amountFils);
  return word === null ? error(simulator, 'IPAY0100263') : answer(simulator, attempt, word);
}

/** What an inquiry says about an attempt; null where no transaction came about (yet). */
function inquiryWord(attempt: Attempt, amountFils: number): string | null {
  const { status } = attempt;
  if (status === 'page' || status === 'code' || status === 'expired') return null;
  if (amountFils !== attempt.amountFils) return 'FAILURE(SUSPECT)';
  switch (status) {
    case 'captured':
      return 'SUCCESS';
    case 'voided':
      return 'VOIDED';
    case 'host_timeout':
      return 'FAILURE(HOST TIMEOUT)';
    case 'denied_by_risk':
      return 'FAILURE(DENIED BY RISK)';
    case 'not_captured':
    case 'canceled':
      return 'FAILURE(NOT CAPTURED)';
    default:
      return unreachable(status);
  }
}

function refund(simulator: Simulator, question: Question, attempt: Attempt | undefined): Answer {
  const { settings, counters, ports, ledger } = simulator;
  counters.refundRequests += 1;
  if (settings.refund === 'refused') return error(simulator, 'IPAY0100033');
  if (attempt === undefined) return error(simulator, 'IPAY0100263');
  if (attempt.status !== 'captured') return answer(simulator, attempt, 'NOT CAPTURED');
  if (attempt.refund !== null) return error(simulator, 'IPAY0100137');
  if (question.amountFils > attempt.amountFils) return error(simulator, 'IPAY0100199');
  counters.refundsDone += 1;
  const done = {
    at: ports.now(),
    amountFils: question.amountFils,
    tranId: ports.digits(15),
    ref: ports.digits(12),
    auth: ports.digits(6),
  };
  const refunded = ledger.record('refunded', { ...attempt, refund: done });
  if (settings.refund === 'unanswered') return { kind: 'drop' };
  return say(simulator, [
    ['result', 'CAPTURED'],
    ...identifiers(refunded, { ...done, postDate: postDate(done.at) }, textFromFils(done.amountFils)),
  ]);
}

function answer(simulator: Simulator, attempt: Attempt, word: string): Answer {
  const known = attempt.outcome ?? { auth: '', ref: '', tranId: '', postDate: '' };
  return say(simulator, [['result', word], ...identifiers(attempt, known, attempt.amt)]);
}

function identifiers(
  attempt: Attempt,
  bank: { readonly auth: string; readonly ref: string; readonly tranId: string; readonly postDate: string },
  amt: string,
): (readonly [string, string])[] {
  const [udf1 = '', udf2 = '', udf3 = '', udf4 = ''] = attempt.udf;
  return [
    ['auth', bank.auth],
    ['ref', bank.ref],
    ['avr', bank.auth === '' ? '' : 'N'],
    ['postdate', bank.postDate],
    ['tranid', bank.tranId],
    ['trackid', attempt.trackId],
    ['payid', attempt.paymentId],
    ['udf1', udf1],
    ['udf2', udf2],
    ['udf3', udf3],
    ['udf4', udf4],
    ['udf5', 'TrackID'],
    ['amt', amt],
  ];
}

function error(simulator: Simulator, code: IpayCode): Answer {
  return say(simulator, [
    ['result', `!ERROR!-${code}-${IPAY_TEXT[code]}`],
    ['error_code_tag', code],
    ['error_service_tag', ''],
  ]);
}

function say(simulator: Simulator, fields: readonly (readonly [string, string])[]): Answer {
  return text(writeFlatXml(fields, simulator.settings.inquiryShape), 200, 'application/xml; charset=utf-8');
}
