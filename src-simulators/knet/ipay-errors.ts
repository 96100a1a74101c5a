/**
 * The request errors this simulator can give, with the text that goes with them.
 * The numbers are K-Net's; the texts are our own.
 */
export const IPAY_TEXT = {
  IPAY0100001: 'Error URL missing',
  IPAY0100002: 'Error URL not valid',
  IPAY0100003: 'Response URL missing',
  IPAY0100004: 'Response URL not valid',
  IPAY0100005: 'Tranportal ID missing',
  IPAY0100006: 'Tranportal ID not valid',
  IPAY0100013: 'Transaction data not valid',
  IPAY0100015: 'Tranportal password not valid',
  IPAY0100018: 'Tranportal password missing',
  IPAY0100020: 'Action not valid',
  IPAY0100022: 'Currency not valid',
  IPAY0100023: 'Amount missing',
  IPAY0100024: 'Amount not valid',
  IPAY0100026: 'Language not valid',
  IPAY0100027: 'Track id not valid',
  IPAY0100028: 'User defined field 1 not valid',
  IPAY0100029: 'User defined field 2 not valid',
  IPAY0100030: 'User defined field 3 not valid',
  IPAY0100031: 'User defined field 4 not valid',
  IPAY0100032: 'User defined field 5 not valid',
  IPAY0100033: 'Action not enabled for this terminal',
  IPAY0100042: 'Transaction time limit exceeded',
  IPAY0100048: 'Payment cancelled by the customer',
  IPAY0100049: 'Too many wrong one-time codes',
  IPAY0100055: 'Order status not valid',
  IPAY0100062: 'Inquiry amount not valid',
  IPAY0100063: 'Inquiry track id not valid',
  IPAY0100068: 'Inquiry user defined field 5 not valid',
  IPAY0100114: 'Duplicate record',
  IPAY0100137: 'Refund repeated',
  IPAY0100176: 'Transaction data could not be decrypted',
  IPAY0100199: 'Refund amount too high',
  IPAY0100263: 'Transaction not found',
} as const;

/** One of the error codes above. */
export type IpayCode = keyof typeof IPAY_TEXT;
