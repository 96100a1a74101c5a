import type { ProtocolResponse, Session } from 'electron';
import { objectNameSchema } from '../../../src-shared/feed/head.ts';
import { feedScheme } from '../../platform/edge/app-protocol.ts';
import type { ObjectPath } from '../vault-port.ts';

/** Chromium's `net::ERR_FILE_NOT_FOUND`. */
const notFound: ProtocolResponse = { error: -6 };

/**
 * Lets the pages of one session read files of the feed as `feed://objects/<name>`. The page proves what it reads.
 *
 * Electron calls `registerFileProtocol` deprecated. Here Chromium reads the file and hands it on by itself, twice as fast
 * as bytes that pass through `handle`, and without a millisecond of the process that answers touches. Its successor
 * is `registerSource`, which Electron 45 has and the stand-in for tests has not; eslint.config.ts lets this one through.
 */
export function serveFeed(session: Session, objectPath: ObjectPath): void {
  session.protocol.registerFileProtocol(feedScheme, (request, answer) => {
    answer(answerFeed(request, objectPath));
  });
}

/** The answer to one request: a file, or "not found" for whatever is no name of a file of the feed. */
export function answerFeed(
  { url, method }: { readonly url: string; readonly method: string },
  objectPath: ObjectPath,
): ProtocolResponse {
  const { hostname, pathname } = new URL(url);
  const name = objectNameSchema.safeParse(pathname.slice(1));
  if (method !== 'GET' || hostname !== 'objects' || !name.success) return notFound;
  const headers = { 'cache-control': 'no-store', 'content-type': 'application/octet-stream' };
  return { path: objectPath(name.data), headers };
}
