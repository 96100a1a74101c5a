import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { protocol, type Session } from 'electron';

/** Pages of the kiosk and the folder of the built renderer each host may read. */
const pages: Readonly<Record<string, string>> = {
  kiosk: 'kiosk/index.html',
  staff: 'staff/index.html',
  vault: 'vault/index.html',
  paper: 'paper/index.html',
};

/** Files of the offline copy's feed, which only the vault's session has a handler for. */
export const feedScheme = 'feed';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** What no page of ours may do. */
const never = [
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
];

/** Sent as a header with every page a person sees (hardening 4). */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  ...never,
  'trusted-types vue',
].join('; ');

/** Sent with the vault's: it shows nothing and reads nothing but the feed. */
export const vaultPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  `connect-src ${feedScheme}:`,
  ...never,
  'trusted-types vault',
].join('; ');

/** Must run before `ready`: makes app:// a secure origin with storage of its own, and feed:// something it may fetch. */
export function registerSchemes(): void {
  const fetched = { standard: true, secure: true, supportFetchAPI: true, stream: true };
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { ...fetched, codeCache: true } },
    { scheme: feedScheme, privileges: { ...fetched, corsEnabled: true } },
  ]);
}

/** A sound that is to be played now, by its id; null when there is none of that id. */
export type SoundAt = (id: string) => { bytes: Uint8Array; type: string } | null;

/**
 * Serves the built pages to one session, and to the visitors' page what it is to play. A handler belongs to one
 * session; the payment view's never gets one.
 */
export function serveApp(session: Session, root: string, soundAt: SoundAt = () => null): void {
  session.protocol.handle('app', async (request) => {
    const sound = soundId(request.url);
    if (sound !== null) return soundResponse(soundAt(sound));
    const file = fileFor(request.url, root);
    if (!file || request.method !== 'GET') return new Response(null, { status: 404 });
    try {
      const body = await readFile(file);
      return new Response(new Uint8Array(body), {
        headers: {
          'content-type': types[extname(file)] ?? 'application/octet-stream',
          'content-security-policy': new URL(request.url).hostname === 'vault' ? vaultPolicy : contentSecurityPolicy,
          'x-content-type-options': 'nosniff',
        },
      });
    } catch {
      return new Response(null, { status: 404 });
    }
  });
}

/** The id in the address of a sound, `app://kiosk/sound/<id>`; null for every other address. */
export function soundId(address: string): string | null {
  return /^app:\/\/kiosk\/sound\/(\d{1,20})$/.exec(address)?.[1] ?? null;
}

function soundResponse(sound: ReturnType<SoundAt>): Response {
  if (!sound) return new Response(null, { status: 404 });
  const headers = { 'content-type': sound.type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };
  return new Response(new Uint8Array(sound.bytes), { headers });
}

/** The file an address names, or null when it would lead outside the built renderer. */
export function fileFor(address: string, root: string): string | null {
  const url = new URL(address);
  const page = pages[url.hostname];
  if (!page) return null;
  const path = url.pathname === '/' ? page : decoded(url.pathname);
  if (path === null) return null;
  const file = normalize(join(root, path));
  return file.startsWith(root + sep) && types[extname(file)] ? file : null;
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname).replace(/^\/+/, '');
  } catch {
    return null; // not valid percent-encoding
  }
}
