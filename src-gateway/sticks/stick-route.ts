import type { FastifyInstance } from 'fastify';
import { gatewayProblemSchema } from '../../src-shared/contract/gateway-http.ts';
import {
  maxLetterBytes,
  stickReplySchema,
  stickRequestSchema,
  type CarriedRequest,
} from '../../src-shared/contract/stick-bundle.ts';
import { answer } from '../api/problems.ts';
import type { ZodTypeProvider } from '../api/zod-fastify.ts';
import { carriedHeader } from '../kiosks/kiosks-plugin.ts';
import type { KioskStore } from '../kiosks/kiosk-store.ts';
import { problem } from '../payment/ports.ts';
import { makeDown, type DownDeps } from './make-down.ts';
import { takeUp, type RouteAnswer, type UpDeps } from './take-up.ts';

export interface StickDeps extends DownDeps {
  readonly keys: DownDeps['keys'] & UpDeps['keys'];
  readonly kiosks: KioskStore;
  /** See `KiosksPluginOptions`. */
  readonly carriedMark: string;
}

/** Letters of several trips in base64, with their indexes. */
const mostBytes = 3 * maxLetterBytes;

/** POST /v1/sticks; see the contract. Register it on the instance that has the routes of kiosks. */
export async function stickRoute(fastify: FastifyInstance, deps: StickDeps): Promise<void> {
  const routes = fastify.withTypeProvider<ZodTypeProvider>();
  routes.post('/v1/sticks', {
    bodyLimit: mostBytes,
    schema: {
      summary: 'Hand in what a stick brought from a kiosk, and fetch what goes back',
      description:
        'Open, because bundles prove themselves: what comes is signed by the kiosk, and the letter that goes opens with its key only. The same bundle again is answered the same way. The files that the index lists beside letter and head are objects of the feed.',
      tags: ['sticks'],
      body: stickRequestSchema,
      response: { 200: stickReplySchema, '4xx': gatewayProblemSchema, '5xx': gatewayProblemSchema },
    },
    handler: async ({ body: { kioskCode, up }, log }, reply) => {
      const kiosk = await deps.kiosks.find(kioskCode);
      if (kiosk === null) return answer(reply, problem('not_found', 'no kiosk with this code is enrolled'));
      const taken = await takeUp(kiosk, up, { keys: deps.keys, replay: (request) => replay(fastify, request, deps) });
      if (!taken.ok) {
        log.warn({ kiosk: kioskCode, why: taken.error }, 'a bundle from a stick was refused');
        return answer(reply, problem('bad_request', `a bundle was refused: ${taken.error}`));
      }
      const down = await makeDown(kiosk, taken.value, deps);
      log.info({ kiosk: kioskCode, bundles: up.length, answers: taken.value.length }, 'a stick was served');
      return reply.send(down);
    },
  });
}

async function replay(
  fastify: FastifyInstance,
  { method, target, headers, body }: CarriedRequest,
  { carriedMark }: Pick<StickDeps, 'carriedMark'>,
): Promise<RouteAnswer> {
  const response = await fastify.inject({
    method,
    url: target,
    headers: {
      ...headers,
      ...(body === null ? {} : { 'content-type': 'application/json' }),
      [carriedHeader]: carriedMark,
    },
    ...(body === null ? {} : { payload: body }),
  });
  return { status: response.statusCode, body: response.body };
}
