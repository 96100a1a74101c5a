import { err, ok, type Result } from '../result.ts';
import { checkCivilNumber, civilNumberLength, type CivilNumberRules } from './civil-number.ts';
import { normaliseDigits } from './digits.ts';
import { looksLikeMrz, readMrz, type MrzProblem } from './mrz.ts';
import { decodeReceiptProof, receiptProofPrefix } from './receipt-proof.ts';
import { receiptNoSchema } from './receipt.ts';

/** Longest text a scan may be, characters (row 9): a receipt’s code has about 420, and nothing else comes near. */
export const longestScan = 512;

/** What a scanned document says, and no more of it than an inquiry needs: no name, no birth date, no nationality. */
export type Scan =
  | { readonly kind: 'passport'; readonly number: string; readonly expiresOn: string }
  | { readonly kind: 'civil_card'; readonly civilNumber: string }
  /** A barcode or QR of bare digits: civil, unified, reference, ticket or receipt number; the screen knows which. */
  | { readonly kind: 'number'; readonly digits: string }
  /** One of our receipts. Only its number, which nobody has proved yet. */
  | { readonly kind: 'receipt'; readonly receiptNo: string };

/** Why a scan is not taken. `not_a_document` is everything else in the world: addresses, goods, programs. */
export type ScanProblem = MrzProblem | 'empty' | 'too_long' | 'control_characters' | 'not_a_document';

/**
 * Reads one scan. Closed: a text is one of the forms known here or it is refused, so that no address, command or markup
 * needs a rule of its own (row 10). Digits of any script and bidi marks are normalised first, as in typing.
 */
export function readScan(text: string, rules: CivilNumberRules): Result<Scan, ScanProblem> {
  if (text.length > longestScan) return err('too_long');
  const lines = text.split(/\r\n|\r|\n/).filter((line) => line !== '');
  if (lines.some((line) => /\p{Cc}/u.test(line))) return err('control_characters');
  const [first] = lines;
  if (first === undefined || first.trim() === '') return err('empty');
  if (first.startsWith(`${receiptProofPrefix}.`) && lines.length === 1) return readReceiptCode(first);
  const digits = normaliseDigits(first);
  if (lines.length === 1 && /^\d{6,20}$/.test(digits)) return ok({ kind: 'number', digits });
  if (lines.length === 1 && receiptNoSchema.safeParse(first).success) return ok({ kind: 'receipt', receiptNo: first });
  return looksLikeMrz(first) ? readDocument(lines, rules) : err('not_a_document');
}

function readReceiptCode(proof: string): Result<Scan, ScanProblem> {
  const decoded = decodeReceiptProof(proof);
  return decoded.ok ? ok({ kind: 'receipt', receiptNo: decoded.value.statement.n }) : err('not_a_document');
}

function readDocument(lines: readonly string[], rules: CivilNumberRules): Result<Scan, ScanProblem> {
  const mrz = readMrz(lines);
  if (!mrz.ok) return mrz;
  const document = mrz.value;
  if (document.format === 'TD3')
    return ok({ kind: 'passport', number: document.number, expiresOn: document.expiresOn });
  // The civil card carries the civil number where each state may put what it likes.
  const { issuer, optional, birth } = document;
  if (issuer !== 'KWT' || !/^\d{12}$/.test(optional)) return err('other_document');
  const agrees = optional.slice(1, 7) === birth;
  if (!agrees || !checkCivilNumber(optional.slice(0, civilNumberLength), rules).ok) return err('wrong_check_digit');
  return ok({ kind: 'civil_card', civilNumber: optional });
}
