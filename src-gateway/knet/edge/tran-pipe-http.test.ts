import { createServer, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { tranPipeOverHttp } from './tran-pipe-http.ts';
import { answerLimitBytes } from '../tran-pipe-xml.ts';

interface Received {
  readonly contentType: string | undefined;
  readonly body: string;
}

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(
  answer: (response: ServerResponse, socket: Socket) => void,
): Promise<{ url: string; received: Received[] }> {
  const received: Received[] = [];
  const listening = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ contentType: request.headers['content-type'], body });
      answer(response, request.socket);
    });
  });
  server = listening;
  await new Promise<void>((resolve) => {
    listening.listen(0, '127.0.0.1', resolve);
  });
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return { url: `http://127.0.0.1:${address.port}/kpg/tranPipe.htm?param=tranInit`, received };
}

function post(url: string, timeoutMs = 2000) {
  return tranPipeOverHttp({ url, timeoutMs, ca: null }).post('<request/>');
}

describe('one request to the server interface', () => {
  it('carries XML and brings the answer as text', async () => {
    const { url, received } = await serve((response) => response.end('<result>نعم</result>'));
    expect(await post(url)).toEqual({ ok: true, value: '<result>نعم</result>' });
    expect(received).toEqual([{ contentType: 'application/xml', body: '<request/>' }]);
  });

  it.each<[string, (response: ServerResponse, socket: Socket) => void, string]>([
    ['an error status', (response) => response.writeHead(503).end('<result>CAPTURED</result>'), 'http_status'],
    [
      'a redirect, which is not followed',
      (response) => response.writeHead(307, { location: '/elsewhere' }).end(),
      'http_status',
    ],
    [
      'a connection dropped before the answer',
      (_, socket) => {
        socket.destroy();
      },
      'unreachable',
    ],
    [
      'a connection reset',
      (_, socket) => {
        socket.resetAndDestroy();
      },
      'unreachable',
    ],
    [
      'a connection dropped in the middle of the answer',
      (response, socket) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('<result>CAPTURED</result>', () => {
          socket.destroy();
        });
      },
      'unreachable',
    ],
    ['too much', (response) => response.end('x'.repeat(answerLimitBytes + 1)), 'too_large'],
    ['bytes that are not text', (response) => response.end(Buffer.from([0xff, 0xfe])), 'not_text'],
  ])('is sent once and not repeated when it meets %s', async (_, answer, error) => {
    const { url, received } = await serve(answer);
    expect(await post(url)).toEqual({ ok: false, error });
    expect(received).toHaveLength(1);
  });

  it('gives up at its limit when the answer never comes, or comes too slowly, and does not repeat', async () => {
    const { url, received } = await serve((response) => {
      response.writeHead(200);
      response.write('<result>');
    });
    expect(await post(url, 150)).toEqual({ ok: false, error: 'timeout' });
    expect(received).toHaveLength(1);
  });

  it('says unreachable when nobody listens', async () => {
    const { url } = await serve(() => undefined);
    server?.close();
    expect(await post(url)).toEqual({ ok: false, error: 'unreachable' });
  });
});
