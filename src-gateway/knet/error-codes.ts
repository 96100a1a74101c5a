/** What an IPAY code makes us do. A code alone never decides the fate of a payment. */
export type ErrorGroup =
  /** Our configuration or contract is wrong: nobody can pay here until someone repairs it. */
  | 'our_settings'
  /** The visitor's page: open twice, too late, gone back, cancelled. Inquire, then words. */
  | 'visitor_session'
  /** A limit or a risk rule. Inquire. */
  | 'risk'
  /** The bank or K-Net did not answer. Inquire. */
  | 'outcome_unknown'
  /** This track id was used before. Inquire with it, never open a new page for it. */
  | 'duplicate'
  /** Inquiry: not found, which is not final. Refund: too high or repeated, which is for staff. */
  | 'inquiry_refund'
  /** Not in our list: unknown. */
  | 'unlisted';

/** One row per cause: codes without their prefix, separated by spaces; `first-last` is a range. */
const causeRows: readonly (readonly [Exclude<ErrorGroup, 'unlisted'>, readonly string[]])[] = [
  [
    'our_settings',
    [
      '0100001-0100004', // response and error URL
      '0100005 0100006 0100215', // Tranportal ID
      '0100008 0100017 0100095', // terminal disabled
      '0100013 0100176', // bad data or decryption, mostly a wrong key or IV
      '0100015 0100018', // password
      '0100020 0100033', // action
      '0100022-0100025 0100062', // amount, currency
      '0100026', // language
      '0100027 0100063', // track id
      '0100028-0100032 0100064-0100068 0100231', // udf
      '0100249', // response URL down
      '0100254', // merchant not enabled
    ],
  ],
  [
    'visitor_session',
    [
      '0100040', // open in another tab
      '0100042', // time limit
      '0100047 0100055', // invalid order status: reload, back
      '0100048', // cancelled
      '0100049', // too many one-time codes
    ],
  ],
  [
    'risk',
    [
      '0100043', // IP address blocked
      '0100045', // denied
      '0100102-0100104 0100190 0100194-0100198', // limits; the last one counts per IP address
    ],
  ],
  [
    'outcome_unknown',
    [
      '0100158', // host time-out
      '0100159 0100160 0100163', // system
      '0100052 0200014', // trouble while answering the merchant
    ],
  ],
  ['duplicate', ['0100114']],
  [
    'inquiry_refund',
    [
      '0100263', // not found
      '0100137 0100199', // refund too high or repeated
    ],
  ],
];

const groupOfNumber = new Map(
  causeRows.flatMap(([group, rows]) =>
    rows
      .flatMap((row) => row.split(' '))
      .flatMap((codes) => numbersOf(codes).map((number) => [number, group] as const)),
  ),
);

function numbersOf(codes: string): number[] {
  const [first = '', last = first] = codes.split('-');
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, offset) => Number(first) + offset);
}

/** An inquiry that K-Net has no record for. Not final while the page can still be paid. */
export const notFoundCode = 'IPAY0100263';
/** The amount we asked with is not the one on record. */
const amountMismatchCode = 'IPAY0100062';

/** The group of a code such as `IPAY0100042`; `unlisted` for anything else. */
export function errorGroup(code: string): ErrorGroup {
  const digits = /^IPAY(\d{7})$/.exec(code)?.[1];
  return (digits === undefined ? undefined : groupOfNumber.get(Number(digits))) ?? 'unlisted';
}

/** True for the codes the operator must hear of at once: our IP address is blocked or over its limit. */
export function raisesAlarm(code: string): boolean {
  return code === 'IPAY0100043' || code === 'IPAY0100198';
}

/** An error code K-Net gave us for one of our attempts. `at` in milliseconds of one monotonic clock. */
export interface SettingsErrorReport {
  readonly trackId: string;
  readonly code: string;
  readonly at: number;
  /** `inquiry`: answered to us over TLS. `browser`: brought to the error address by anyone. */
  readonly source: 'inquiry' | 'browser';
}

const reportWindowMs = 10 * 60_000;
const attemptsNeeded = 3;

/**
 * True when the phone and screen rails must be closed because our settings are wrong. One error in answer to our own
 * inquiry is enough (but neither "not found" nor "other amount", which inquiries meet normally). What a browser
 * brings is unauthenticated and closes nothing by itself: three different attempts within ten minutes do.
 */
export function settingsAreWrong(reports: readonly SettingsErrorReport[], now: number): boolean {
  const recent = reports.filter(({ at, code }) => now - at <= reportWindowMs && errorGroup(code) === 'our_settings');
  if (recent.some(({ source, code }) => source === 'inquiry' && code !== amountMismatchCode)) return true;
  const fromBrowsers = recent.filter(({ source }) => source === 'browser');
  return new Set(fromBrowsers.map(({ trackId }) => trackId)).size >= attemptsNeeded;
}
