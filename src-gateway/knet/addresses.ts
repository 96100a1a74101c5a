/** Where K-Net is: invented (demo), its test system, or real money. */
export type KnetEnvironment = 'demo' | 'test' | 'production';

/** Exact hosts, never suffixes. Older K-Net hosts and interfaces are another product and not allowed. */
const knetHosts: Readonly<Record<KnetEnvironment, readonly string[]>> = {
  demo: ['127.0.0.1', 'localhost', '[::1]'],
  test: ['kpaytest.com.kw', 'www.kpaytest.com.kw'],
  production: ['kpay.com.kw', 'www.kpay.com.kw'],
};

const longestAddress = 254;
/** The characters of an address that survive unescaped inside `name=value&…` and inside a query. */
const plainAddress = /^https?:\/\/[A-Za-z0-9.:[\]-]+(?:\/[A-Za-z0-9._~/-]*)?$/;

/** What is wrong with an address of K-Net (`initUrl`, `tranUrl`) for this environment, or null. Never repeats it. */
export function knetAddressProblem(address: string, environment: KnetEnvironment): string | null {
  const url = parse(address);
  if (url === null) return 'is not an absolute address without user name and fragment';
  if (!knetHosts[environment].includes(url.hostname)) {
    return environment === 'demo'
      ? 'must be on this machine (127.0.0.1, localhost or [::1]) in the demo environment'
      : `must be one of ${knetHosts[environment].join(', ')} in the ${environment} environment`;
  }
  if (environment !== 'demo' && !isPlainHttps(url)) return 'must be https on the default port';
  return url.search === '' ? 'needs its query, for example ?param=paymentInit' : null;
}

/** What is wrong with an address of ours that K-Net is given (`responseUrl`, `errorUrl`), or null. */
export function ownAddressProblem(address: string, environment: KnetEnvironment): string | null {
  const url = parse(address);
  if (url === null) return 'is not an absolute address without user name and fragment';
  if (address.length > longestAddress) return `is longer than ${longestAddress} characters`;
  if (address.includes('?')) return 'must not have a query: K-Net may strip it';
  if (!plainAddress.test(address)) return 'has characters that K-Net does not escape';
  const local = knetHosts.demo.includes(url.hostname);
  if (environment === 'demo') return local ? null : 'must be on this machine in the demo environment';
  if (local) return `cannot be on this machine in the ${environment} environment`;
  return isPlainHttps(url) ? null : 'must be https on the default port';
}

/** `base` with one more piece of query; the address is taken as given and never rebuilt from parts. */
export function withQuery(base: string, query: string): string {
  return base.endsWith('&') || base.endsWith('?') ? base + query : `${base}&${query}`;
}

function parse(address: string): URL | null {
  if (!URL.canParse(address) || /[\s#]/.test(address)) return null;
  const url = new URL(address);
  const isWeb = url.protocol === 'https:' || url.protocol === 'http:';
  return isWeb && url.username === '' && url.password === '' ? url : null;
}

function isPlainHttps(url: URL): boolean {
  return url.protocol === 'https:' && url.port === '';
}
