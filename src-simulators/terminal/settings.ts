import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';

/** What the card comes to at the bank, or before it. */
export const cardOutcome = z.enum(['approve', 'Refusal', 'WrongPIN', 'InvalidCard', 'PaymentRestriction', 'Cancel']);
export type CardOutcome = z.infer<typeof cardOutcome>;

/** How somebody presents a card. */
export const cardSchema = z.strictObject({
  outcome: cardOutcome,
  /** A tapped card needs no PIN and is never in the reader. */
  entry: z.enum(['tap', 'insert']).default('tap'),
  /** Waits for someone to enter the PIN instead of taking it as entered. */
  askPin: z.boolean().default(false),
  /** Inserted and not taken out again. */
  leave: z.boolean().default(false),
});
export type Card = z.infer<typeof cardSchema>;

const ms = z.int().min(0).max(86_400_000);

/** How the terminal behaves; every field can be changed while it runs. */
export const settingsSchema = z.strictObject({
  /** A visitor who is always there; null waits for somebody to present a card. */
  auto: z.strictObject({ afterMs: ms, card: cardSchema }).nullable(),
  /** Longest wait for a card, and for a PIN. */
  cardEntryMs: ms,
  pinEntryMs: ms,
  /** How long the bank takes. */
  hostMs: ms,
  /** How long a visitor takes to remove the card. */
  removeMs: ms,
  bootMs: ms,
  /** Which payments can be reversed: some terminals take back only the last one. */
  reversals: z.enum(['any', 'last']),
});
/** See {@link settingsSchema}. */
export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  auto: null,
  cardEntryMs: 120_000,
  pinEntryMs: 60_000,
  hostMs: 1_200,
  removeMs: 2_000,
  bootMs: 5_000,
  reversals: 'any',
};

/** How the device itself is. */
export const conditionsSchema = z.strictObject({
  cardReader: z.enum(['ok', 'out_of_order']),
  pinPad: z.enum(['ok', 'out_of_order']),
  host: z.enum(['reachable', 'unreachable']),
  security: z.enum(['ok', 'tampered']),
  /** Payments that the terminal says it keeps to forward later. */
  storedPayments: z.int().min(0).max(1000),
});
/** See {@link conditionsSchema}. */
export type Conditions = z.infer<typeof conditionsSchema>;

export const goodConditions: Conditions = {
  cardReader: 'ok',
  pinPad: 'ok',
  host: 'reachable',
  security: 'ok',
  storedPayments: 0,
};

/** Everything the environment decides. */
export interface Configuration {
  /** Of the protocol and of the control API; 0 takes any free port. */
  readonly port: number;
  readonly controlPort: number;
  readonly poiId: string;
  /** File of the durable ledger, or null to keep it in memory. */
  readonly ledgerFile: string | null;
}

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const environmentSchema = z.object({
  TERMINAL_SIM_PORT: port,
  TERMINAL_SIM_CONTROL_PORT: port,
  TERMINAL_SIM_POIID: z
    .string()
    .regex(/^[\w.-]{1,16}$/, 'must be 1 to 16 letters, digits, dots or dashes')
    .default('DEMOPOI1'),
  TERMINAL_SIM_LEDGER: z.string().min(1).optional(),
});

/** Reads the environment; the error names the variable that is wrong. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Result<Configuration, string> {
  const read = environmentSchema.safeParse(env);
  if (!read.success) {
    return err(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const found = read.data;
  return ok({
    port: found.TERMINAL_SIM_PORT,
    controlPort: found.TERMINAL_SIM_CONTROL_PORT,
    poiId: found.TERMINAL_SIM_POIID,
    ledgerFile: found.TERMINAL_SIM_LEDGER ?? null,
  });
}
