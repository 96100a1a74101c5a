import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  armReplySchema,
  challengeReplySchema,
  challengeRequestSchema,
  commitReplySchema,
  commitRequestSchema,
  findingReplySchema,
  findingRequestSchema,
  gatewayProblemSchema,
  inquiryReplySchema,
  inquiryRequestSchema,
  noChargeRequestSchema,
  openReplySchema,
  paymentReportSchema,
  postingsReplySchema,
  reserveReplySchema,
  reserveRequestSchema,
  reversedRequestSchema,
  statusReplySchema,
  withdrawReplySchema,
  type StatusReply,
} from '../../src-shared/contract/gateway-http.ts';
import { pidSchema } from '../../src-shared/domain/receipt.ts';
import { challenge, find, inquire, type InquiryDeps } from '../inquiries/inquire.ts';
import { arm } from '../payment/arm.ts';
import { commit } from '../payment/commit.ts';
import { openPage } from '../payment/open.ts';
import { noCharge } from '../payment/no-charge.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { postings } from '../payment/postings.ts';
import { report } from '../payment/report.ts';
import { reserve } from '../payment/reserve.ts';
import { reversed } from '../payment/reversed.ts';
import { withdraw } from '../payment/withdraw.ts';
import { answer } from './problems.ts';
import type { ZodTypeProvider } from './zod-fastify.ts';

/** What the kiosks' routes are handed. */
export interface KioskRoutesDeps {
  readonly payments: PaymentDeps;
  readonly inquiries: InquiryDeps;
  readonly status: () => Promise<StatusReply>;
  /** A commit makes postings due. */
  readonly postSoon: () => void;
}

const mostWaitSeconds = 25;

const pidParams = z.object({ pid: pidSchema });
const wholeNumber = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);
const reportQuery = z.object({
  seen: wholeNumber.default(0),
  waitSeconds: wholeNumber.pipe(z.int().max(mostWaitSeconds)).default(0),
});

const replies = <T extends z.ZodType>(success: T) => ({
  200: success,
  '4xx': gatewayProblemSchema,
  '5xx': gatewayProblemSchema,
});

/** The routes kiosks use. Who is asking stands in `request.kioskCode`, put there by the signature check. */
export async function kioskRoutes(fastify: FastifyInstance, deps: KioskRoutesDeps): Promise<void> {
  const routes = typed(fastify);

  routes.get('/v1/status', {
    schema: {
      summary: 'How the gateway is doing, and the limits in force',
      tags: ['status'],
      response: replies(statusReplySchema),
    },
    handler: async () => deps.status(),
  });

  inquiryRoutes(routes, deps);
  paymentRoutes(routes, deps);
  terminalRoutes(routes, deps);
}

function inquiryRoutes(routes: ReturnType<typeof typed>, { inquiries }: KioskRoutesDeps): void {
  const tags = ['inquiries'];

  routes.post('/v1/inquiries', {
    schema: {
      summary: 'What one person or company owes',
      description:
        'All systems are asked at once; one that does not answer is named in the answer. Where a code is wanted, proof brings it and the reply brings a grant that stands for it in this visit.',
      tags,
      body: inquiryRequestSchema,
      response: replies(inquiryReplySchema),
    },
    handler: async ({ body, kioskCode }, reply) => answer(reply, await inquire(inquiries, kioskCode, body)),
  });

  routes.post('/v1/challenges', {
    schema: {
      summary: 'The code that is wanted before an inquiry',
      description: 'Null: none. Each call may make a new code, or send a message to a telephone.',
      tags,
      body: challengeRequestSchema,
      response: replies(challengeReplySchema),
    },
    handler: async ({ body }, reply) => answer(reply, await challenge(inquiries, body)),
  });

  routes.post('/v1/findings', {
    schema: {
      summary: 'A number, a status or the steps of a case',
      description:
        'The service is one of the catalogue; its fields are read again with the same rules as at the kiosk.',
      tags,
      body: findingRequestSchema,
      response: replies(findingReplySchema),
    },
    handler: async ({ body }, reply) => answer(reply, await find(inquiries, body)),
  });
}

function paymentRoutes(routes: ReturnType<typeof typed>, { payments, postSoon }: KioskRoutesDeps): void {
  const tags = ['payments'];

  routes.post('/v1/payments', {
    schema: {
      summary: 'Ask the ministry again and reserve every item for one attempt',
      description: 'Idempotent per pid. The answer "changed" reserves nothing and brings the fresh list.',
      tags,
      body: reserveRequestSchema,
      response: replies(reserveReplySchema),
    },
    handler: async ({ body, kioskCode }, reply) => answer(reply, await reserve(payments, kioskCode, body)),
  });

  routes.post('/v1/payments/:pid/open', {
    schema: {
      summary: 'Store the intent and get the address of the page',
      description: 'Gives the same address again until somebody presses Pay on the page.',
      tags,
      params: pidParams,
      response: replies(openReplySchema),
    },
    handler: async ({ params, kioskCode }, reply) => answer(reply, await openPage(payments, kioskCode, params.pid)),
  });

  routes.get('/v1/payments/:pid', {
    schema: {
      summary: 'What has become of an attempt',
      description: 'With waitSeconds the answer comes when the version rises above seen, or after that time.',
      tags,
      params: pidParams,
      querystring: reportQuery,
      response: replies(paymentReportSchema),
    },
    handler: async ({ params, query, kioskCode }, reply) =>
      answer(reply, await report(payments, kioskCode, { ...params, ...query })),
  });

  routes.post('/v1/payments/:pid/withdraw', {
    schema: {
      summary: 'Give up an attempt',
      description: 'Proves "not charged" only while nobody has pressed Pay; afterwards it changes nothing.',
      tags,
      params: pidParams,
      response: replies(withdrawReplySchema),
    },
    handler: async ({ params, kioskCode }, reply) => answer(reply, await withdraw(payments, kioskCode, params.pid)),
  });

  routes.post('/v1/payments/:pid/commit', {
    schema: {
      summary: "Book a capture and bind the kiosk's receipt number to it",
      description:
        'Send until it is answered: the same receipt number gives the same answer for ever. Taken however late it comes, also from a revoked kiosk.',
      tags,
      params: pidParams,
      body: commitRequestSchema,
      response: replies(commitReplySchema),
    },
    handler: async ({ params, body, kioskCode, kioskRevoked }, reply) => {
      const committed = await commit(payments, { code: kioskCode, revoked: kioskRevoked }, params.pid, body);
      postSoon();
      return answer(reply, committed);
    },
  });

  routes.get('/v1/payments/:pid/postings', {
    schema: {
      summary: 'Where each item stands at the ministry',
      tags,
      params: pidParams,
      response: replies(postingsReplySchema),
    },
    handler: async ({ params, kioskCode }, reply) => answer(reply, await postings(payments, kioskCode, params.pid)),
  });
}

/** What only a kiosk with a card terminal has to say: it is nearer to the money than the gateway. */
function terminalRoutes(routes: ReturnType<typeof typed>, { payments }: KioskRoutesDeps): void {
  const tags = ['terminal'];

  routes.post('/v1/payments/:pid/arm', {
    schema: {
      summary: 'Say that money may move from now on',
      description: 'The items are held until the kiosk or the settlement says what became of it. Idempotent.',
      tags,
      params: pidParams,
      response: replies(armReplySchema),
    },
    handler: async ({ params, kioskCode }, reply) => answer(reply, await arm(payments, kioskCode, params.pid)),
  });

  routes.post('/v1/payments/:pid/no-charge', {
    schema: {
      summary: 'Bring the proof that no money was taken',
      description: 'Gives the items back. Idempotent, also for a pid that was never seen.',
      tags,
      params: pidParams,
      body: noChargeRequestSchema,
      response: replies(paymentReportSchema),
    },
    handler: async ({ params, body, kioskCode }, reply) =>
      answer(reply, await noCharge(payments, kioskCode, params.pid, body)),
  });

  routes.post('/v1/payments/:pid/reversed', {
    schema: {
      summary: 'Say that the terminal has given the money back',
      description: 'Idempotent. Another reference than the one that is owed is a conflict.',
      tags,
      params: pidParams,
      body: reversedRequestSchema,
      response: replies(paymentReportSchema),
    },
    handler: async ({ params, body, kioskCode }, reply) =>
      answer(reply, await reversed(payments, kioskCode, params.pid, body)),
  });
}

function typed(fastify: FastifyInstance) {
  return fastify.withTypeProvider<ZodTypeProvider>();
}
