/** What a request is answered with; `drop` closes the connection without a byte. */
export type Answer =
  | {
      readonly kind: 'reply';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: string;
    }
  | { readonly kind: 'drop' };

// No form-action here: browsers apply it to the redirect that follows a form, which leads to the merchant.
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** A page for a person. */
export function page(body: string, status = 200): Answer {
  return { kind: 'reply', status, headers: PAGE_HEADERS, body };
}

/** Sends the browser on, by GET. */
export function redirect(location: string, status: 302 | 303 = 302): Answer {
  return { kind: 'reply', status, headers: { location, 'cache-control': 'no-store' }, body: '' };
}

/** JSON for the control API. */
export function json(value: unknown, status = 200): Answer {
  return { kind: 'reply', status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

/** Bare text, for everything that is neither page nor JSON. */
export function text(body: string, status = 200, contentType = 'text/plain; charset=utf-8'): Answer {
  return { kind: 'reply', status, headers: { 'content-type': contentType }, body };
}
