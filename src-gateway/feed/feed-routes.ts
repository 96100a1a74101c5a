/*
 * The feed for kiosks, as files. Head and objects are open to everybody: each byte is covered by the head's signature, so
 * a cache or mirror may stand between. The peppers are for enrolled kiosks only; register this after `kiosksPlugin`.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FeedPeppersReply, GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { objectNameSchema } from '../../src-shared/feed/head.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { Feed } from './feed.ts';
import { headPath, objectPath, type FeedFolder } from './folder.ts';
import { readRange } from './range.ts';
import { nameOf } from './seal.ts';

export interface FeedRoutesDeps {
  readonly feed: Feed;
  readonly feedFolder: FeedFolder;
  readonly keys: Pick<GatewayKeys, 'feedEpoch'>;
}

const nothing: GatewayProblem = { error: 'not_found', message: 'the feed has no such file' };

/** See the top of the file. Closing the server ends the feed's timer. */
export async function feedRoutes(fastify: FastifyInstance, { feed, feedFolder, keys }: FeedRoutesDeps): Promise<void> {
  fastify.get('/v1/feed/head', async (request, reply) => {
    const head = await feedFolder.read(headPath);
    if (head === null) return reply.code(404).send(nothing);
    const tag = `"${nameOf(head)}"`;
    reply.header('cache-control', 'no-cache').header('etag', tag);
    if (request.headers['if-none-match'] === tag) return reply.code(304).send();
    return reply.type('application/json').send(Buffer.from(head));
  });

  fastify.get<{ Params: { name: string } }>('/v1/feed/objects/:name', async (request, reply) => {
    const name = objectNameSchema.safeParse(request.params.name);
    const size = name.success ? await feedFolder.size(objectPath(name.data)) : null;
    if (!name.success || size === null) return reply.code(404).send(nothing);
    const tag = `"${name.data}"`;
    const { range, 'if-range': ifRange } = request.headers;
    const part = ifRange === undefined || ifRange === tag ? readRange(range, size) : null;
    if (part === 'beyond') return reply.code(416).header('content-range', `bytes */${size}`).send();
    if (part !== null) reply.code(206).header('content-range', `bytes ${part.from}-${part.to - 1}/${size}`);
    const bytes = await feedFolder.readPart(objectPath(name.data), part?.from ?? 0, part?.to ?? size);
    return bytes === null ? reply.code(404).send(nothing) : sendForEver(reply, tag, bytes);
  });

  fastify.get('/v1/feed/peppers', async (_request, reply): Promise<FeedPeppersReply> => {
    reply.header('cache-control', 'no-store');
    return handedOut(feed, keys);
  });

  fastify.addHook('onClose', async () => feed.close());
}

/** The peppers an enrolled kiosk may have now. */
export function handedOut(feed: Pick<Feed, 'epochs'>, keys: Pick<GatewayKeys, 'feedEpoch'>): FeedPeppersReply {
  const epochs = feed.epochs().map((epoch) => {
    const { indexKey, rowKey } = keys.feedEpoch(epoch);
    return { epoch, indexKey: toBase64Url(indexKey), rowKey: toBase64Url(rowKey) };
  });
  return { epochs };
}

/** A file that is named by its content never changes. */
function sendForEver(reply: FastifyReply, tag: string, bytes: Uint8Array): FastifyReply {
  return reply
    .header('cache-control', 'public, max-age=31536000, immutable')
    .header('etag', tag)
    .header('accept-ranges', 'bytes')
    .type('application/octet-stream')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
