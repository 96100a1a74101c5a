import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Timers } from '../../src-shared/ports.ts';
import { callbackLimitBytes } from '../knet/callback.ts';
import type { KnetConfig } from '../knet/config.ts';
import { receiveCallback, type Arrived } from '../payment/callback.ts';
import type { HostedPage, PaymentDeps } from '../payment/ports.ts';

/** What the two addresses for K-Net are handed. */
export interface KnetRoutesDeps {
  readonly payments: PaymentDeps;
  readonly knet: HostedPage;
  readonly config: Pick<KnetConfig, 'delivery' | 'notifySources'>;
  readonly timers: Timers;
  /** Something is in the inbox. */
  readonly inboxSoon: () => void;
}

/**
 * Where K-Net brings results. No session, no cookie, no referrer, no guard in front: whoever sends, the body is only
 * a claim. Every refusal looks the same.
 */
export async function knetRoutes(fastify: FastifyInstance, deps: KnetRoutesDeps): Promise<void> {
  const { config } = deps;
  const receive = { ...deps.payments, timers: deps.timers };
  // The content type may be missing or wrong: what a body is, is decided by what is in it.
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: callbackLimitBytes }, (_request, body, done) => {
    done(null, body);
  });
  fastify.setErrorHandler((error, _request, reply) => {
    deps.payments.log.warn({ alarm: 'callback_failed', err: error }, 'a callback could not be answered');
    return refuse(reply);
  });

  const take = async (
    request: FastifyRequest,
    reply: FastifyReply,
    arrived: Pick<Arrived, 'source' | 'from'>,
  ): Promise<FastifyReply> => {
    const answered = await receiveCallback(receive, deps.knet, { ...arrived, body: bodyOf(request) });
    deps.inboxSoon();
    return reply.code(answered.status).headers(answered.headers).send(answered.body);
  };

  const result = (request: FastifyRequest, reply: FastifyReply): FastifyReply | Promise<FastifyReply> => {
    if (config.delivery === 'browser') return take(request, reply, { source: 'knet_notify', from: 'browser' });
    const stranger = config.notifySources.length > 0 && !config.notifySources.includes(request.ip);
    if (stranger || request.method !== 'POST') return refuse(reply);
    return take(request, reply, { source: 'knet_notify', from: 'notification' });
  };
  fastify.route({ method: ['GET', 'POST'], url: '/knet/notify', schema: { hide: true }, handler: result });
  fastify.route({
    method: ['GET', 'POST'],
    url: '/knet/error',
    schema: { hide: true },
    handler: (request, reply) => take(request, reply, { source: 'knet_error', from: 'browser' }),
  });
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(400).send('');
}

/** Of a GET the query is the body. */
function bodyOf({ method, body, raw }: FastifyRequest): Uint8Array {
  if (method === 'GET') return Buffer.from((raw.url ?? '').replace(/^[^?]*\??/, ''));
  return body instanceof Uint8Array ? body : new Uint8Array();
}
