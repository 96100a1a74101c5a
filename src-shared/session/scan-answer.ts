import { fields, type FieldId, type FieldValues } from '../domain/field.ts';
import type { Scan } from '../domain/scan.ts';

const civil: readonly FieldId[] = ['civilOrUnified', 'civilNumber', 'cardNumber'];
const passport: readonly FieldId[] = ['passportNumber', 'passportExpiry'];

/**
 * What a scan answers of the question on the screen; null when it is something else. A passport answers both of its
 * questions at once, whichever is on the screen.
 */
export function answersOf(scan: Scan, asked: FieldId): FieldValues | null {
  switch (scan.kind) {
    case 'passport':
      return passport.includes(asked) ? { passportNumber: scan.number, passportExpiry: scan.expiresOn } : null;
    case 'civil_card':
      return civil.includes(asked) ? { [asked]: scan.civilNumber } : null;
    case 'number':
      return fields[asked].entry === 'digits' ? { [asked]: scan.digits } : null;
    case 'receipt':
      return null;
  }
}
