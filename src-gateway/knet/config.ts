import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { knetAddressProblem, ownAddressProblem, type KnetEnvironment } from './addresses.ts';
import { isResourceKey, resourceKeyBytes } from './cipher.ts';
import { Secret } from './secret.ts';

/** Everything the K-Net client is told. Secrets do not print; times are in the unit their name says. */
export interface KnetConfig {
  readonly environment: KnetEnvironment;
  readonly initUrl: string;
  readonly tranUrl: string;
  readonly responseUrl: string;
  readonly errorUrl: string;
  /** Visible to the visitor's browser by K-Net's design. */
  readonly tranportalId: string;
  readonly password: Secret;
  readonly resourceKey: Secret;
  /** `notification`: K-Net's server brings the result and our reply decides. `browser`: the visitor's browser does. */
  readonly delivery: 'notification' | 'browser';
  /** Addresses notifications may come from; empty = no filter. */
  readonly notifySources: readonly string[];
  readonly paymentExpiryMinutes: number;
  /** How long after the page's end "not found" is still not believed. */
  readonly graceMinutes: number;
  /** True when the visitor may pay on the same page after a decline. */
  readonly retryOnPage: boolean;
  readonly replyBudgetMs: number;
  /** A captured payment may still be voided for this long after the callback. */
  readonly confirmAfterSeconds: number;
  readonly inquiryWrapper: 'request' | 'hash';
  readonly inquiryPerMinute: number;
  readonly inquiryDays: number;
  /** `manual`: staff refund in the acquirer's portal. `api`: one request, never repeated. */
  readonly refund: 'manual' | 'api';
  /** File with the certificate authority of `tranUrl`; null = the system's. */
  readonly caFile: string | null;
  readonly langid: { readonly arabic: string; readonly english: string };
  /** Text in the acquirer's report, without its `ptlf ` prefix; empty = none. */
  readonly reportText: string;
}

/** The environment variables read here and nothing else of `env`. */
export type KnetEnv = Readonly<Record<string, string | undefined>>;

/** Questions only the acquirer can answer; with real money each needs an explicit, recorded answer. */
const mustBeConfirmed = ['KNET_DELIVERY', 'KNET_RETRY_ON_PAGE', 'KNET_CONFIRM_AFTER_SECONDS'] as const;

/** Printable ASCII without space, `&` and `=`: nothing is escaped in K-Net's messages. */
const credentialPattern = /^[!-%'-<>-~]{1,64}$/;

const required = (what: string) => z.string(`${what} is missing`).min(1, `${what} is missing`);
const credential = (what: string) =>
  required(what).regex(credentialPattern, `${what} must be at most 64 printable characters without spaces, & and =`);
const choice = <const T extends string>(values: readonly [T, ...T[]], standard: NoInfer<T>) =>
  z.enum(values, `must be one of: ${values.join(', ')}`).default(standard);
const whole = (least: number, most: number, standard: number) => {
  const problem = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, problem)
    .transform(Number)
    .pipe(z.int(problem).min(least, problem).max(most, problem))
    .default(standard);
};
const langid = (standard: string) =>
  z
    .string()
    .regex(/^[A-Z]{2,3}$/, 'must be two or three capital letters')
    .default(standard);

const environments = ['demo', 'test', 'production'] as const;

const envSchema = z.object({
  KNET_ENVIRONMENT: z.enum(environments, 'must be one of: demo, test, production'),
  /** The environment the credentials were issued for: the other one's credentials fail only when a visitor pays. */
  KNET_CREDENTIALS_FOR: z.enum(environments, 'must be one of: demo, test, production'),
  KNET_INIT_URL: required('the payment page address'),
  KNET_TRAN_URL: required('the inquiry address'),
  KNET_RESPONSE_URL: required('the response address'),
  KNET_ERROR_URL: required('the error address'),
  KNET_TRANPORTAL_ID: credential('the Tranportal ID'),
  KNET_PASSWORD: credential('the Tranportal password'),
  KNET_RESOURCE_KEY: required('the terminal resource key').refine(
    isResourceKey,
    `the terminal resource key must be exactly ${resourceKeyBytes} bytes long`,
  ),
  KNET_DELIVERY: choice(['notification', 'browser'], 'notification'),
  KNET_NOTIFY_SOURCES: z
    .string()
    .transform((list) =>
      list
        .split(',')
        .map((entry) => entry.trim())
        .filter((entry) => entry !== ''),
    )
    .pipe(z.array(z.union([z.ipv4(), z.ipv6()], 'must be IP addresses separated by commas')))
    .default([]),
  KNET_PAYMENT_EXPIRY_MINUTES: whole(1, 24 * 60, 30),
  KNET_GRACE_MINUTES: whole(0, 24 * 60, 5),
  KNET_RETRY_ON_PAGE: choice(['yes', 'no'], 'no'),
  KNET_REPLY_BUDGET_MS: whole(100, 10_000, 2000),
  KNET_CONFIRM_AFTER_SECONDS: whole(1, 3600, 90),
  KNET_INQUIRY_WRAPPER: choice(['request', 'hash'], 'request'),
  KNET_INQUIRY_PER_MINUTE: whole(1, 6000, 60),
  KNET_INQUIRY_DAYS: whole(1, 365, 7),
  KNET_REFUND: choice(['manual', 'api'], 'manual'),
  KNET_CA_FILE: z.string().min(1, 'must be the path of a file').nullable().default(null),
  KNET_LANGID_ARABIC: langid('AR'),
  KNET_LANGID_ENGLISH: langid('EN'),
  // K-Net allows 45 characters for the whole field, of which `ptlf ` takes five.
  KNET_REPORT_TEXT: z
    .string()
    .regex(/^[A-Za-z0-9 ]{0,40}$/, 'must be at most 40 letters, digits and spaces')
    .default(''),
});

type Settings = z.infer<typeof envSchema>;

/**
 * Reads the settings. On failure: one sentence per problem, each starting with the variable's name and saying what
 * to change; never a value, so that the sentences may be logged.
 */
export function readKnetConfig(env: KnetEnv): Result<KnetConfig, readonly string[]> {
  const parsed = envSchema.safeParse(withoutUnset(env));
  if (!parsed.success) return err(parsed.error.issues.map((issue) => `${String(issue.path[0])}: ${issue.message}`));
  const problems = contradictions(parsed.data, env);
  return problems.length > 0 ? err(problems) : ok(toConfig(parsed.data));
}

/** Names of the variables still at their default, for the staff's list "not confirmed by the acquirer". */
export function knetSettingsAtDefault(env: KnetEnv): readonly string[] {
  return Object.entries(envSchema.shape)
    .filter(([name, schema]) => isUnset(env[name]) && schema.safeParse(undefined).success)
    .map(([name]) => name);
}

function contradictions(settings: Settings, env: KnetEnv): string[] {
  const environment = settings.KNET_ENVIRONMENT;
  const problems: string[] = [];
  const check = (name: string, problem: string | null) => {
    if (problem !== null) problems.push(`${name}: ${problem}`);
  };
  check('KNET_INIT_URL', knetAddressProblem(settings.KNET_INIT_URL, environment));
  check('KNET_TRAN_URL', knetAddressProblem(settings.KNET_TRAN_URL, environment));
  check('KNET_RESPONSE_URL', ownAddressProblem(settings.KNET_RESPONSE_URL, environment));
  check('KNET_ERROR_URL', ownAddressProblem(settings.KNET_ERROR_URL, environment));
  if (settings.KNET_CREDENTIALS_FOR !== environment) {
    check('KNET_CREDENTIALS_FOR', 'the credentials belong to another environment than KNET_ENVIRONMENT');
  }
  if (environment === 'production') {
    for (const name of mustBeConfirmed) {
      if (isUnset(env[name]))
        check(name, "needs the acquirer's answer before real money is taken; there is no default in production");
    }
  }
  return problems;
}

function toConfig(settings: Settings): KnetConfig {
  return {
    environment: settings.KNET_ENVIRONMENT,
    initUrl: settings.KNET_INIT_URL,
    tranUrl: settings.KNET_TRAN_URL,
    responseUrl: settings.KNET_RESPONSE_URL,
    errorUrl: settings.KNET_ERROR_URL,
    tranportalId: settings.KNET_TRANPORTAL_ID,
    password: new Secret(settings.KNET_PASSWORD),
    resourceKey: new Secret(settings.KNET_RESOURCE_KEY),
    delivery: settings.KNET_DELIVERY,
    notifySources: settings.KNET_NOTIFY_SOURCES,
    paymentExpiryMinutes: settings.KNET_PAYMENT_EXPIRY_MINUTES,
    graceMinutes: settings.KNET_GRACE_MINUTES,
    retryOnPage: settings.KNET_RETRY_ON_PAGE === 'yes',
    replyBudgetMs: settings.KNET_REPLY_BUDGET_MS,
    confirmAfterSeconds: settings.KNET_CONFIRM_AFTER_SECONDS,
    inquiryWrapper: settings.KNET_INQUIRY_WRAPPER,
    inquiryPerMinute: settings.KNET_INQUIRY_PER_MINUTE,
    inquiryDays: settings.KNET_INQUIRY_DAYS,
    refund: settings.KNET_REFUND,
    caFile: settings.KNET_CA_FILE,
    langid: { arabic: settings.KNET_LANGID_ARABIC, english: settings.KNET_LANGID_ENGLISH },
    reportText: settings.KNET_REPORT_TEXT,
  };
}

/** A variable set to nothing counts as not set: that is how shells and unit files clear one. */
function isUnset(value: string | undefined): boolean {
  return value === undefined || value === '';
}

function withoutUnset(env: KnetEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => !isUnset(value)));
}
