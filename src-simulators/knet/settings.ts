import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';

const DAY_MS = 86_400_000;

/** How the simulator behaves; every field can be changed while it runs. Times in milliseconds unless named otherwise. */
export const settingsSchema = z.strictObject({
  /** `silent`: takes the money, never calls back, leaves the browser blank. `slow`: every answer comes after `delayMs`. */
  mode: z.enum(['normal', 'silent', 'slow']),
  delayMs: z.int().min(0).max(600_000),
  outcome: z.enum(['by_card', 'captured', 'not_captured', 'host_timeout', 'denied_by_risk']),
  /** The only expiry `by_card` accepts, MM/YYYY. */
  testExpiry: z.string().regex(/^(0[1-9]|1[0-2])\/20[0-9]{2}$/),
  /** `authRespCode` of a decline. */
  declineCode: z.string().regex(/^[0-9]{2}$/),
  skipOtp: z.boolean(),
  expiryMinutes: z.number().positive().max(1440),
  delivery: z.enum(['notification', 'browser']),
  browserRoute: z.enum(['post', 'get']),
  bodyShape: z.enum(['form', 'hex']),
  hexCase: z.enum(['lower', 'upper']),
  callback: z.enum(['once', 'never', 'twice', 'late', 'early']),
  callbackDelayMs: z
    .int()
    .min(0)
    .max(7 * DAY_MS),
  /** Time the merchant has for its reply before the payment is voided. */
  voidWindowMs: z.int().min(1).max(600_000),
  /** Flips the amount inside the ciphertext on its way to the merchant. */
  forgeAmount: z.boolean(),
  cancelRoute: z.enum(['notification', 'error']),
  errorRoute: z.enum(['get', 'post']),
  inquiry: z.enum(['normal', 'dead', 'slow', 'unknown_word', 'not_found']),
  /** `nulls` writes absent values as the text null, `wrapped` puts an XML declaration and a root around the answer. */
  inquiryShape: z.enum(['plain', 'nulls', 'wrapped']),
  /** `unanswered` does the refund and drops the connection. */
  refund: z.enum(['normal', 'unanswered', 'refused']),
});
/** See {@link settingsSchema}. */
export type Settings = z.infer<typeof settingsSchema>;

/** What a change of settings may carry: any of the fields, nothing else. */
export const settingsChange = settingsSchema.partial();

/** Settings as after a start without any environment. */
export const DEFAULT_SETTINGS: Settings = {
  mode: 'normal',
  delayMs: 3000,
  outcome: 'by_card',
  testExpiry: '09/2025',
  declineCode: '05',
  skipOtp: false,
  expiryMinutes: 30,
  delivery: 'notification',
  browserRoute: 'post',
  bodyShape: 'form',
  hexCase: 'lower',
  callback: 'once',
  callbackDelayMs: 5000,
  voidWindowMs: 2000,
  forgeAmount: false,
  cancelRoute: 'notification',
  errorRoute: 'get',
  inquiry: 'normal',
  inquiryShape: 'plain',
  refund: 'normal',
};

/** What the acquirer would have issued to the merchant. */
export interface Credentials {
  readonly tranportalId: string;
  readonly password: string;
  /** 16 ASCII characters. */
  readonly key: string;
}

/** Everything the environment decides. */
export interface Configuration {
  /** 0 takes any free port. */
  readonly port: number;
  readonly credentials: Credentials;
  /** File of the durable ledger, or null to keep it in memory. */
  readonly ledgerFile: string | null;
  readonly settings: Settings;
}

const environmentSchema = z.object({
  KNET_SIM_PORT: z.coerce.number().int().min(0).max(65_535).default(0),
  KNET_SIM_TRANPORTAL_ID: z.string().min(1).default('100001'),
  KNET_SIM_PASSWORD: z.string().min(1).default('DemoPass01'),
  KNET_SIM_KEY: z
    .string()
    .regex(/^[\x20-\x7e]{16}$/, 'must be 16 ASCII characters')
    .default('KIOSKDEMOKEY0001'),
  KNET_SIM_VOID_WINDOW_MS: z.coerce
    .number()
    .pipe(settingsSchema.shape.voidWindowMs)
    .default(DEFAULT_SETTINGS.voidWindowMs),
  KNET_SIM_EXPIRY_MINUTES: z.coerce
    .number()
    .pipe(settingsSchema.shape.expiryMinutes)
    .default(DEFAULT_SETTINGS.expiryMinutes),
  KNET_SIM_LEDGER: z.string().min(1).optional(),
});

/** Reads the environment; the error says which variable is wrong and never shows its value. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Result<Configuration, string> {
  const read = environmentSchema.safeParse(env);
  if (!read.success) {
    return err(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const found = read.data;
  return ok({
    port: found.KNET_SIM_PORT,
    credentials: {
      tranportalId: found.KNET_SIM_TRANPORTAL_ID,
      password: found.KNET_SIM_PASSWORD,
      key: found.KNET_SIM_KEY,
    },
    ledgerFile: found.KNET_SIM_LEDGER ?? null,
    settings: {
      ...DEFAULT_SETTINGS,
      voidWindowMs: found.KNET_SIM_VOID_WINDOW_MS,
      expiryMinutes: found.KNET_SIM_EXPIRY_MINUTES,
    },
  });
}
