import type { Language } from '../../src-shared/domain/language.ts';
import { formatKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import { ownAddressProblem, withQuery, type KnetEnvironment } from './addresses.ts';
import { encode } from './cipher.ts';
import type { KnetConfig } from './config.ts';

/** One purchase. There is deliberately no way to name a person in it. */
export interface Purchase {
  /** Our pid: new per attempt, 1 to 40 letters and digits. */
  readonly trackId: string;
  /** More than 0 and at most 999,999.999 KWD. */
  readonly amount: Fils;
  /** The language of the kiosk; K-Net's page knows Arabic and English. */
  readonly language: Language;
  /** Short code of the attempt. */
  readonly udf1?: string;
  /** Code of the kiosk. */
  readonly udf2?: string;
  /**
   * Always refused unless empty: saved-card features hang on a customer token in this field, and on a shared kiosk
   * a token would show the next visitor someone else's cards.
   */
  readonly udf3?: string;
  readonly udf4?: string;
}

/** The fields in the order in which they are sent; fixed, so that tests can compare bytes. */
type RequestFields = readonly (readonly [name: string, value: string])[];

const currencyKwd = '414';
const actionPurchase = '1';

const credential = /^[!-%'-<>-~]+$/;
const userDefined = /^[A-Za-z0-9 ]{0,40}$/;
const patterns: Readonly<Record<string, RegExp>> = {
  id: credential,
  password: credential,
  action: /^1$/,
  langid: /^[A-Z]{2,3}$/,
  currencycode: /^414$/,
  amt: /^(?=.{5,10}$)(?!0+\.000$)\d+\.\d{3}$/,
  trackid: /^[A-Za-z0-9]{1,40}$/,
  udf1: userDefined,
  udf2: userDefined,
  udf3: /^$/,
  udf4: userDefined,
  udf5: /^(?:ptlf [A-Za-z0-9 ]{1,40})?$/,
};

/**
 * The plaintext of a purchase: `name=value` joined by `&`, nothing escaped. Because one `&` or `=` in a value would
 * change the message, every value is checked against its pattern. Throws an error that names the field, never its
 * value: values come from our own code and checked settings, so a bad one is a bug. Nothing is ever cleaned up.
 */
export function purchasePlaintext(config: KnetConfig, purchase: Purchase): string {
  const fields: RequestFields = [
    ['id', config.tranportalId],
    ['password', config.password.reveal()],
    ['action', actionPurchase],
    ['langid', purchase.language === 'ar' ? config.langid.arabic : config.langid.english],
    ['currencycode', currencyKwd],
    ['amt', formatKnetAmount(purchase.amount)],
    ['responseURL', config.responseUrl],
    ['errorURL', config.errorUrl],
    ['trackid', purchase.trackId],
    ['udf1', purchase.udf1 ?? ''],
    ['udf2', purchase.udf2 ?? ''],
    ['udf3', purchase.udf3 ?? ''],
    ['udf4', purchase.udf4 ?? ''],
    ['udf5', config.reportText === '' ? '' : `ptlf ${config.reportText}`],
  ];
  for (const [name, value] of fields) {
    if (!isAllowed(name, value, config.environment))
      throw new Error(`K-Net request: ${name} is not allowed by its pattern`);
  }
  return fields.map(([name, value]) => `${name}=${value}`).join('&');
}

/**
 * The address the visitor's browser follows at top level, once. Our server never fetches it. The attempt must be
 * durable before this address exists. `trandataHex` is the encrypted plaintext.
 */
export function initAddress(config: KnetConfig, trandataHex: string): string {
  if (!/^(?:[0-9a-f]{32})+$/.test(trandataHex)) throw new Error('K-Net request: trandata is not encrypted text');
  const query = [
    ['trandata', trandataHex],
    ['tranportalId', config.tranportalId],
    ['responseURL', config.responseUrl],
    ['errorURL', config.errorUrl],
  ]
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('&');
  return withQuery(config.initUrl, query);
}

/** Builds, encrypts and addresses a purchase in one step. */
export function purchaseAddress(config: KnetConfig, purchase: Purchase): string {
  return initAddress(config, encode(purchasePlaintext(config, purchase), config.resourceKey.reveal()));
}

function isAllowed(name: string, value: string, environment: KnetEnvironment): boolean {
  if (name === 'responseURL' || name === 'errorURL') return ownAddressProblem(value, environment) === null;
  return patterns[name]?.test(value) ?? false;
}
