import type { z } from 'zod';
import {
  armReplySchema,
  challengeReplySchema,
  commitReplySchema,
  dayReportReplySchema,
  enrolReplySchema,
  feedPeppersReplySchema,
  findingReplySchema,
  inquiryReplySchema,
  journalHeadReplySchema,
  openReplySchema,
  paymentReportSchema,
  postingsReplySchema,
  reserveReplySchema,
  statusReplySchema,
  withdrawReplySchema,
  type ArmReply,
  type ChallengeReply,
  type ChallengeRequest,
  type CommitReply,
  type CommitRequest,
  type DayReportReply,
  type EnrolReply,
  type FeedPeppersReply,
  type FindingRequest,
  type InquiryReply,
  type InquiryRequest,
  type JournalHead,
  type JournalHeadReply,
  type NoChargeRequest,
  type OpenReply,
  type PaymentReport,
  type ReserveReply,
  type ReserveRequest,
  type ReversedRequest,
  type StatusReply,
} from '../../src-shared/contract/gateway-http.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { SignedDayReport } from '../../src-shared/domain/day-report.ts';
import type { ItemPosting } from '../../src-shared/payment/record.ts';
import type { Result } from '../../src-shared/result.ts';
import { signedStaffDirectorySchema, type SignedStaffDirectory } from '../../src-shared/staff/directory.ts';
import { CarriedPost } from './carried-post.ts';
import { exchange, type GatewayLine, type OutgoingRequest, type RawAnswer } from './exchange.ts';
import type { GatewayFailure } from './failure.ts';
import { readAnswer } from './read-answer.ts';
import { SignedExchange, type SigningIdentity } from './signed-exchange.ts';

type Answer<T> = Promise<Result<T, GatewayFailure>>;

/** What anyone may ask the gateway; nothing it says here may open or move money. */
export interface OpenGateway {
  status(): Answer<StatusReply>;
  /** Exchanges a one-time code for an identity. `deviceKey`: our raw public key, base64url. */
  enrol(code: string, deviceKey: string): Answer<EnrolReply>;
}

/**
 * What an enrolled kiosk may ask. Never throws. Requests are signed, and only signed answers count; the calls about
 * a payment are safe to repeat with the same pid.
 */
export interface KioskGateway extends OpenGateway {
  /** What a party owes. */
  inquire(request: InquiryRequest): Answer<InquiryReply>;
  /** The code the ministry wants before it says what a party owes; null when it wants none. */
  challenge(request: ChallengeRequest): Answer<ChallengeReply>;
  /** The answer of a service that does not ask what is owed. */
  find(request: FindingRequest): Answer<Finding>;
  reserve(request: ReserveRequest): Answer<ReserveReply>;
  open(pid: string): Answer<OpenReply>;
  arm(pid: string): Answer<ArmReply>;
  /** Answers when the attempt's version passes `seen`, at latest after `waitSeconds` (0 to 25). */
  report(pid: string, seen: number, waitSeconds: number): Answer<PaymentReport>;
  commit(pid: string, request: CommitRequest): Answer<CommitReply>;
  withdraw(pid: string): Answer<PaymentReport>;
  noCharge(pid: string, request: NoChargeRequest): Answer<PaymentReport>;
  reversed(pid: string, request: ReversedRequest): Answer<PaymentReport>;
  postings(pid: string): Answer<{ postings: ItemPosting[] }>;
  dayReport(report: SignedDayReport): Answer<DayReportReply>;
  journalHead(head: JournalHead): Answer<JournalHeadReply>;
  /** What opens the offline copy. */
  feedPeppers(): Answer<FeedPeppersReply>;
  /** Who may open the staff screen; signed by itself, for the keeper of the list to prove. */
  staffDirectory(): Answer<SignedStaffDirectory>;
  /** The gateway's time as its last signed answer proved it, ms; null before the first. */
  provedMs(): number | null;
}

/** Time limits for whole answers, milliseconds. */
const limits = { status: 4_000, lookUp: 10_000, money: 20_000, beyondLongPoll: 10_000 } as const;

/** The calls that need no identity. */
export function openGateway(line: GatewayLine): OpenGateway {
  return {
    status: async () => {
      const request = { method: 'GET', target: '/v1/status', body: null, headers: {}, limitMs: limits.status } as const;
      return read(await exchange(line, request), statusReplySchema);
    },
    enrol: async (code, deviceKey) => {
      const body = json({ code, deviceKey });
      const request = { method: 'POST', target: '/v1/kiosks/enrol', body, headers: {}, limitMs: limits.money } as const;
      return read(await exchange(line, request), enrolReplySchema);
    },
  };
}

/** All calls, as this kiosk. @param carried where requests go that a stick may carry */
export function kioskGateway(
  line: GatewayLine,
  identity: SigningIdentity,
  carried: CarriedPost = new CarriedPost(),
): KioskGateway {
  const signed = new SignedExchange(line, identity);
  const send = (request: Omit<OutgoingRequest, 'headers'>): Promise<Result<RawAnswer, GatewayFailure>> =>
    carried.through(request, () => signed.send(request));
  const get = async <T>(target: string, schema: z.ZodType<T>, limitMs: number): Answer<T> =>
    read(await send({ method: 'GET', target, body: null, limitMs }), schema);
  const post = async <T>(target: string, content: object | null, schema: z.ZodType<T>, limitMs: number): Answer<T> =>
    read(await send({ method: 'POST', target, body: content && json(content), limitMs }), schema);
  const payment = (pid: string): string => `/v1/payments/${encodeURIComponent(pid)}`;

  return {
    ...openGateway(line),
    inquire: (request) => post('/v1/inquiries', request, inquiryReplySchema, limits.lookUp),
    challenge: (request) => post('/v1/challenges', request, challengeReplySchema, limits.lookUp),
    find: (request) => post('/v1/findings', request, findingReplySchema, limits.lookUp),
    reserve: (request) => post('/v1/payments', request, reserveReplySchema, limits.money),
    open: (pid) => post(`${payment(pid)}/open`, null, openReplySchema, limits.money),
    arm: (pid) => post(`${payment(pid)}/arm`, null, armReplySchema, limits.money),
    report: (pid, seen, waitSeconds) =>
      get(
        `${payment(pid)}?seen=${seen}&waitSeconds=${waitSeconds}`,
        reportOf(pid, paymentReportSchema),
        waitSeconds * 1000 + limits.beyondLongPoll,
      ),
    commit: (pid, request) => post(`${payment(pid)}/commit`, request, commitReplySchema, limits.money),
    withdraw: (pid) => post(`${payment(pid)}/withdraw`, null, reportOf(pid, withdrawReplySchema), limits.money),
    noCharge: (pid, request) =>
      post(`${payment(pid)}/no-charge`, request, reportOf(pid, paymentReportSchema), limits.money),
    reversed: (pid, request) =>
      post(`${payment(pid)}/reversed`, request, reportOf(pid, paymentReportSchema), limits.money),
    postings: (pid) => get(`${payment(pid)}/postings`, postingsReplySchema, limits.lookUp),
    dayReport: (report) => post('/v1/day-reports', report, dayReportReplySchema, limits.money),
    journalHead: (head) => post('/v1/journal-head', head, journalHeadReplySchema, limits.money),
    feedPeppers: () => get('/v1/feed/peppers', feedPeppersReplySchema, limits.lookUp),
    staffDirectory: () => get('/v1/staff', signedStaffDirectorySchema, limits.lookUp),
    provedMs: () => signed.provedMs(),
  };
}

function read<T>(answer: Result<RawAnswer, GatewayFailure>, schema: z.ZodType<T>): Result<T, GatewayFailure> {
  return answer.ok ? readAnswer(answer.value, schema) : answer;
}

/** A report about another attempt than the one asked for decides nothing about this one. */
function reportOf(pid: string, schema: z.ZodType<PaymentReport>): z.ZodType<PaymentReport> {
  return schema.refine((report) => report.pid === pid);
}

function json(content: object): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify(content));
}
