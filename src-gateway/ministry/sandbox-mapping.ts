import type { LocalText } from '../../src-shared/domain/language.ts';
import { parseKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import type {
  NotPayableReason,
  ObligationStatus,
  Office,
  Plate,
  System,
  TrafficObligation,
} from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import type { MinistryLog, SettledTicket } from './port.ts';
import type { WireOffice, WirePerson, WireSettlementList, WireStanding, WireViolation } from './sandbox-schema.ts';

/* The sandbox back end's codes and shapes in the product's words, and back. */

const statuses: ReadonlyMap<number, ObligationStatus> = new Map([
  [10, 'payable'],
  [20, 'visit_office'],
  [30, 'referred_to_court'],
  [40, 'suspended'],
  [50, 'payment_pending_posting'],
  [60, 'paid'],
  [70, 'cancelled'],
]);

const reasons: ReadonlyMap<string, NotPayableReason> = new Map([
  ['كاميرا', 'camera_or_disabled_bay'],
  ['جسيمة', 'serious_or_repeated'],
  ['لا-صلح', 'no_settlement'],
  ['حكم', 'judgment_given'],
  ['عفو', 'amnesty'],
  ['تحديث', 'being_updated'],
  ['قيد-الدفع', 'being_paid'],
]);

/** Numbers 1 to 6. */
const governorates: readonly LocalText[] = [
  { ar: 'العاصمة', en: 'Capital' },
  { ar: 'حولي', en: 'Hawalli' },
  { ar: 'الفروانية', en: 'Farwaniya' },
  { ar: 'الأحمدي', en: 'Ahmadi' },
  { ar: 'الجهراء', en: 'Jahra' },
  { ar: 'مبارك الكبير', en: 'Mubarak Al-Kabeer' },
];

/** 1 civil number, 2 unified number of a person, 3 unified number of a company. */
export function idTypeOf(party: Party): WirePerson['id_type'] {
  if (party.kind === 'company') return 3;
  return party.numberKind === 'civil' ? 1 : 2;
}

/** The party an exported record is about. */
export function partyOf({ id_type, id_no }: Pick<WirePerson, 'id_type' | 'id_no'>): Party {
  return {
    kind: id_type === 3 ? 'company' : 'individual',
    numberKind: id_type === 1 ? 'civil' : 'unified',
    number: id_no,
  };
}

/** One ticket. A status or reason nobody knows makes it "visit the office, other reason", and is logged. */
export function obligationOf(wire: WireViolation, log: MinistryLog): TrafficObligation {
  return {
    id: `traffic-${wire.violation_no}`,
    system: 'traffic',
    ...standingOf(wire, log),
    detail: detailOf(wire, log),
  };
}

/** What tickets and fines have in common: how they stand, and what they cost. */
export function standingOf(wire: WireStanding, log: MinistryLog) {
  const known = statuses.get(wire.status);
  if (known === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'status', code: String(wire.status) });
  const status = known ?? 'visit_office';
  const reason = known === undefined ? 'other' : reasonOf(status, wire.reject_reason, log);
  return {
    version: wire.revision,
    amountFils: amountOf(wire.amount_kwd),
    status,
    ...(reason === undefined ? {} : { notPayableReason: reason }),
    ...(wire.office_code === null ? {} : { officeCode: wire.office_code }),
  };
}

function reasonOf(status: ObligationStatus, code: string | null, log: MinistryLog): NotPayableReason | undefined {
  if (status === 'payable' || status === 'paid' || status === 'cancelled') return undefined;
  if (code === null) return status === 'payment_pending_posting' ? 'being_updated' : 'other';
  const known = reasons.get(code);
  if (known === undefined) log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'reason', code });
  return known ?? 'other';
}

function detailOf(wire: WireViolation, log: MinistryLog): TrafficObligation['detail'] {
  const plate = plateOf(wire, log);
  return {
    ticketNo: wire.violation_no,
    kind: wire.violation_type === 'D' ? 'direct' : 'indirect',
    occurredAt: `${isoDay(wire.violation_date)}T${wire.violation_time}:00+03:00`,
    place: { ar: wire.location_ar, en: wire.location_en },
    ...(plate === undefined ? {} : { plate }),
    ...(wire.speed_limit === null || wire.speed_measured === null
      ? {}
      : { speed: { limit: wire.speed_limit, measured: wire.speed_measured } }),
    ...(wire.points === null ? {} : { points: wire.points }),
    ...(wire.settlement_due === null ? {} : { settleBy: isoDay(wire.settlement_due) }),
    offences: wire.articles.map(({ article_item, article_no, desc_ar, desc_en }) => ({
      code: article_item,
      text: { ar: desc_ar, en: desc_en },
      ...(article_no === null ? {} : { article: article_no }),
    })),
  };
}

function plateOf({ plate_no, plate_code, plate_gov }: WireViolation, log: MinistryLog): Plate | undefined {
  if (plate_no === null) return undefined;
  const governorate = plate_gov === null ? undefined : governorates[plate_gov - 1];
  if (plate_gov !== null && governorate === undefined) {
    log({ event: 'MINISTRY_CODE_UNKNOWN', list: 'governorate', code: String(plate_gov) });
  }
  return {
    number: plate_no,
    ...(plate_code === null ? {} : { code: plate_code }),
    ...(governorate === undefined ? {} : { governorate }),
  };
}

/** An office in the product's words. */
export function officeOf(wire: WireOffice): Office {
  const hours = wire.hours_ar === null || wire.hours_en === null ? undefined : { ar: wire.hours_ar, en: wire.hours_en };
  return {
    code: wire.office_code,
    name: { ar: wire.name_ar, en: wire.name_en },
    area: { ar: wire.area_ar, en: wire.area_en },
    ...(hours === undefined ? {} : { hours }),
  };
}

/** `22/11/2026 09:26:31` → `2026-11-22T09:26:31+03:00` */
export function isoMoment(wire: string): string {
  const [day = '', time = ''] = wire.split(' ');
  return `${isoDay(day)}T${time}+03:00`;
}

/** ISO 8601 with any offset → `22/11/2026 09:26:31` in Kuwait. */
export function wireMomentOf(iso: string): string {
  const local = kuwaitIso(Date.parse(iso));
  return `${wireDayOf(local.slice(0, 10))} ${local.slice(11, 19)}`;
}

/** `2026-11-22` → `22/11/2026` */
export function wireDayOf(day: string): string {
  return day.split('-').toReversed().join('/');
}

/** A settlement out of the list of a day. */
export function settledTicketOf(system: System, wire: WireSettlementList['settlements'][number]): SettledTicket {
  return {
    key: wire.settlement_key,
    pid: wire.track_id,
    system,
    ticketNo: wire.violation_no,
    amountFils: amountOf(wire.amount_kwd),
    outcome: settlementOutcomes[wire.state],
  };
}

/** The back end's numbers for what became of a settlement. */
export const settlementOutcomes = { 1: 'pending', 2: 'posted', 9: 'refused' } as const;

/** `22/11/2026` → `2026-11-22` */
export function isoDay(wire: string): string {
  return wire.split('/').toReversed().join('-');
}

/** The schema has let only text of this form through, so anything else is a bug. */
export function amountOf(text: string): Fils {
  const amount = parseKnetAmount(text);
  if (!amount.ok) throw new Error('an amount passed the schema and is none');
  return amount.value;
}
