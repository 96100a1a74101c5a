import { join } from 'node:path';
import { z } from 'zod';
import { enrolRequestSchema } from '../src-shared/contract/gateway-http.ts';
import { filsSchema, type Fils } from '../src-shared/domain/money.ts';
import { err, ok, type Result } from '../src-shared/result.ts';
import { readKnetConfig, type KnetConfig } from './knet/config.ts';

/** Everything the gateway is told from outside. Durations in the unit their name says. */
export interface GatewayConfig {
  readonly demo: boolean;
  readonly host: string;
  readonly port: number;
  /** How phones and K-Net reach us; no slash at the end. */
  readonly publicUrl: string;
  /** See `openDatabase`. */
  readonly database: string;
  /** Folder of the gateway's keys; null = keys that end with the process (demo only). */
  readonly dataFolder: string | null;
  /** Demo only: one-time codes that enrol kiosks K001, K002 and so on. */
  readonly enrolCodes: readonly string[];
  readonly ministryUrl: string;
  /** Who gives money of the terminal rail back: people at the counter, or the kiosk by a reversal. */
  readonly terminalRefund: 'counter' | 'kiosk';
  /** Null when no hosted page is configured. */
  readonly knet: KnetConfig | null;
  /** Addresses of reverse proxies whose word about the visitor's address is taken. */
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
  readonly maxItems: number;
  readonly maxAmountFils: Fils;
  readonly serviceChargeFils: Fils;
  readonly leaseSeconds: number;
  readonly pageSeconds: number;
  /** Pause between two readings of the register for the feed. */
  readonly feedSeconds: number;
  /** Folder of the feed; null = in memory (demo only). */
  readonly feedFolder: string | null;
  /** False: another gateway fills that folder. */
  readonly feedBuild: boolean;
  /** How long the feed's peppers stay the same. */
  readonly feedEpochDays: number;
}

type Env = Readonly<Record<string, string | undefined>>;

const whole = (least: number, most: number, standard: number) => {
  const words = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, words)
    .transform(Number)
    .pipe(z.int(words).min(least, words).max(most, words))
    .default(standard);
};

const envSchema = z.object({
  GATEWAY_DEMO: z
    .enum(['0', '1'], 'must be 1 (demo) or not set')
    .default('0')
    .transform((flag) => flag === '1'),
  GATEWAY_HOST: z.string().default('127.0.0.1'),
  GATEWAY_PORT: whole(1, 65_535, 8080),
  GATEWAY_PUBLIC_URL: z.string().optional(),
  GATEWAY_DATABASE: z.string().optional(),
  GATEWAY_DATA: z.string().optional(),
  GATEWAY_ENROL_CODES: z
    .string()
    .transform((list) => list.split(',').filter(Boolean))
    .pipe(z.array(enrolRequestSchema.shape.code, 'must be codes of 8 to 64 characters separated by commas').max(200))
    .default([]),
  GATEWAY_TRUSTED_PROXIES: z
    .string()
    .transform((list) => list.split(',').map((entry) => entry.trim()))
    .pipe(z.array(z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], 'must be IP addresses separated by commas')))
    .default([]),
  GATEWAY_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'must be error, warn, info or debug')
    .default('info'),
  GATEWAY_MAX_ITEMS: whole(1, 500, 50),
  GATEWAY_MAX_AMOUNT_FILS: whole(1, 999_999_999, 5_000_000).pipe(filsSchema),
  GATEWAY_SERVICE_CHARGE_FILS: whole(0, 100_000, 0).pipe(filsSchema),
  GATEWAY_LEASE_SECONDS: whole(60, 3600, 600),
  GATEWAY_PAGE_SECONDS: whole(60, 3600, 600),
  GATEWAY_FEED_SECONDS: whole(10, 86_400, 600),
  GATEWAY_FEED_FOLDER: z.string().optional(),
  GATEWAY_FEED_BUILD: z
    .enum(['0', '1'], 'must be 0 (another gateway fills the folder) or not set')
    .default('1')
    .transform((flag) => flag === '1'),
  GATEWAY_FEED_EPOCH_DAYS: whole(3, 90, 14),
  TERMINAL_REFUND: z.enum(['counter', 'kiosk'], 'must be one of: counter, kiosk').default('counter'),
  MINISTRY_URL: z.string('is missing: set it to the address of the ministry adapter').min(1),
});

type Settings = z.infer<typeof envSchema>;

/**
 * Reads the environment. On failure: one sentence per problem, each beginning with the variable and saying what to
 * change, never a value. What is unsafe together is refused here, not found out by a visitor.
 */
export function readConfig(env: Env): Result<GatewayConfig, readonly string[]> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = envSchema.safeParse(set);
  if (!parsed.success) return err(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  const settings = parsed.data;
  const publicUrl = settings.GATEWAY_PUBLIC_URL ?? `http://${urlHost(settings.GATEWAY_HOST)}:${settings.GATEWAY_PORT}`;
  const knet = readKnet(set, settings, publicUrl);
  const problems = [...unsafe(settings, publicUrl), ...(knet.ok ? [] : knet.error)];
  if (!knet.ok || problems.length > 0) return err(problems);
  return ok({
    demo: settings.GATEWAY_DEMO,
    host: settings.GATEWAY_HOST,
    port: settings.GATEWAY_PORT,
    publicUrl,
    database: settings.GATEWAY_DATABASE ?? 'pglite:memory',
    dataFolder: settings.GATEWAY_DATA ?? null,
    enrolCodes: settings.GATEWAY_ENROL_CODES,
    ministryUrl: settings.MINISTRY_URL.replace(/\/$/, ''),
    terminalRefund: settings.TERMINAL_REFUND,
    knet: knet.value,
    trustedProxies: settings.GATEWAY_TRUSTED_PROXIES,
    logLevel: settings.GATEWAY_LOG_LEVEL,
    maxItems: settings.GATEWAY_MAX_ITEMS,
    maxAmountFils: settings.GATEWAY_MAX_AMOUNT_FILS,
    serviceChargeFils: settings.GATEWAY_SERVICE_CHARGE_FILS,
    leaseSeconds: settings.GATEWAY_LEASE_SECONDS,
    pageSeconds: settings.GATEWAY_PAGE_SECONDS,
    feedSeconds: settings.GATEWAY_FEED_SECONDS,
    feedFolder: settings.GATEWAY_FEED_FOLDER ?? (settings.GATEWAY_DATA && join(settings.GATEWAY_DATA, 'feed')) ?? null,
    feedBuild: settings.GATEWAY_FEED_BUILD,
    feedEpochDays: settings.GATEWAY_FEED_EPOCH_DAYS,
  });
}

function unsafe(settings: Settings, publicUrl: string): string[] {
  const own = URL.canParse(publicUrl) ? new URL(publicUrl) : null;
  const problems: string[] = [];
  const refuseIf = (isUnsafe: boolean, sentence: string): void => {
    if (isUnsafe) problems.push(sentence);
  };
  refuseIf(
    own === null || own.origin !== publicUrl,
    'GATEWAY_PUBLIC_URL: must be scheme, host and port only, such as https://pay.example.org',
  );
  if (settings.GATEWAY_DEMO) {
    refuseIf(
      !isLoopback(settings.GATEWAY_HOST),
      'GATEWAY_HOST: demo mode listens on this machine only; remove GATEWAY_HOST or GATEWAY_DEMO',
    );
    refuseIf(
      own !== null && !isLoopback(own.hostname),
      'GATEWAY_PUBLIC_URL: demo mode is for this machine only; remove it or GATEWAY_DEMO',
    );
    refuseIf(
      !isLocalUrl(settings.MINISTRY_URL),
      'MINISTRY_URL: demo mode never asks a real ministry; name the simulator on this machine',
    );
    return problems;
  }
  refuseIf(
    own?.protocol !== 'https:',
    'GATEWAY_PUBLIC_URL: must be set and https, because visitors pay there; for a try-out set GATEWAY_DEMO=1',
  );
  refuseIf(
    settings.GATEWAY_DATABASE === undefined,
    'GATEWAY_DATABASE: is missing; set it to postgres://…, or set GATEWAY_DEMO=1 for a try-out',
  );
  refuseIf(
    settings.GATEWAY_DATA === undefined,
    'GATEWAY_DATA: is missing; name the folder of the gateway keys, and keep a copy of it',
  );
  refuseIf(
    !settings.GATEWAY_FEED_BUILD && settings.GATEWAY_FEED_FOLDER === undefined,
    'GATEWAY_FEED_FOLDER: is missing; name the folder that the gateway with GATEWAY_FEED_BUILD=1 fills',
  );
  refuseIf(
    settings.GATEWAY_ENROL_CODES.length > 0,
    'GATEWAY_ENROL_CODES: is for demo mode only; remove it and have staff make one-time codes',
  );
  refuseIf(
    !settings.MINISTRY_URL.startsWith('https://') && !isLocalUrl(settings.MINISTRY_URL),
    'MINISTRY_URL: must be https, or an adapter on this machine, because it carries identity numbers',
  );
  return problems;
}

/** What the simulator of K-Net starts with, so that a demo needs only its addresses. */
const demoKnet: Env = {
  KNET_ENVIRONMENT: 'demo',
  KNET_CREDENTIALS_FOR: 'demo',
  KNET_TRANPORTAL_ID: '100001',
  KNET_PASSWORD: 'DemoPass01',
  KNET_RESOURCE_KEY: 'KIOSKDEMOKEY0001',
  KNET_CONFIRM_AFTER_SECONDS: '4',
};

function readKnet(env: Env, settings: Settings, publicUrl: string): Result<KnetConfig | null, readonly string[]> {
  if (!Object.keys(env).some((name) => name.startsWith('KNET_') && !name.startsWith('KNET_SIM_'))) return ok(null);
  const addresses = { KNET_RESPONSE_URL: `${publicUrl}/knet/notify`, KNET_ERROR_URL: `${publicUrl}/knet/error` };
  const config = readKnetConfig({ ...(settings.GATEWAY_DEMO ? demoKnet : {}), ...addresses, ...env });
  if (config.ok && settings.GATEWAY_DEMO !== (config.value.environment === 'demo')) {
    return err(['KNET_ENVIRONMENT: must be demo with GATEWAY_DEMO=1, and must not be demo without it']);
  }
  return config;
}

function isLoopback(host: string): boolean {
  return ['127.0.0.1', 'localhost', '::1', '[::1]'].includes(host);
}

function isLocalUrl(text: string): boolean {
  return URL.canParse(text) && isLoopback(new URL(text).hostname);
}

function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host;
}
