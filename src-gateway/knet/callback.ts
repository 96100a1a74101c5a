import { err, ok, type Result } from '../../src-shared/result.ts';
import { decode, strictUtf8 } from './cipher.ts';
import {
  decodeFormValue,
  decodeKnownValues,
  isKnownName,
  parseRawForm,
  parseResultMessage,
  present,
  trackIdIn,
  type Fields,
} from './fields.ts';
import { readCallbackResult, type ResultReading } from './result-words.ts';

/** Largest body read; K-Net's are below 2 kB. */
export const callbackLimitBytes = 16 * 1024;

/** What arrived at the response or error address. Whatever it says is a claim: it is never proof of anything. */
export type CallbackBody =
  /** Decrypted. `clear` holds fields that came unencrypted beside it: kept, not trusted. */
  | { readonly kind: 'result'; readonly reading: ResultReading; readonly fields: Fields; readonly clear: Fields }
  /** Clear fields only. Anyone can send these: a hint that triggers an inquiry. `code` is `IPAYnnnnnnn` or null. */
  | {
      readonly kind: 'error_fields';
      readonly reading: ResultReading;
      readonly code: string | null;
      readonly fields: Fields;
    }
  /** Anything else. One answer for all reasons, so that nobody can use us to test ciphertexts. */
  | { readonly kind: 'undecodable' };

const undecodable: CallbackBody = { kind: 'undecodable' };

/**
 * Decides by content, never by content type, what a body is: a form with a `trandata` field, nothing but hex, or
 * clear error fields. For a GET pass the query string without its `?`. Any bytes in, never an exception out.
 */
export function readCallback(body: Uint8Array, resourceKey: string): CallbackBody {
  const text = asText(body);
  if (!text.ok) return undecodable;
  if (/^[0-9a-fA-F]+$/.test(text.value)) return fromTrandata(text.value, new Map(), resourceKey);
  const form = parseRawForm(text.value);
  if (!form.ok) return undecodable;
  const clear = decodeKnownValues(form.value);
  if (!clear.ok) return undecodable;
  const trandata = decodeFormValue(form.value.get('trandata') ?? '');
  if (!trandata.ok) return undecodable;
  return trandata.value.trim() === ''
    ? fromClearFields(clear.value)
    : fromTrandata(trandata.value.trim(), clear.value, resourceKey);
}

/** The track id a body names, in a form that is safe as a database key, or null. */
export function trackIdOf(body: CallbackBody): string | null {
  return body.kind === 'undecodable' ? null : trackIdIn(body.fields);
}

function asText(body: Uint8Array): Result<string, 'invalid'> {
  if (body.byteLength > callbackLimitBytes) return err('invalid');
  try {
    return ok(strictUtf8(body).trim());
  } catch {
    return err('invalid');
  }
}

function fromTrandata(hex: string, outer: Fields, resourceKey: string): CallbackBody {
  const plaintext = decode(hex, resourceKey);
  if (!plaintext.ok) return undecodable;
  const fields = parseResultMessage(plaintext.value);
  if (!fields.ok) return undecodable;
  const clear = new Map([...outer].filter(([name]) => name !== 'trandata'));
  return { kind: 'result', reading: readCallbackResult(fields.value.get('result') ?? ''), fields: fields.value, clear };
}

function fromClearFields(fields: Fields): CallbackBody {
  if (![...fields.keys()].some(isKnownName)) return undecodable;
  return {
    kind: 'error_fields',
    reading: readCallbackResult(fields.get('result') ?? ''),
    code: errorCode(fields),
    fields,
  };
}

/** The first whole IPAY code of the fields that may carry one. */
function errorCode(fields: Fields): string | null {
  for (const name of ['error', 'result', 'errortext', 'error_code_tag']) {
    const code = /\bIPAY\d{7}\b/.exec(present(fields, name)?.toUpperCase() ?? '')?.[0];
    if (code !== undefined) return code;
  }
  return null;
}
