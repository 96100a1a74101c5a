import { z } from 'zod';
import { formatKnetAmount } from '../../src-shared/domain/money.ts';
import {
  isTraffic,
  type Obligation,
  type Offence,
  type Office,
  type TrafficObligation,
} from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { governorateNumber, idTypeOf, reasonCodes, settlementStates, statusNumbers } from './codes.ts';
import type { Posting, Ticket } from './register.ts';

/** Body of POST /<system>/settlements. */
export const settlementRequestSchema = z.strictObject({
  /** Attempt and ticket; the same key is the same settlement for ever. */
  settlement_key: z.string().regex(/^[0-9a-f]{32}-[0-9A-Za-z]{1,24}$/),
  track_id: z.string().regex(/^[0-9a-f]{32}$/),
  violation_no: z.string().min(1).max(24),
  amount_kwd: z.string().regex(/^\d{1,6}\.\d{3}$/),
  receipt_no: z.string().min(1).max(24),
  /** DD/MM/YYYY HH:MM:SS in Kuwait */
  paid_on: z.string().regex(/^\d{2}\/\d{2}\/\d{4} \d{2}:\d{2}:\d{2}$/),
});
/** See {@link settlementRequestSchema}. */
export type SettlementRequest = z.infer<typeof settlementRequestSchema>;

/** Query of GET /traffic/violations. */
export const violationsQuerySchema = z.strictObject({
  idType: z.enum(['1', '2', '3']).transform(Number),
  id: z.string().regex(/^\d{12}$/),
});

/** Query of GET /traffic/export. */
export const exportQuerySchema = z.strictObject({
  page: z
    .string()
    .regex(/^\d{1,6}$/)
    .default('0')
    .transform(Number),
});

/** Query of GET /<system>/settlements. */
export const settlementListQuerySchema = z.strictObject({
  /** DD/MM/YYYY: settlements with `paid_on` on that day. */
  day: z.string().regex(/^\d{2}\/\d{2}\/\d{4}$/),
  page: exportQuerySchema.shape.page,
});

/** Wall time as this back end writes it: `22/11/2026 09:26:31`, Kuwait time without saying so. */
export function wireTime(wallMs: number): string {
  const iso = kuwaitIso(wallMs);
  return `${wireDay(iso)} ${iso.slice(11, 19)}`;
}

/** A party's tickets in the back end's shape. */
export function wireParty(party: Party, tickets: readonly Ticket[]) {
  return {
    id_type: idTypeOf(party),
    id_no: party.number,
    violations: tickets.flatMap(({ obligation, ...raw }) => (isTraffic(obligation) ? wireTicket(obligation, raw) : [])),
  };
}

type Raw = Omit<Ticket, 'obligation'>;

/** What tickets and fines have in common. */
export function wireStanding(obligation: Obligation, { rawStatus, rawReason }: Raw) {
  const { notPayableReason } = obligation;
  return {
    revision: obligation.version,
    status: rawStatus ?? statusNumbers[obligation.status],
    reject_reason: rawReason ?? (notPayableReason === undefined ? null : reasonCodes[notPayableReason]),
    office_code: obligation.officeCode ?? null,
    amount_kwd: formatKnetAmount(obligation.amountFils),
  };
}

function wireTicket(obligation: TrafficObligation, raw: Raw) {
  const { detail } = obligation;
  return {
    violation_no: detail.ticketNo,
    ...wireStanding(obligation, raw),
    violation_type: detail.kind === 'direct' ? 'D' : 'I',
    violation_date: wireDay(detail.occurredAt),
    violation_time: detail.occurredAt.slice(11, 16),
    location_ar: detail.place.ar,
    location_en: detail.place.en,
    ...wirePlate(obligation),
    speed_limit: detail.speed?.limit ?? null,
    speed_measured: detail.speed?.measured ?? null,
    points: detail.points ?? null,
    settlement_due: detail.settleBy === undefined ? null : wireDay(detail.settleBy),
    articles: detail.offences.map(wireOffence),
  };
}

function wirePlate({ detail: { plate } }: TrafficObligation) {
  return {
    plate_no: plate?.number ?? null,
    plate_code: plate?.code ?? null,
    plate_gov: governorateNumber(plate?.governorate?.en),
  };
}

function wireOffence({ code, article, text }: Offence) {
  return { article_item: code, article_no: article ?? null, desc_ar: text.ar, desc_en: text.en };
}

/** An office in the back end's shape. */
export function wireOffice({ code, name, area, hours }: Office) {
  return {
    office_code: code,
    name_ar: name.ar,
    name_en: name.en,
    area_ar: area.ar,
    area_en: area.en,
    hours_ar: hours?.ar ?? null,
    hours_en: hours?.en ?? null,
  };
}

/** A settlement as answered to the one who asks for it. */
export function wireSettlement({ request, refusal, postedAt }: Posting, now: number) {
  const taken = postedAt !== null && postedAt <= now ? settlementStates.posted : settlementStates.received;
  return {
    settlement_key: request.settlement_key,
    state: refusal === null ? taken : settlementStates.refused,
    refusal_code: refusal,
  };
}

/** A settlement in the list of a day. */
export function wireListedSettlement(posting: Posting, now: number) {
  const { settlement_key, track_id, violation_no, amount_kwd } = posting.request;
  return { settlement_key, track_id, violation_no, amount_kwd, state: wireSettlement(posting, now).state };
}

/** YYYY-MM-DD… to DD/MM/YYYY */
export function wireDay(iso: string): string {
  return iso.slice(0, 10).split('-').toReversed().join('/');
}
