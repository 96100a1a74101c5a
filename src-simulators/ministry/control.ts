import { z } from 'zod';
import { parseKnetAmount } from '../../src-shared/domain/money.ts';
import type { BackEnd } from './back-end.ts';
import type { SimReply, SimRequest } from './endpoint.ts';
import { ticketChangeSchema, type Posting } from './register.ts';
import { settingsSchema } from './settings.ts';

/** Prefix of everything that steers the simulator; no real back end has it. */
export const controlPrefix = '/sim/';

const settingsChangeSchema = settingsSchema.partial();

/** Answers a request below {@link controlPrefix}. Works whatever mode the back end is in. */
export function control(backEnd: BackEnd, { method, path, body }: SimRequest): SimReply {
  switch (`${method} ${path}`) {
    case 'GET /sim/state':
      return { status: 200, body: state(backEnd) };
    case 'GET /sim/ledger':
      return {
        status: 200,
        body: { postings: backEnd.register.postings().map((posting) => entry(posting, backEnd.now())) },
      };
    case 'GET /sim/codes':
      return { status: 200, body: { codes: backEnd.verification.codes() } };
    case 'POST /sim/settings':
      return withBody(settingsChangeSchema, body, (change) => {
        backEnd.settings = settingsSchema.parse({ ...backEnd.settings, ...change });
        return { status: 200, body: state(backEnd) };
      });
    case 'POST /sim/tickets/change':
      return withBody(ticketChangeSchema, body, (change) =>
        backEnd.changeTicket(change)
          ? { status: 200, body: { ticket: backEnd.register.ticket(change.ticketNo)?.obligation } }
          : { status: 404, body: { error: `there is no ticket ${change.ticketNo}` } },
      );
    case 'POST /sim/reset':
      backEnd.reset();
      return { status: 200, body: state(backEnd) };
    default:
      return { status: 404, body: { error: `nothing at ${method} ${path}` } };
  }
}

function state({ settings, requests, register, now }: BackEnd) {
  const results = register.postings().map((posting) => resultOf(posting, now()));
  const count = (result: string): number => results.filter((one) => one === result).length;
  return {
    settings,
    requests,
    ...register.counts(),
    postings: { pending: count('pending'), posted: count('posted'), refused: count('refused') },
  };
}

/** A settlement for the judge: what was received, how often, and what became of it. */
function entry(posting: Posting, now: number) {
  const { request, receivedAt, timesReceived, refusal } = posting;
  const amount = parseKnetAmount(request.amount_kwd);
  return {
    key: request.settlement_key,
    system: posting.system,
    pid: request.track_id,
    ticketNo: request.violation_no,
    amountFils: amount.ok ? amount.value : null,
    receiptNo: request.receipt_no,
    paidOn: request.paid_on,
    receivedAt: new Date(receivedAt).toISOString(),
    timesReceived,
    result: resultOf(posting, now),
    refusal,
  };
}

function resultOf({ refusal, postedAt }: Posting, now: number): 'refused' | 'pending' | 'posted' {
  if (refusal !== null || postedAt === null) return 'refused';
  return postedAt <= now ? 'posted' : 'pending';
}

function withBody<T>(schema: z.ZodType<T>, body: unknown, answer: (value: T) => SimReply): SimReply {
  const read = schema.safeParse(body);
  return read.success ? answer(read.data) : { status: 400, body: { error: z.prettifyError(read.error) } };
}
