import { mrzCheckDigit } from '../../src-shared/domain/mrz.ts';

/** What the dock can put on the scanner and no kiosk may take. */
export interface BadDocument {
  readonly label: string;
  /** What the scanner sends, its lines separated by `\n`. */
  readonly text: string;
}

/** What a worn document or a hostile hand presents. */
export const badDocuments: readonly BadDocument[] = [
  {
    label: 'Passport misread: 9 for 8 in the expiry',
    text: 'P<EGYNAMUTHAJ<<AHMED<<<<<<<<<<<<<<<<<<<<<<<<\nA000000000EGY7908149M2912313<<<<<<<<<<<<<<00',
  },
  { label: 'Half a passport', text: 'P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<' },
  { label: 'A code with a web address', text: 'https://example.com/399123100017' },
];

/** The back of the civil card of somebody who is nobody. */
export function civilCardOf(civilNumber: string): string {
  const number = 'AA0000001';
  const [birth, expiry] = [civilNumber.slice(1, 7), '300115'];
  const top = `IDKWT${number}${mrzCheckDigit(number)}${civilNumber}<<<`;
  const dates = `${birth}${mrzCheckDigit(birth)}M${expiry}${mrzCheckDigit(expiry)}KWT${'<'.repeat(11)}`;
  const sum = mrzCheckDigit(top.slice(5) + dates.slice(0, 7) + dates.slice(8, 15) + dates.slice(18));
  return [top, dates + sum, 'SAMPLE<<NOBODY'.padEnd(30, '<')].join('\n');
}
