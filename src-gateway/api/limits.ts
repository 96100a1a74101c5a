import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Requests one address may send in a minute. K-Net's own server must never meet its limit: a refusal voids a payment. */
const perMinute = {
  enrol: 10,
  sticks: 30,
  pages: 120,
  /** Each may send a message to a telephone. */
  codes: 300,
  knet: 6000,
  /** A whole site of kiosks may stand behind one address. */
  api: 3000,
} as const;

/** In the demo one machine plays every kiosk, and they may all be new in the same minute. */
const demoEnrolPerMinute = 600;

type Group = keyof typeof perMinute;

function groupOf(route: string | undefined): Group {
  if (route === '/v1/kiosks/enrol') return 'enrol';
  if (route === '/v1/sticks') return 'sticks';
  if (route === '/v1/challenges') return 'codes';
  if (route?.startsWith('/knet/') === true) return 'knet';
  return route?.startsWith('/v1/') === true ? 'api' : 'pages';
}

const groupOfRequest = (request: FastifyRequest): Group => groupOf(request.routeOptions.url);

/** Limits every route by address and kind. Register it before the routes. */
export async function limitRequests(fastify: FastifyInstance, demo: boolean): Promise<void> {
  const limits = demo ? { ...perMinute, enrol: demoEnrolPerMinute } : perMinute;
  await fastify.register(rateLimit, {
    timeWindow: '1 minute',
    max: (request) => limits[groupOfRequest(request)],
    keyGenerator: (request) => `${groupOfRequest(request)} ${request.ip}`,
  });
}
