/*
 * Enrolment of kiosks, the signatures of their requests and of our answers. Register it on the root instance, before
 * the routes it guards and without a prefix:
 *
 *   await fastify.register(kiosksPlugin, { store: sqlKioskStore(db), keys, clock, timers });
 *
 * It adds POST /v1/kiosks/enrol, and from then on every route that `signed-routes.ts` does not call open answers
 * only enrolled kiosks. Handlers read `request.kioskCode` and get parsed JSON as usual; what they send is signed.
 * They must send strings, buffers or objects, never streams.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { readRequestSignature, signAnswer, type SignatureHeaders } from '../../src-shared/contract/http-signature.ts';
import type { GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import { err, type Result } from '../../src-shared/result.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import { checkRequest, sha256, type Sender } from './check-request.ts';
import { enrolRoute } from './enrol-route.ts';
import type { KioskStore } from './kiosk-store.ts';
import { movesMoney, needsSignature, takesRevoked } from './signed-routes.ts';

export interface KiosksPluginOptions {
  readonly store: KioskStore;
  readonly keys: GatewayKeys;
  readonly clock: Clock;
  readonly timers: Timers;
  /** A secret of this process: whoever names it hands in a request that came on a stick. */
  readonly carriedMark?: string;
}

/** Header in which the secret stands. */
export const carriedHeader = 'wafa-carried';

declare module 'fastify' {
  interface FastifyRequest {
    /** The kiosk that signed this request; empty on open routes. */
    kioskCode: string;
    /** True when that kiosk was revoked; only routes that take its word all the same see this. */
    kioskRevoked: boolean;
    /** The body as it arrived; null when there was none. */
    rawBody: Buffer | null;
    /** The nonce that the answer has to carry; null when the request brought none. */
    answerNonce: string | null;
  }
}

/** Longer than any request is accepted because of its time; see the note on money in `check-request.ts`. */
const nonceHours = 24;
const hourMs = 3_600_000;

/** See the top of the file. */
export const kiosksPlugin = Object.assign(plugin, {
  // Fastify's way to let hooks and parsers count for the whole instance, not only inside this plugin.
  [Symbol.for('skip-override')]: true,
});

async function plugin(fastify: FastifyInstance, options: KiosksPluginOptions): Promise<void> {
  fastify.decorateRequest('kioskCode', '');
  fastify.decorateRequest('kioskRevoked', false);
  fastify.decorateRequest('rawBody', null);
  fastify.decorateRequest('answerNonce', null);
  keepRawBodies(fastify);
  fastify.addHook('preValidation', async (request, reply) => {
    const route = request.routeOptions.url;
    // Nothing answers on an address without a route, so there is nothing to guard.
    if (route === undefined || !needsSignature(route)) return;
    const kiosk = await identify(request, route, options);
    if (!kiosk.ok) return reply.code(401).send(kiosk.error);
    request.kioskCode = kiosk.value.kioskCode;
    request.kioskRevoked = kiosk.value.revoked;
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    if (request.answerNonce !== null) reply.headers(answerSignature(request.answerNonce, reply, payload, options));
    return payload;
  });
  forgetOldNonces(fastify, options);
  await fastify.register(enrolRoute, options);
}

async function identify(
  request: FastifyRequest,
  route: string,
  options: KiosksPluginOptions,
): Promise<Result<Sender, GatewayProblem>> {
  const presented = readRequestSignature((name) => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : undefined;
  });
  if (!presented.ok) return err({ error: 'not_signed', message: `the request's signature is ${presented.error}` });
  // Refusals are signed too: otherwise anyone on the line could tell a kiosk that it is not known any more.
  request.answerNonce = presented.value.nonce;
  const parts = { method: request.method, target: request.raw.url ?? '', body: request.rawBody ?? new Uint8Array() };
  const { carriedMark } = options;
  const rules = {
    timeMatters: !movesMoney(request.method, route),
    revokedToo: takesRevoked(request.method, route),
    carried: carriedMark !== undefined && request.headers[carriedHeader] === carriedMark,
  };
  return checkRequest(parts, presented.value, rules, options);
}

function answerSignature(
  nonce: string,
  reply: FastifyReply,
  payload: unknown,
  options: KiosksPluginOptions,
): SignatureHeaders {
  const parts = { status: reply.statusCode, body: bytesOf(payload) };
  const created = Math.floor(options.clock.wallMs() / 1000);
  return signAnswer(parts, { created, nonce }, { sha256, sign: (bytes) => options.keys.signAnswer(bytes) });
}

function bytesOf(payload: unknown): Uint8Array {
  if (payload === null || payload === undefined) return new Uint8Array();
  if (typeof payload === 'string') return Buffer.from(payload);
  if (payload instanceof Uint8Array) return payload;
  throw new Error('an answer to a kiosk has to be whole before it is signed');
}

/** The digest in the signature is over the bytes as they came, so they are kept beside what they mean. */
function keepRawBodies(fastify: FastifyInstance): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body;
    return parse(request, body.toString('utf8'), done);
  });
}

function forgetOldNonces(fastify: FastifyInstance, options: KiosksPluginOptions): void {
  const forget = (): void => {
    options.store
      .forgetNoncesBefore(options.clock.wallMs() - nonceHours * hourMs)
      .catch((error: unknown) => fastify.log.warn({ err: error }, 'old nonces could not be forgotten'));
    timer = options.timers.after(hourMs, forget);
  };
  let timer = options.timers.after(hourMs, forget);
  fastify.addHook('onClose', async () => timer.cancel());
}
