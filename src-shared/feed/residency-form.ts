import type { LocalText } from '../domain/language.ts';
import {
  notPayableReasonSchema,
  obligationStatusSchema,
  residencyKindSchema,
  type NotPayableReason,
  type ObligationStatus,
  type ResidencyKind,
  type ResidencyObligation,
} from '../domain/obligation.ts';
import type { ByteReader } from '../encoding/byte-reader.ts';
import type { DictionaryValue, GrowingDictionary } from './dictionary.ts';
import {
  always,
  amount,
  day,
  digits,
  flag,
  maybe,
  mostly,
  number,
  oneOf,
  readForm,
  sharedText,
  sharedWord,
  text,
  writeForm,
  type Column,
  type FormStart,
} from './form.ts';

/** A fine without its nesting. */
interface FlatFine {
  ticketNo: string;
  system: ResidencyObligation['system'];
  id: string;
  version: number;
  amountFils: number;
  status: ObligationStatus;
  notPayableReason: NotPayableReason | undefined;
  officeCode: string | undefined;
  kind: ResidencyKind;
  text: LocalText;
  lawArticle: string | undefined;
  permitArticle: string | undefined;
  from: string;
  to: string | undefined;
  days: number | undefined;
  ratePerDayFils: number | undefined;
  capFils: number | undefined;
  capReached: boolean | undefined;
}

/** The order is the format: a change needs a new form. */
const columns: readonly Column<FlatFine>[] = [
  always('ticketNo', digits),
  always('amountFils', amount),
  always('kind', oneOf(residencyKindSchema.options)),
  always('text', sharedText),
  always('from', day),
  maybe('days', number),
  maybe('ratePerDayFils', number),
  maybe('capFils', number),
  maybe('capReached', flag),
  maybe('lawArticle', sharedWord),
  maybe('permitArticle', sharedWord),
  maybe('to', day),
  mostly('status', oneOf(obligationStatusSchema.options), () => 'payable' as const),
  mostly('version', number, () => 1),
  maybe('notPayableReason', oneOf(notPayableReasonSchema.options)),
  maybe('officeCode', sharedWord),
  mostly('system', oneOf(['residency', 'residency_cases']), () => 'residency' as const),
  mostly('id', text, ({ system, ticketNo }) => `${system}-${ticketNo}`),
];

/** @throws {NoRoomError} when the fine does not fit; what fits may still come back changed, which the caller checks */
export function writeResidency(
  form: number,
  fine: ResidencyObligation,
  dictionary: GrowingDictionary,
): Uint8Array<ArrayBuffer> {
  const { detail, ...common } = fine;
  const optional = { notPayableReason: common.notPayableReason, officeCode: common.officeCode };
  const { lawArticle, permitArticle, to, days, ratePerDayFils, capFils, capReached } = detail;
  const more = { lawArticle, permitArticle, to, days, ratePerDayFils, capFils, capReached };
  return writeForm(form, columns, { ...common, ...optional, ...detail, ...more }, dictionary);
}

/** As it was written, not yet checked against the schema. @throws {BytesError} */
export function readResidency(start: FormStart, reader: ByteReader, dictionary: readonly DictionaryValue[]): unknown {
  const { id, system, version, amountFils, status, notPayableReason, officeCode, ...detail } = readForm(
    columns,
    start,
    {},
    reader,
    dictionary,
  );
  return { id, system, version, amountFils, status, notPayableReason, officeCode, detail };
}
