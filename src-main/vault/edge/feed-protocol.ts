import type { Session } from 'electron';
import { objectNameSchema } from '../../../src-shared/feed/head.ts';
import { feedScheme } from '../../platform/edge/app-protocol.ts';
import type { ObjectOf } from '../vault-port.ts';

/**
 * Lets the pages of one session read files of the feed as `feed://objects/<name>`.
 * @param origin of the page that may
 */
export function serveFeed(session: Session, origin: string, objectOf: ObjectOf): void {
  session.protocol.handle(feedScheme, (request) => answerFeed(request, origin, objectOf));
}

/** The answer to one request; 404 for whatever is no file of the feed. */
export async function answerFeed(request: Request, origin: string, objectOf: ObjectOf): Promise<Response> {
  const name = objectNameIn(request.url);
  const bytes = name !== null && request.method === 'GET' ? await objectOf(name).catch(() => null) : null;
  // The page's origin is another than the feed's, and so it has to be let in by name.
  const headers = { 'access-control-allow-origin': origin, 'cache-control': 'no-store' };
  if (bytes === null) return new Response(null, { status: 404, headers });
  const length = String(bytes.length);
  return new Response(streamOf(bytes), {
    headers: { ...headers, 'content-type': 'application/octet-stream', 'content-length': length },
  });
}

/** A response made of bytes would copy them first. */
function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(bytes);
      controller.close();
    },
  });
}

function objectNameIn(address: string): string | null {
  const { hostname, pathname } = new URL(address);
  const name = objectNameSchema.safeParse(pathname.slice(1));
  return hostname === 'objects' && name.success ? name.data : null;
}
