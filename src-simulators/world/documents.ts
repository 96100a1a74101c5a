import { demoFiles } from './demo-files.ts';

/** What a demo identity carries beside the civil card. */
export interface DemoDocument {
  readonly referenceNumber: string;
  readonly passportNumber: string | null;
  readonly passportExpiry: string | null;
  readonly nationalityDate: string | null;
  /** The passport's two machine-readable lines, where it has them. */
  readonly mrz: string | null;
}

/** The ICAO specimens of the project: synthetic, every check digit right. */
const specimens: readonly (readonly [string, string])[] = [
  ['P<INDTESTPERSON<<ANITA<<<<<<<<<<<<<<<<<<<<<<', 'Z0000001<8IND9202298F3001156<<<<<<<<<<<<<<00'],
  ['P<PHLSAMPLE<<MARIA<LUZ<<<<<<<<<<<<<<<<<<<<<<', 'P0000000A5PHL8807076F2902108<<<<<<<<<<<<<<02'],
  ['P<EGYNAMUTHAJ<<AHMED<<<<<<<<<<<<<<<<<<<<<<<<', 'A000000000EGY7908149M2812313<<<<<<<<<<<<<<00'],
];

/** The documents of a demo identity; null for companies. */
export function documentOf(number: string): DemoDocument | null {
  const file = demoFiles.get(number);
  if (file === undefined) return null;
  const passportNumber = file.passport?.number ?? null;
  const lines = specimens.find(([, second]) => second.slice(0, 9).replaceAll('<', '') === passportNumber);
  return {
    referenceNumber: file.referenceNumber,
    passportNumber,
    passportExpiry: file.passport?.expiry ?? null,
    nationalityDate: file.nationalityDate,
    mrz: lines === undefined ? null : lines.join('\r\n'),
  };
}
