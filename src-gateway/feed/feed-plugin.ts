/*
 * The offline feed for kiosks. Register it after `kiosksPlugin`, which lets only enrolled kiosks in:
 *
 *   const publisher = startFeedPublisher({ ministry, keys, rng, clock, timers, everyMs, log });
 *   await fastify.register(feedPlugin, { publisher });
 *
 * The status route tells kiosks `publisher.currentEdition()`. Closing the server closes the publisher.
 */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import type { FeedEdition, FeedPage } from '../../src-shared/contract/vault-rpc.ts';
import type { FeedPublisher } from './feed-publisher.ts';

const wholeNumber = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const pageParamsSchema = z.object({ edition: wholeNumber });
const pageQuerySchema = z.object({ from: wholeNumber });

const noEdition: GatewayProblem = { error: 'not_found', message: 'there is no such edition' };

/** See the top of the file. */
export async function feedPlugin(
  fastify: FastifyInstance,
  { publisher }: { readonly publisher: FeedPublisher },
): Promise<void> {
  fastify.get('/v1/feed/editions/current', async (_request, reply): Promise<FeedEdition | GatewayProblem> => {
    const head = publisher.head();
    if (head === null) reply.code(404);
    return head ?? noEdition;
  });
  fastify.get('/v1/feed/editions/:edition', async (request, reply): Promise<FeedPage | GatewayProblem> => {
    const params = pageParamsSchema.safeParse(request.params);
    const query = pageQuerySchema.safeParse(request.query);
    if (!params.success || !query.success) {
      reply.code(400);
      return { error: 'bad_request', message: 'a page is asked for by edition and position' };
    }
    const page = publisher.page(params.data.edition, query.data.from);
    if (page === null) reply.code(404);
    return page ?? noEdition;
  });
  fastify.addHook('onClose', async () => publisher.close());
}
