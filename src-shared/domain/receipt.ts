import { z } from 'zod';
import { localTextSchema } from './language.ts';
import { filsSchema } from './money.ts';
import { systemSchema } from './obligation.ts';
import { partyKindSchema } from './party.ts';

export const railSchema = z.enum(['phone', 'screen', 'terminal']);
export type Rail = z.infer<typeof railSchema>;

/** pid: one payment attempt, 128 random bits as 32 hex digits, made by the kiosk; also K-Net's track id. */
export const pidSchema = z.string().regex(/^[0-9a-f]{32}$/);
export type Pid = z.infer<typeof pidSchema>;

/** Gapless per kiosk: `<kiosk code>-<8 digits>`, for example `K001-00000012`. */
export const receiptNoSchema = z.string().regex(/^[A-Z0-9]{2,8}-\d{8}$/);

/** K-Net's identifiers of a payment, as the gateway's inquiry brought them; printed as received. */
export const knetReferenceSchema = z.object({
  result: z.string().max(40),
  paymentId: z.string().max(40).optional(),
  transactionId: z.string().max(40).optional(),
  reference: z.string().max(40).optional(),
  authCode: z.string().max(40).optional(),
  /** MMDD of posting, not the time of payment. */
  postDate: z.string().max(8).optional(),
});
export type KnetReference = z.infer<typeof knetReferenceSchema>;

/** Names one message to a card terminal for ever; nexo's SaleID, POIID and ServiceID. */
export const terminalReferenceSchema = z.object({
  saleId: z.string().min(1).max(16),
  poiId: z.string().min(1).max(16),
  /** Base-36 counter of this kiosk, at most 10 characters, never used twice. */
  serviceId: z.string().regex(/^[0-9A-Z]{1,10}$/),
});
export type TerminalReference = z.infer<typeof terminalReferenceSchema>;

/** What the terminal's own answer says of a payment; printed as received. Never a full card number. */
export const cardReferenceSchema = z.object({
  /** As the terminal masked it, for example `••••1234`. */
  maskedCard: z.string().max(24).optional(),
  application: z.string().max(40).optional(),
  approvalCode: z.string().max(12).optional(),
  merchantId: z.string().max(40).optional(),
  terminalId: z.string().max(40).optional(),
  /** The terminal's own number for the transaction; a reversal names it exactly as received. */
  transactionId: z.string().max(40).optional(),
  transactionTime: z.string().max(40).optional(),
  /** The lines the terminal wants on paper, unchanged. */
  receiptLines: z.array(z.string().max(60)).max(60).optional(),
});
export type CardReference = z.infer<typeof cardReferenceSchema>;

export const receiptItemSchema = z.object({
  obligationId: z.string().max(64),
  /** Absent on payments of before there was more than one: traffic. */
  system: systemSchema.optional(),
  ticketNo: z.string().max(24),
  title: localTextSchema,
  /** Day of the offence in Kuwait, YYYY-MM-DD. */
  occurredOn: z.iso.date(),
  amountFils: filsSchema,
  /** `returned`: not settled by this payment; its amount goes back. */
  posting: z.enum(['pending', 'posted', 'refused', 'returned']),
});
export type ReceiptItem = z.infer<typeof receiptItemSchema>;

/** What is shown, printed and kept about one attempt. Never a full identity number. */
export const receiptSchema = z.object({
  /** `returning`: money was taken, settled nothing, and goes back. */
  kind: z.enum(['paid', 'not_paid', 'checking', 'returning']),
  /** Only money that was taken has a number; only what it settled has a signed statement. */
  receiptNo: receiptNoSchema.optional(),
  /** `WAFA1.<base64url statement>.<base64url Ed25519 signature>`; missing until the gateway has answered. */
  proof: z.string().max(1000).optional(),
  issuedAt: z.iso.datetime({ offset: true }),
  kioskCode: z.string().max(16),
  site: localTextSchema,
  pid: pidSchema,
  rail: railSchema,
  partyKind: partyKindSchema,
  maskedNumber: z.string().max(24),
  items: z.array(receiptItemSchema).min(1).max(500),
  serviceChargeFils: filsSchema,
  totalFils: filsSchema,
  knet: knetReferenceSchema.optional(),
  card: cardReferenceSchema.optional(),
  /** Of `totalFils`, what goes back to the payer; absent when nothing does. */
  refundFils: filsSchema.optional(),
  /** People have the payment, under this number. */
  caseId: z.string().max(64).optional(),
  /** True when printed again: same number, marked COPY. */
  copy: z.boolean(),
  /** True in demo mode: DEMO is printed on the paper. */
  demo: z.boolean(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** The part of a paid receipt that the gateway signs; short keys because it travels in a QR code. */
export const receiptStatementSchema = z.object({
  v: z.literal(1),
  /** receipt number */
  n: receiptNoSchema,
  /** time of issue, ISO 8601 with offset */
  t: z.iso.datetime({ offset: true }),
  /** kiosk code */
  k: z.string().max(16),
  /** pid */
  p: pidSchema,
  /** total, fils */
  a: filsSchema,
  /** number of items */
  c: z.int().min(1).max(500),
  /** first 32 hex digits of SHA-256 over the lines `ticketNo amountFils\n`, sorted by ticket number */
  h: z.string().regex(/^[0-9a-f]{32}$/),
  /** masked number of the payer */
  m: z.string().max(24),
  /** 1 on demo receipts */
  d: z.literal(1).optional(),
});
export type ReceiptStatement = z.infer<typeof receiptStatementSchema>;

/** The text whose SHA-256 is `h` of the statement. */
export function itemsDigestInput(items: readonly Pick<ReceiptItem, 'ticketNo' | 'amountFils'>[]): string {
  return items
    .map((item) => `${item.ticketNo} ${item.amountFils}\n`)
    .toSorted()
    .join('');
}

/** Receipt number `sequence` of a kiosk; the sequence starts at 1. */
export function receiptNumber(kioskCode: string, sequence: number): string {
  return receiptNoSchema.parse(`${kioskCode}-${String(sequence).padStart(8, '0')}`);
}

/** Printed when look-ups work and payment does not: what is owed, of when, and where to pay. No link (domain rule 14). */
export const slipSchema = z.object({
  issuedAt: z.iso.datetime({ offset: true }),
  /** The kiosk's clock could not be checked when this was printed. */
  timeInDoubt: z.literal(true).optional(),
  kioskCode: z.string().max(16),
  site: localTextSchema,
  partyKind: partyKindSchema,
  maskedNumber: z.string().max(24),
  asOf: z.iso.datetime({ offset: true }),
  items: z
    .array(
      z.object({
        system: systemSchema.optional(),
        ticketNo: z.string().max(24),
        title: localTextSchema,
        amountFils: filsSchema,
        payable: z.boolean(),
      }),
    )
    .min(1)
    .max(500),
  totalFils: filsSchema,
  offices: z.array(z.object({ name: localTextSchema, area: localTextSchema })).max(10),
  demo: z.boolean(),
});
export type Slip = z.infer<typeof slipSchema>;

/** A key of the window's messages: a note says in print what the screen said. */
const messageKeySchema = z.string().regex(/^[A-Za-z][\w.]{1,79}$/);

export const noteValueSchema = z.discriminatedUnion('is', [
  /** A text that came as data. */
  z.object({ is: z.literal('text'), text: localTextSchema }),
  /** Words of our own. */
  z.object({ is: z.literal('words'), key: messageKeySchema }),
  /** A number or reference, which runs left to right in every language. */
  z.object({ is: z.literal('code'), code: z.string().min(1).max(64) }),
  z.object({ is: z.literal('moment'), at: z.iso.datetime({ offset: true }) }),
  z.object({ is: z.literal('day'), day: z.iso.date() }),
  z.object({ is: z.literal('money'), amountFils: filsSchema }),
]);
export type NoteValue = z.infer<typeof noteValueSchema>;

export const noteLineSchema = z.object({ labelKey: messageKeySchema, value: noteValueSchema });
export type NoteLine = z.infer<typeof noteLineSchema>;

/**
 * The answer of a service that is about no money, to take along: a reference number, a status, the steps of a case.
 * Printed only when the visitor asks for it: some of it is about health.
 */
export const noteSlipSchema = z.object({
  issuedAt: z.iso.datetime({ offset: true }),
  /** The kiosk's clock could not be checked when this was printed. */
  timeInDoubt: z.literal(true).optional(),
  kioskCode: z.string().max(16),
  site: localTextSchema,
  /** What the note is, for example the name of the service. */
  titleKey: messageKeySchema,
  /** Whom it is about, masked; absent where the service knows nobody by number. */
  maskedNumber: z.string().max(24).optional(),
  /** How old the answer is. */
  asOf: z.iso.datetime({ offset: true }),
  /** The answer itself, large. */
  answer: noteLineSchema.partial({ labelKey: true }).optional(),
  lines: z.array(noteLineSchema).max(60),
  /** What has happened so far, oldest first. */
  steps: z.array(z.object({ on: z.iso.date(), text: localTextSchema })).max(100),
  /** Where to go on. */
  offices: z.array(z.object({ name: localTextSchema, area: localTextSchema })).max(10),
  demo: z.boolean(),
});
export type NoteSlip = z.infer<typeof noteSlipSchema>;
