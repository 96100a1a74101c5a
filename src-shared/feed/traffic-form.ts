import type { LocalText } from '../domain/language.ts';
import {
  notPayableReasonSchema,
  obligationStatusSchema,
  type NotPayableReason,
  type ObligationStatus,
  type Offence,
  type TrafficDetail,
  type TrafficObligation,
} from '../domain/obligation.ts';
import type { ByteReader } from '../encoding/byte-reader.ts';
import type { DictionaryValue, GrowingDictionary } from './dictionary.ts';
import {
  always,
  amount,
  day,
  digits,
  kuwaitTime,
  listOf,
  maybe,
  mostly,
  number,
  oneOf,
  orNone,
  readForm,
  shared,
  sharedText,
  sharedWord,
  text,
  twoMonthsAfter,
  writeForm,
  type Column,
} from './form.ts';

/** A ticket without its nesting. */
interface FlatTicket {
  ticketNo: string;
  id: string;
  version: number;
  amountFils: number;
  status: ObligationStatus;
  notPayableReason: NotPayableReason | undefined;
  officeCode: string | undefined;
  kind: TrafficDetail['kind'];
  occurredAt: string;
  place: LocalText;
  plateNumber: string | undefined;
  plateCode: string | undefined;
  governorate: LocalText | undefined;
  limit: number | undefined;
  measured: number | undefined;
  points: number | undefined;
  settleBy: string | undefined;
  offence: Offence;
  moreOffences: readonly Offence[];
}

const noOffences: readonly Offence[] = [];
const offence = shared((value): value is Offence => typeof value === 'object' && value !== null && 'code' in value);

/** The order is the format: a change needs a new form. What differs most often comes first, so that seven bits do. */
const columns: readonly Column<FlatTicket>[] = [
  always('ticketNo', digits),
  always('amountFils', amount),
  always('occurredAt', kuwaitTime),
  always('place', sharedText),
  always('offence', offence),
  mostly('kind', oneOf(['direct', 'indirect']), () => 'indirect' as const),
  maybe('plateNumber', digits),
  maybe('plateCode', sharedWord),
  maybe('governorate', sharedText),
  mostly('settleBy', orNone(day), ({ occurredAt }) => occurredAt && twoMonthsAfter(occurredAt.slice(0, 10))),
  mostly('status', oneOf(obligationStatusSchema.options), () => 'payable' as const),
  mostly('version', number, () => 1),
  maybe('notPayableReason', oneOf(notPayableReasonSchema.options)),
  maybe('officeCode', sharedWord),
  maybe('points', number),
  maybe('limit', number),
  maybe('measured', number),
  mostly('moreOffences', listOf(offence), () => noOffences),
  mostly('id', text, ({ ticketNo }) => `traffic-${ticketNo}`),
];

/** @throws {NoRoomError} when the ticket does not fit; what fits may still come back changed, which the caller checks */
export function writeTraffic(ticket: TrafficObligation, dictionary: GrowingDictionary): Uint8Array<ArrayBuffer> {
  const { detail, ...common } = ticket;
  const { plate, speed, offences, ...plain } = detail;
  const [first, ...moreOffences] = offences;
  if (!first) throw new Error('a ticket has an offence');
  const flat: FlatTicket = {
    ...common,
    ...plain,
    notPayableReason: common.notPayableReason,
    officeCode: common.officeCode,
    points: plain.points,
    settleBy: plain.settleBy,
    plateNumber: plate?.number,
    plateCode: plate?.code,
    governorate: plate?.governorate,
    limit: speed?.limit,
    measured: speed?.measured,
    offence: first,
    moreOffences: moreOffences.length === 0 ? noOffences : moreOffences,
  };
  return writeForm(columns, flat, dictionary);
}

/** As it was written, not yet checked against the schema. @throws {BytesError} */
export function readTraffic(reader: ByteReader, dictionary: readonly DictionaryValue[]): unknown {
  const flat = readForm(columns, reader, dictionary);
  const { plateNumber, plateCode, governorate, limit, measured, offence: first, moreOffences, ...rest } = flat;
  const { id, version, amountFils, status, notPayableReason, officeCode, ...plain } = rest;
  const detail = {
    ...plain,
    ...(plateNumber !== undefined && { plate: { number: plateNumber, code: plateCode, governorate } }),
    ...(limit !== undefined && { speed: { limit, measured } }),
    offences: [first, ...(moreOffences ?? [])],
  };
  return { id, system: 'traffic', version, amountFils, status, notPayableReason, officeCode, detail };
}
