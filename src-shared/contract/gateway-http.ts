import { z } from 'zod';
import { challengeAnswerSchema, challengeSchema } from '../domain/challenge.ts';
import { fieldValuesSchema } from '../domain/field.ts';
import { findingSchema } from '../domain/finding.ts';
import { inquiryAnswerSchema } from '../domain/inquiry.ts';
import { languageSchema, localTextSchema } from '../domain/language.ts';
import { filsSchema } from '../domain/money.ts';
import { choiceSchema, noticeSchema } from '../domain/notice.ts';
import { officeSchema, systemSchema } from '../domain/obligation.ts';
import { partySchema } from '../domain/party.ts';
import { signedDayReportSchema } from '../domain/day-report.ts';
import { knetReferenceSchema, pidSchema, railSchema, receiptNoSchema } from '../domain/receipt.ts';
import {
  captureSchema,
  caseClosureSchema,
  itemPostingSchema,
  paymentFactsSchema,
  paymentItemSchema,
  reversalSchema,
} from '../payment/record.ts';
import { gatewayStateSchema, noChargeProofSchema, notPaidReasonSchema } from '../payment/states.ts';

/** Raw 32-byte Ed25519 public key or 32-byte secret, base64url without padding. */
const key32Schema = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** POST /v1/kiosks/enrol: exchanges a one-time code for an identity. The only unsigned request besides status. */
export const enrolRequestSchema = z.object({
  code: z.string().min(8).max(64),
  /** The kiosk's own Ed25519 public key; its private half never leaves the kiosk. */
  deviceKey: key32Schema,
});
export const enrolReplySchema = z.object({
  kioskCode: z.string().regex(/^[A-Z0-9]{2,8}$/),
  site: localTextSchema,
  /** Verifies the gateway's signed answers. */
  answerKey: key32Schema,
  /** Verifies receipts. */
  receiptKey: key32Schema,
});
export type EnrolReply = z.infer<typeof enrolReplySchema>;

/** GET /v1/feed/peppers: the current epoch's, and the next one's from 48 hours before it begins. */
export const feedPeppersReplySchema = z.object({
  epochs: z
    .array(z.object({ epoch: z.int().positive(), indexKey: key32Schema, rowKey: key32Schema }))
    .min(1)
    .max(4),
});
export type FeedPeppersReply = z.infer<typeof feedPeppersReplySchema>;

/** GET /v1/status, polled by the kiosk. */
export const statusReplySchema = z.object({
  demo: z.boolean(),
  time: z.iso.datetime({ offset: true }),
  ministry: z.enum(['up', 'slow', 'down']),
  /** Rails on which the gateway takes money now: none while its database cannot be trusted with it. */
  rails: z.array(railSchema).max(railSchema.options.length),
  /** Is there any such rail? */
  paymentsOpen: z.boolean(),
  /** Number of the newest delta of the feed; 0 while nothing was published. */
  feedSeq: z.int().nonnegative(),
  /** Limits and charges in force (configuration, domain 9). */
  maxItems: z.int().positive(),
  maxAmountFils: filsSchema,
  serviceChargeFils: filsSchema,
  /** Fine types of the residency cases, the preselected one first (configuration, domain 3.5). */
  fineTypes: z.array(choiceSchema).min(1).max(12),
  /** Messages of the ministry that hold now or soon. */
  notices: z.array(noticeSchema).max(20),
  /** Offices by department, for the information pages. */
  offices: z.array(officeSchema).max(200),
});
export type StatusReply = z.infer<typeof statusReplySchema>;

/** What proves that a code was right, for as long as it counts; opaque, made and read by the gateway only. */
export const grantSchema = z.string().min(1).max(300);

/** Whom and what an inquiry about what is owed is about. */
const aboutSchema = z.object({
  party: partySchema,
  systems: z.array(systemSchema).min(1).max(systemSchema.options.length),
  /** One of the status's fine types, for the residency cases. */
  fineType: choiceSchema.shape.code.optional(),
});

/** POST /v1/challenges: does the ministry want a code for this, and which? Null = none. */
export const challengeRequestSchema = aboutSchema;
export type ChallengeRequest = z.infer<typeof challengeRequestSchema>;
export const challengeReplySchema = z.object({ challenge: challengeSchema.nullable() });
export type ChallengeReply = z.infer<typeof challengeReplySchema>;

/** POST /v1/inquiries: what a party owes. `proof` or `grant` where a code is wanted. */
export const inquiryRequestSchema = aboutSchema.extend({
  proof: challengeAnswerSchema.optional(),
  grant: grantSchema.optional(),
});
export type InquiryRequest = z.infer<typeof inquiryRequestSchema>;
export const inquiryReplySchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('answered'), answer: inquiryAnswerSchema, grant: grantSchema.optional() }),
  /** The code was wrong, came too late, or none came: here is the next challenge. */
  z.object({ result: z.literal('code_refused'), problem: z.enum(['wrong', 'expired']), challenge: challengeSchema }),
  /** Too many wrong codes for this number: staff have to help. */
  z.object({ result: z.literal('too_many_codes') }),
]);
export type InquiryReply = z.infer<typeof inquiryReplySchema>;

/** POST /v1/findings: an inquiry of a service that does not ask what is owed; `service` is an id of the catalogue. */
export const findingRequestSchema = z.object({ service: z.string().min(1).max(40), fields: fieldValuesSchema });
export type FindingRequest = z.infer<typeof findingRequestSchema>;
export const findingReplySchema = findingSchema;

/** POST /v1/payments: re-quotes every item at the ministry and reserves it for this attempt. Idempotent per pid. */
export const reserveRequestSchema = z.object({
  pid: pidSchema,
  rail: railSchema,
  language: languageSchema,
  party: partySchema,
  /** The proof of the inquiry, where a code was wanted. */
  grant: grantSchema.optional(),
  fineType: choiceSchema.shape.code.optional(),
  items: z.array(paymentItemSchema).min(1).max(500),
  serviceChargeFils: filsSchema,
  totalFils: filsSchema,
});
export type ReserveRequest = z.infer<typeof reserveRequestSchema>;

export const quoteChangeSchema = z.object({
  obligationId: z.string().max(64),
  ticketNo: z.string().max(24),
  wasFils: filsSchema,
  /** Absent when the item can no longer be paid here. */
  nowFils: filsSchema.optional(),
  why: z.enum(['amount', 'paid', 'not_payable', 'being_paid']),
});
export type QuoteChange = z.infer<typeof quoteChangeSchema>;

export const reserveReplySchema = z.discriminatedUnion('result', [
  z.object({ result: z.literal('reserved'), leaseSeconds: z.int().positive() }),
  /** Nothing was reserved; `answer` is the fresh list. */
  z.object({
    result: z.literal('changed'),
    changes: z.array(quoteChangeSchema).min(1).max(500),
    answer: inquiryAnswerSchema,
  }),
]);
export type ReserveReply = z.infer<typeof reserveReplySchema>;

/** POST /v1/payments/:pid/open: stores the intent, then hands out the page's address. Once per pid. */
export const openReplySchema = z.object({
  /** The gateway's own address; it forwards to K-Net. Shown as QR (phone) or loaded in the view (screen). */
  pageUrl: z.url().max(300),
  expiresInSeconds: z.int().positive(),
});
export type OpenReply = z.infer<typeof openReplySchema>;

/** GET /v1/payments/:pid?seen=<version>&waitSeconds=<0..25>: answers at once when version > seen, else when it changes. */
export const paymentReportSchema = z.object({
  pid: pidSchema,
  version: z.int().nonnegative(),
  state: gatewayStateSchema,
  totalFils: filsSchema,
  knet: knetReferenceSchema.optional(),
  /** What was really taken, when that is known; settlement or people may have found another amount than was asked for. */
  capturedFils: filsSchema.optional(),
  notPaidReason: notPaidReasonSchema.optional(),
  /** What goes or went back, in the states `refund_due`, `refunded` and `manual`. */
  reversal: reversalSchema.optional(),
  /** In `refunded`: the reference of the refund. */
  refundProof: z.string().max(200).optional(),
  /** In `manual`: the case people work on. */
  caseId: z.string().max(64).optional(),
  /** How people ended the case; the state is then the one they decided. */
  closure: caseClosureSchema.optional(),
});
export type PaymentReport = z.infer<typeof paymentReportSchema>;

/**
 * POST /v1/payments/:pid/arm, terminal rail only: the kiosk is about to send PAY. From here on money may move, so the
 * leases are held until the kiosk (or settlement) says what became of it. Idempotent.
 */
export const armReplySchema = z.object({
  /** Covers the longest payment. */
  leaseSeconds: z.int().min(200),
});
export type ArmReply = z.infer<typeof armReplySchema>;

/**
 * POST /v1/payments/:pid/commit: sent for ever until answered; the same receipt number gives the same answer. It
 * carries everything, so that a gateway restored from a backup, or one whose lease has ended, can still book it.
 */
export const commitRequestSchema = z.object({
  receiptNo: receiptNoSchema,
  issuedAt: z.iso.datetime({ offset: true }),
  facts: paymentFactsSchema,
  railRef: z.string().max(64),
  capture: captureSchema,
  /** Set when the kiosk itself knows that the money must go back: nothing of it is posted. */
  reversal: reversalSchema.optional(),
  /** Set when two people at the kiosk say that the money was taken: then it is their word, not the rail's proof. */
  closure: caseClosureSchema.optional(),
});
export type CommitRequest = z.infer<typeof commitRequestSchema>;
export const commitReplySchema = z.object({
  /** `part` and `duplicate`: some or all items were settled by another attempt, and `reversal` says what goes back. */
  result: z.enum(['posted', 'part', 'duplicate']),
  /** `WAFA1.<statement>.<signature>` */
  proof: z.string().max(1000),
  postings: z.array(itemPostingSchema).min(1).max(500),
  reversal: reversalSchema.optional(),
});
export type CommitReply = z.infer<typeof commitReplySchema>;

/**
 * POST /v1/payments/:pid/no-charge: the kiosk has its terminal's proof that no money was taken; gives the items back.
 * Idempotent. An unknown pid is answered like a known one: there is nothing to give back. With `closure`, on any rail:
 * two people at the kiosk have said so, and the payer was told.
 */
export const noChargeRequestSchema = z.object({
  reason: notPaidReasonSchema,
  proof: z.union([noChargeProofSchema, z.literal('never_sent')]),
  closure: caseClosureSchema.optional(),
});
export type NoChargeRequest = z.infer<typeof noChargeRequestSchema>;

/**
 * POST /v1/payments/:pid/reversed: the terminal has given the money back. Idempotent. With `closure`, on any rail: two
 * people at the kiosk say that it was given back.
 */
export const reversedRequestSchema = z.object({
  refundRef: z.string().min(1).max(64),
  refundProof: z.string().min(1).max(200),
  closure: caseClosureSchema.optional(),
});
export type ReversedRequest = z.infer<typeof reversedRequestSchema>;

/** POST /v1/day-reports: a Z report of this kiosk. The same number with other content is a conflict. */
export const dayReportRequestSchema = signedDayReportSchema;
export const dayReportReplySchema = z.object({ no: z.int().positive() });
export type DayReportReply = z.infer<typeof dayReportReplySchema>;

/**
 * POST /v1/journal-head: where the kiosk's journal stands. The reply names the last head the gateway was ever told:
 * a kiosk whose journal does not hold exactly that record has lost or changed its past (a fork) and takes no money.
 */
export const journalHeadSchema = z.object({
  seq: z.int().nonnegative(),
  /** Hex SHA-256. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type JournalHead = z.infer<typeof journalHeadSchema>;
export const journalHeadReplySchema = z.object({
  known: journalHeadSchema.nullable(),
  /** True once the gateway has seen a fork: staff have to enrol the machine under a new kiosk code. */
  forked: z.boolean(),
});
export type JournalHeadReply = z.infer<typeof journalHeadReplySchema>;

/**
 * POST /v1/payments/:pid/withdraw: the kiosk does not want the attempt any more. Proves "not charged" only
 * while nobody has pressed Pay on the page; afterwards it changes nothing and the report says so.
 */
export const withdrawReplySchema = paymentReportSchema;

/** GET /v1/payments/:pid/postings */
export const postingsReplySchema = z.object({ postings: z.array(itemPostingSchema).max(500) });

/** Body of every answer that is not a success. */
export const gatewayProblemSchema = z.object({
  error: z.enum([
    'bad_request',
    'not_signed',
    'unknown_kiosk',
    'code_not_valid',
    'not_found',
    'ministry_down',
    'payments_closed',
    'over_limit',
    'conflict',
    'too_many_requests',
    'internal',
  ]),
  /** One English sentence for the log, without personal data. */
  message: z.string().max(500),
});
export type GatewayProblem = z.infer<typeof gatewayProblemSchema>;
export type GatewayProblemCode = GatewayProblem['error'];

/** Problems that say something against what was sent, not against the moment or against the kiosk as a whole. */
export const refusalSchema = gatewayProblemSchema.shape.error.extract([
  'bad_request',
  'not_found',
  'over_limit',
  'conflict',
]);
export type Refusal = z.infer<typeof refusalSchema>;
