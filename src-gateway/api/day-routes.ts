import type { FastifyInstance } from 'fastify';
import {
  dayReportReplySchema,
  dayReportRequestSchema,
  gatewayProblemSchema,
  journalHeadReplySchema,
  journalHeadSchema,
} from '../../src-shared/contract/gateway-http.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { takeDayReport } from '../reconciliation/day-report.ts';
import { takeJournalHead } from '../reconciliation/journal-head.ts';
import { answer } from './problems.ts';
import type { ZodTypeProvider } from './zod-fastify.ts';

const problems = { '4xx': gatewayProblemSchema, '5xx': gatewayProblemSchema };

/** What a kiosk says about its own day and its own journal. */
export async function dayRoutes(
  fastify: FastifyInstance,
  { payments }: { readonly payments: PaymentDeps },
): Promise<void> {
  const routes = fastify.withTypeProvider<ZodTypeProvider>();
  const tags = ['end of day'];

  routes.post('/v1/day-reports', {
    schema: {
      summary: 'Hand in a Z report',
      description:
        'The same report again gets the same answer, another one under a taken number is a conflict. One after a gap is taken, and people look at it.',
      tags,
      body: dayReportRequestSchema,
      response: { 200: dayReportReplySchema, ...problems },
    },
    handler: async ({ rawBody, kioskCode }, reply) =>
      // The signature check has read this body, so there is one.
      answer(reply, await takeDayReport(payments, kioskCode, (rawBody ?? Buffer.alloc(0)).toString('utf8'))),
  });

  routes.post('/v1/journal-head', {
    schema: {
      summary: "Say where the kiosk's journal stands",
      description: 'The answer names the furthest head told before. A journal that is shorter or different is a fork.',
      tags,
      body: journalHeadSchema,
      response: { 200: journalHeadReplySchema, ...problems },
    },
    handler: async ({ body, kioskCode }, reply) => answer(reply, await takeJournalHead(payments, kioskCode, body)),
  });
}
