const MOST_CHARACTERS = 254;
const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address points at this very machine. The simulator itself sends nothing anywhere else. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK_HOSTS.has(url.hostname);
}

/** Where a browser may be sent: https anywhere, plain http only on this machine (demo and tests). */
export function isBrowserTarget(text: string): boolean {
  const url = parsed(text);
  return url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url)));
}

/**
 * The rule for `responseURL` and `errorURL`: absolute https on the default port, at most 254 characters,
 * no query, no fragment, no credentials. On this machine any port and plain http will do.
 */
export function isMerchantAddress(text: string): boolean {
  const url = parsed(text);
  if (
    url === null ||
    text.length > MOST_CHARACTERS ||
    /[?#\s]/.test(text) ||
    url.username !== '' ||
    url.password !== ''
  )
    return false;
  return isLoopback(url)
    ? url.protocol === 'http:' || url.protocol === 'https:'
    : url.protocol === 'https:' && url.port === '';
}

function parsed(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
