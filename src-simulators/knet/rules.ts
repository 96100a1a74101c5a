import { err, ok, type Result } from '../../src-shared/result.ts';
import { isMerchantAddress } from './addresses.ts';
import { filsFromText } from './amount.ts';
import { decipher } from './cipher.ts';
import type { IpayCode } from './ipay-errors.ts';
import type { Credentials } from './settings.ts';

/** The outer request as the browser brings it; null where the query lacks the name. */
export interface OuterRequest {
  readonly trandata: string | null;
  readonly tranportalId: string | null;
  readonly responseURL: string | null;
  readonly errorURL: string | null;
}

/** A purchase request in which nothing was wrong. */
export interface Purchase {
  readonly trackId: string;
  readonly amt: string;
  readonly amountFils: number;
  readonly language: 'ar' | 'en';
  readonly responseUrl: string;
  readonly errorUrl: string;
  readonly udf: readonly [string, string, string, string, string];
}

/** Why a request was refused, and where the browser may be sent with that (null: only our own page is safe). */
export interface Refusal {
  readonly code: IpayCode;
  readonly errorUrl: string | null;
  readonly trackId: string;
}

const LANGUAGES: Readonly<Record<string, 'ar' | 'en'>> = { AR: 'ar', EN: 'en', USA: 'en', ENG: 'en' };
const PLAIN_TEXT = /^[A-Za-z0-9 ]{0,50}$/;
const REPORT_TEXT = /^(ptlf [A-Za-z0-9 ]{1,45})?$/;

interface Rule {
  readonly field: string;
  /** What a missing or empty field gives; null where empty is allowed. */
  readonly missing: IpayCode | null;
  readonly invalid: IpayCode;
  readonly holds: (value: string, request: OuterRequest, credentials: Credentials) => boolean;
}

/** In the order in which they are checked: addresses first, so that the other refusals know where to send the browser. */
const RULES: readonly Rule[] = [
  {
    field: 'errorURL',
    missing: 'IPAY0100001',
    invalid: 'IPAY0100002',
    holds: (v, r) => isMerchantAddress(v) && v === r.errorURL,
  },
  {
    field: 'responseURL',
    missing: 'IPAY0100003',
    invalid: 'IPAY0100004',
    holds: (v, r) => isMerchantAddress(v) && v === r.responseURL,
  },
  { field: 'id', missing: 'IPAY0100005', invalid: 'IPAY0100006', holds: (v, _r, c) => v === c.tranportalId },
  { field: 'password', missing: 'IPAY0100018', invalid: 'IPAY0100015', holds: (v, _r, c) => v === c.password },
  { field: 'action', missing: 'IPAY0100020', invalid: 'IPAY0100020', holds: (v) => v === '1' },
  { field: 'langid', missing: 'IPAY0100026', invalid: 'IPAY0100026', holds: (v) => Object.hasOwn(LANGUAGES, v) },
  { field: 'currencycode', missing: 'IPAY0100022', invalid: 'IPAY0100022', holds: (v) => v === '414' },
  { field: 'amt', missing: 'IPAY0100023', invalid: 'IPAY0100024', holds: (v) => filsFromText(v).ok },
  { field: 'trackid', missing: 'IPAY0100027', invalid: 'IPAY0100027', holds: (v) => /^[A-Za-z0-9]{1,40}$/.test(v) },
  { field: 'udf1', missing: null, invalid: 'IPAY0100028', holds: (v) => PLAIN_TEXT.test(v) },
  { field: 'udf2', missing: null, invalid: 'IPAY0100029', holds: (v) => PLAIN_TEXT.test(v) },
  // A customer token here would offer one visitor's saved cards to the next: on a shared device it stays empty.
  { field: 'udf3', missing: null, invalid: 'IPAY0100030', holds: (v) => v === '' },
  { field: 'udf4', missing: null, invalid: 'IPAY0100031', holds: (v) => PLAIN_TEXT.test(v) },
  { field: 'udf5', missing: null, invalid: 'IPAY0100032', holds: (v) => REPORT_TEXT.test(v) },
];
const KNOWN_FIELDS: ReadonlySet<string> = new Set(RULES.map((rule) => rule.field));

/** Checks a purchase request as strictly as the protocol is written; the order of its fields is free. */
export function checkPurchase(request: OuterRequest, credentials: Credentials): Result<Purchase, Refusal> {
  const opened = openEnvelope(request, credentials);
  if (!opened.ok) return err({ code: opened.error, errorUrl: null, trackId: '' });
  const fields = opened.value;
  const value = (name: string): string => fields.get(name) ?? '';
  for (const rule of RULES) {
    const code = broken(rule, value(rule.field), request, credentials);
    if (code === null) continue;
    const safe = rule.field !== 'errorURL';
    return err({ code, errorUrl: safe ? value('errorURL') : null, trackId: value('trackid') });
  }
  const fils = filsFromText(value('amt'));
  if (!fils.ok) throw new Error('the rule for amt let a wrong amount through');
  return ok({
    trackId: value('trackid'),
    amt: value('amt'),
    amountFils: fils.value,
    language: LANGUAGES[value('langid')] ?? 'en',
    responseUrl: value('responseURL'),
    errorUrl: value('errorURL'),
    udf: [value('udf1'), value('udf2'), value('udf3'), value('udf4'), value('udf5')],
  });
}

function openEnvelope(request: OuterRequest, credentials: Credentials): Result<ReadonlyMap<string, string>, IpayCode> {
  if (request.tranportalId === null || request.tranportalId === '') return err('IPAY0100005');
  if (request.tranportalId !== credentials.tranportalId) return err('IPAY0100006');
  if (request.trandata === null || request.trandata === '') return err('IPAY0100013');
  const plaintext = decipher(credentials.key, request.trandata);
  if (!plaintext.ok) return err('IPAY0100176');
  const fields = readFields(plaintext.value);
  return fields === null ? err('IPAY0100013') : ok(fields);
}

/** `name=value` joined by `&`, nothing escaped; null for an unknown or repeated name or a second `=`. */
function readFields(plaintext: string): ReadonlyMap<string, string> | null {
  const fields = new Map<string, string>();
  for (const pair of plaintext.split('&')) {
    const [name, value, ...rest] = pair.split('=');
    if (name === undefined || value === undefined || rest.length > 0) return null;
    if (!KNOWN_FIELDS.has(name) || fields.has(name)) return null;
    fields.set(name, value);
  }
  return fields;
}

function broken(rule: Rule, value: string, request: OuterRequest, credentials: Credentials): IpayCode | null {
  if (value === '' && rule.missing !== null) return rule.missing;
  return rule.holds(value, request, credentials) ? null : rule.invalid;
}
