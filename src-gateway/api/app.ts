import helmet from '@fastify/helmet';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import type { StatusReply } from '../../src-shared/contract/gateway-http.ts';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import { feedRoutes, type FeedRoutesDeps } from '../feed/feed-routes.ts';
import type { InquiryDeps } from '../inquiries/inquire.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { KioskStore } from '../kiosks/kiosk-store.ts';
import { kiosksPlugin } from '../kiosks/kiosks-plugin.ts';
import type { KnetConfig } from '../knet/config.ts';
import { knetRoutes } from '../pages/knet-routes.ts';
import { styleHash } from '../pages/layout.ts';
import { pageRoutes } from '../pages/page-routes.ts';
import { stickRoute } from '../sticks/stick-route.ts';
import { staffRoute } from '../staff/staff-route.ts';
import type { StaffStore } from '../staff/staff-store.ts';
import { verifyRoute } from '../pages/verify-page.ts';
import type { PaymentDeps } from '../payment/ports.ts';
import { describeApi } from './docs.ts';
import { dayRoutes } from './day-routes.ts';
import { kioskRoutes } from './kiosk-routes.ts';
import { limitRequests } from './limits.ts';
import { handleProblems } from './problems.ts';
import { useZod } from './zod-fastify.ts';

/** Everything the HTTP side is handed. */
export interface AppDeps {
  readonly payments: PaymentDeps;
  readonly inquiries: InquiryDeps;
  readonly keys: GatewayKeys;
  readonly kiosks: KioskStore;
  readonly feed: FeedRoutesDeps['feed'];
  readonly feedFolder: FeedRoutesDeps['feedFolder'];
  readonly staff: StaffStore;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Null when no hosted page is configured. */
  readonly knetConfig: KnetConfig | null;
  readonly status: () => Promise<StatusReply>;
  readonly postSoon: () => void;
  readonly inboxSoon: () => void;
  readonly trustedProxies: readonly string[];
  readonly log: FastifyBaseLogger;
}

/** Larger than the largest basket. */
const mostBytes = 512 * 1024;
/** For the arrival of a request; an answer may take longer. */
const requestTimeoutMs = 15_000;

/** Builds the server; it listens to nobody yet. */
export async function buildApp(deps: AppDeps): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: deps.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: mostBytes,
    requestTimeout: requestTimeoutMs,
    trustProxy: deps.trustedProxies.length === 0 ? false : [...deps.trustedProxies],
    forceCloseConnections: 'idle',
  });
  useZod(app);
  handleProblems(app);
  logRequests(app);
  await app.register(helmet, securityHeaders(deps.knetConfig));
  await limitRequests(app, deps.payments.settings.demo);
  await describeApi(app);
  const carriedMark = Buffer.from(deps.payments.rng.bytes(16)).toString('hex');
  await app.register(kiosksPlugin, { ...deps, store: deps.kiosks, carriedMark });
  await app.register(kioskRoutes, deps);
  await app.register(dayRoutes, deps);
  await app.register(feedRoutes, deps);
  await app.register(staffRoute, { store: deps.staff, keys: deps.keys, clock: deps.clock });
  await app.register(stickRoute, { ...deps, carriedMark, serial: () => deps.payments.time.now() });
  await app.register(pageRoutes, deps);
  await app.register(verifyRoute, { receiptKey: deps.keys.receiptPublicKey, demo: deps.payments.settings.demo });
  if (deps.payments.knet !== null && deps.knetConfig !== null) {
    await app.register(knetRoutes, { ...deps, knet: deps.payments.knet, config: deps.knetConfig });
  }
  return app;
}

/** A page may show itself, send its one form, and nothing else. */
function securityHeaders(knet: KnetConfig | null) {
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        styleSrc: [styleHash],
        // Browsers hold the answer to a form to this list too, and ours sends them on to K-Net.
        formAction: ["'self'", ...knetOrigins(knet)],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' as const },
    xFrameOptions: { action: 'deny' as const },
  };
}

/** K-Net answers under its name with and without `www.`, and may redirect from one to the other. */
function knetOrigins(knet: KnetConfig | null): string[] {
  if (knet === null) return [];
  const { origin, protocol, host, hostname } = new URL(knet.initUrl);
  if (knet.environment === 'demo') return [origin];
  const other = hostname.startsWith('www.') ? host.slice('www.'.length) : `www.${host}`;
  return [origin, `${protocol}//${other}`];
}

/** One line per request, by route pattern: addresses carry tokens, bodies carry persons. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const facts = {
      route: request.routeOptions.url,
      method: request.method,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    request.log.info({ ...facts, ...(request.kioskCode === '' ? {} : { kiosk: request.kioskCode }) }, 'answered');
  });
}
