import { once } from 'node:events';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { objectNameSchema } from '../../../src-shared/feed/head.ts';

/** A static server with the files of the feed, at the end of a line of so many bits a second. */
export interface SlowLine {
  /** Whose `/<folder>/v1/feed` is that folder of the feed. */
  readonly url: string;
  stop(): Promise<void>;
}

const pieceBytes = 8_192;
/** How late a timer may be without the line becoming slower than it is, ms. */
const lateMs = 10;

/** @param folders with `head.json` and `objects` in each */
export async function slowLine(folders: string, bitsPerSecond: number): Promise<SlowLine> {
  let freeAtMs = performance.now();
  /** Everything that travels shares the line. */
  const pass = async (bytes: number): Promise<void> => {
    freeAtMs = Math.max(freeAtMs, performance.now() - lateMs) + (bytes * 8_000) / bitsPerSecond;
    const ahead = freeAtMs - performance.now();
    if (ahead > 1) await pause(ahead);
  };
  const server = createServer((request, response) => {
    void answer(folders, request, response, pass).catch(() => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo; // of a server on a port it is no path
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function answer(
  folders: string,
  request: IncomingMessage,
  response: ServerResponse,
  pass: (bytes: number) => Promise<void>,
): Promise<void> {
  const path = fileOf(folders, request.url ?? '');
  if (path === null || !existsSync(path)) return void response.writeHead(404).end();
  response.writeHead(200, { 'content-length': statSync(path).size });
  for await (const piece of createReadStream(path, { highWaterMark: pieceBytes })) {
    await pass((piece as Buffer).length); // without an encoding a stream of a file gives buffers
    response.write(piece);
  }
  response.end();
}

function fileOf(folders: string, url: string): string | null {
  const [, folder = '', , , what, name] = url.split('/');
  if (!/^[a-z0-9]+$/.test(folder)) return null;
  if (what === 'head') return join(folders, folder, 'head.json');
  return what === 'objects' && objectNameSchema.safeParse(name).success
    ? join(folders, folder, what, name ?? '')
    : null;
}
