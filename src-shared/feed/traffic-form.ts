import type { LocalText } from '../domain/language.ts';
import {
  notPayableReasonSchema,
  obligationStatusSchema,
  type NotPayableReason,
  type ObligationStatus,
  type Offence,
  type Plate,
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
  NoRoomError,
  number,
  oneOf,
  orNone,
  readForm,
  shared,
  sharedText,
  sharedWord,
  text,
  theOther,
  twoMonthsAfter,
  writeForm,
  type Coder,
  type Column,
  type FormStart,
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
  plate: Plate | undefined;
  /** Of the ticket before in the same row: most people drive one car. */
  plateBefore: Plate | undefined;
  limit: number | undefined;
  measured: number | undefined;
  points: number | undefined;
  settleBy: string | undefined;
  offence: Offence;
  moreOffences: readonly Offence[];
}

const noOffences: readonly Offence[] = [];
const offence = shared((value): value is Offence => typeof value === 'object' && value !== null && 'code' in value);

/** 0: none. Else the number, with two bits for what the plate says beside it. */
const plate: Coder<Plate | undefined> = {
  write: (value, to, dictionary) => {
    if (value === undefined) {
      to.varint(0);
      return;
    }
    const { number: digitsOf, code, governorate } = value;
    if (!/^(0|[1-9]\d*)$/.test(digitsOf)) throw new NoRoomError('a plate with more than digits');
    to.varint(1 + Number(digitsOf) * 4 + (code === undefined ? 0 : 1) + (governorate === undefined ? 0 : 2));
    if (code !== undefined) sharedWord.write(code, to, dictionary);
    if (governorate !== undefined) sharedText.write(governorate, to, dictionary);
  },
  read: (from, dictionary) => {
    const coded = from.varint() - 1;
    if (coded === -1) return undefined;
    return {
      number: String(Math.floor(coded / 4)),
      ...(coded % 2 === 1 && { code: sharedWord.read(from, dictionary) }),
      ...(coded % 4 >= 2 && { governorate: sharedText.read(from, dictionary) }),
    };
  },
};

/** The order is the format: a change needs a new form. What differs most often comes first, so that five bits do. */
const columns: readonly Column<FlatTicket>[] = [
  always('ticketNo', digits),
  always('amountFils', amount),
  always('occurredAt', kuwaitTime),
  always('place', sharedText),
  always('offence', offence),
  mostly('kind', theOther<TrafficDetail['kind']>('direct'), () => 'indirect' as const),
  mostly('plate', plate, ({ plateBefore }) => plateBefore),
  maybe('points', number),
  mostly('status', oneOf(obligationStatusSchema.options), () => 'payable' as const),
  mostly('version', number, () => 1),
  maybe('notPayableReason', oneOf(notPayableReasonSchema.options)),
  maybe('officeCode', sharedWord),
  mostly('settleBy', orNone(day), ({ occurredAt }) => occurredAt && twoMonthsAfter(occurredAt.slice(0, 10))),
  maybe('limit', number),
  maybe('measured', number),
  mostly('moreOffences', listOf(offence), () => noOffences),
  mostly('id', text, ({ ticketNo }) => `traffic-${ticketNo}`),
];

/**
 * @param plateBefore of the ticket before in the same row
 * @throws {NoRoomError} when the ticket does not fit; what fits may still come back changed, which the caller checks
 */
export function writeTraffic(
  form: number,
  ticket: TrafficObligation,
  plateBefore: Plate | undefined,
  dictionary: GrowingDictionary,
): Uint8Array<ArrayBuffer> {
  const { detail, ...common } = ticket;
  const { plate: ownPlate, speed, offences, ...plain } = detail;
  const [first, ...moreOffences] = offences;
  if (!first) throw new Error('a ticket has an offence');
  const flat: FlatTicket = {
    ...common,
    ...plain,
    notPayableReason: common.notPayableReason,
    officeCode: common.officeCode,
    points: plain.points,
    settleBy: plain.settleBy,
    plate: ownPlate,
    plateBefore,
    limit: speed?.limit,
    measured: speed?.measured,
    offence: first,
    moreOffences: moreOffences.length === 0 ? noOffences : moreOffences,
  };
  return writeForm(form, columns, flat, dictionary);
}

/** As it was written, not yet checked against the schema. @throws {BytesError} */
export function readTraffic(
  start: FormStart,
  plateBefore: Plate | undefined,
  reader: ByteReader,
  dictionary: readonly DictionaryValue[],
): unknown {
  const flat = readForm(columns, start, { plateBefore }, reader, dictionary);
  const { plate: ownPlate, plateBefore: _known, limit, measured, offence: first, moreOffences, ...rest } = flat;
  const { id, version, amountFils, status, notPayableReason, officeCode, ...plain } = rest;
  const detail = {
    ...plain,
    ...(ownPlate !== undefined && { plate: ownPlate }),
    ...(limit !== undefined && { speed: { limit, measured } }),
    offences: [first, ...(moreOffences ?? [])],
  };
  return { id, system: 'traffic', version, amountFils, status, notPayableReason, officeCode, detail };
}
