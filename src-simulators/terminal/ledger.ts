import { z } from 'zod';
import { paymentResponseSchema } from '../../src-shared/contract/nexo.ts';
import type { LedgerFile } from '../ledger-file.ts';

const names = { saleId: z.string(), serviceId: z.string() };

/** Money that moved. The judge of tests, whatever the terminal says or has forgotten. */
const moneyFactSchema = z.strictObject({
  ...names,
  type: z.literal('money'),
  kind: z.enum(['charged', 'reversed']),
  /** SaleTransactionID of the payment; kiosks put their pid there. */
  pid: z.string(),
  poiId: z.string(),
  /** ServiceID of the reversal, where `serviceId` is the payment's; only of `reversed`. */
  reversalServiceId: z.string().optional(),
  amountFils: z.int().positive(),
  /** Milliseconds since 1970. */
  at: z.int(),
  approvalCode: z.string(),
  transactionId: z.string(),
  /** As the answer carried it; a reversal has to name the payment by both. */
  transactionTime: z.string(),
  /** Of the payment that is reversed; only of `reversed`. */
  originalTransactionId: z.string().optional(),
});
/** See {@link moneyFactSchema}. */
export type MoneyFact = z.infer<typeof moneyFactSchema>;

const entrySchema = z.discriminatedUnion('type', [
  moneyFactSchema,
  /** A payment was let in: its ServiceID is used up. */
  z.strictObject({
    ...names,
    type: z.literal('accepted'),
    pid: z.string(),
    /** TimeStamp the kiosk gave with its pid; the answer repeats it. */
    saleTime: z.string(),
    amountFils: z.int().positive(),
    transactionId: z.string(),
    transactionTime: z.string(),
  }),
  /** The answer of a payment, also of one that was never let in. */
  z.strictObject({ ...names, type: z.literal('answered'), answer: paymentResponseSchema }),
  /** A reversal was let in: its ServiceID is used up. */
  z.strictObject({ ...names, type: z.literal('reversal_accepted') }),
  /** The terminal lost its memory; nothing before this is known to it. Money facts stay true. */
  z.strictObject({ type: z.literal('forgotten') }),
]);
/** One entry of the ledger, see the schema above. */
export type LedgerEntry = z.infer<typeof entrySchema>;

/** Everything of a terminal that outlives a power cut. */
export interface TerminalLedger {
  /** Oldest first. */
  entries(): readonly LedgerEntry[];
  /** Returns only when the entry is durable. */
  append(entry: LedgerEntry): void;
}

/** Keeps everything in memory. */
export function memoryLedger(): TerminalLedger {
  const entries: LedgerEntry[] = [];
  return { entries: () => entries, append: (entry) => void entries.push(entry) };
}

/**
 * One JSON line per entry.
 * @throws when a complete line cannot be understood: a judge with holes judges nothing.
 */
export function fileLedger(file: LedgerFile): TerminalLedger {
  const entries = file.lines().map((line) => entrySchema.parse(JSON.parse(line)));
  return {
    entries: () => entries,
    append(entry) {
      file.append(JSON.stringify(entry));
      entries.push(entry);
    },
  };
}

export type AcceptedPayment = Extract<LedgerEntry, { type: 'accepted' }>;

/** The money in a ledger, oldest first. */
export function moneyFacts(ledger: TerminalLedger): readonly MoneyFact[] {
  return ledger.entries().filter((entry) => entry.type === 'money');
}
