import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Timers } from '../../src-shared/ports.ts';
import { systemTimers } from '../edge/system.ts';
import { networkFetch } from './edge/network.ts';
import { makeHttpClient, type HttpClient } from './http-client.ts';

let server: Server | undefined;

/** A client of a server that behaves as the listener does. */
async function clientOf(listener: RequestListener, timers: Timers = systemTimers): Promise<HttpClient> {
  server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return makeHttpClient({
    baseUrl: `http://127.0.0.1:${address.port}`,
    fetch: networkFetch,
    timers,
    limits: { timeoutMs: 300, mostBytes: 100_000 },
  });
}

afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  if (server !== undefined) await once(server, 'close');
  server = undefined;
});

const json = { 'content-type': 'application/json; charset=utf-8' };
const ask = { method: 'GET', path: '/x' } as const;

describe('the client of the ministry', () => {
  it('reads JSON with its status, not-found answers included', async () => {
    const client = await clientOf((_, answer) => answer.writeHead(404, json).end('{"text":"غير موجود"}'));
    expect(await client(ask)).toEqual({ ok: true, value: { status: 404, body: { text: 'غير موجود' } } });
  });

  it('leaves no timer behind when the answer is there', async () => {
    let running = 0;
    const timers: Timers = {
      after: () => {
        running += 1;
        return { cancel: () => (running -= 1) };
      },
    };
    const client = await clientOf((_, answer) => answer.writeHead(200, json).end('{}'), timers);
    expect(await client(ask)).toMatchObject({ ok: true });
    expect(running).toBe(0);
  });

  it('sends a body as JSON', async () => {
    const client = await clientOf((request, answer) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => answer.writeHead(200, json).end(JSON.stringify({ text, method: request.method })));
    });
    const answer = await client({ method: 'POST', path: '/x', body: { amount: '1.000' } });
    expect(answer).toMatchObject({ value: { body: { text: '{"amount":"1.000"}', method: 'POST' } } });
  });

  it.each([
    ['a maintenance page', 'text/html', '<html>'],
    ['garbage', 'application/json', '}{'],
    ['an empty answer', 'application/json', ''],
    ['half an answer with the right length', 'application/json', '{"violations":[{'],
    ['broken UTF-8', 'application/json', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
    ['JSON that calls itself something else', 'application/jsonp', '{}'],
  ])('%s is not an answer', async (_, type, body) => {
    const client = await clientOf((__, answer) => answer.writeHead(200, { 'content-type': type }).end(body));
    expect(await client(ask)).toEqual({ ok: false, error: 'not_json' });
  });

  it('a status of 500 and above is a server error, whatever comes with it', async () => {
    const client = await clientOf((_, answer) => answer.writeHead(503, json).end('{"violations":[]}'));
    expect(await client(ask)).toEqual({ ok: false, error: 'server_error' });
  });

  it('an answer torn off in the middle is unreachable', async () => {
    const client = await clientOf((_, answer) => {
      answer.writeHead(200, { ...json, 'content-length': '1000' });
      answer.write('{"violations":[', () => answer.destroy());
    });
    expect(await client(ask)).toEqual({ ok: false, error: 'unreachable' });
  });

  it('a dropped connection and a closed port are unreachable', async () => {
    const client = await clientOf((request) => request.socket.destroy());
    expect(await client(ask)).toEqual({ ok: false, error: 'unreachable' });
    server?.close();
    expect(await client(ask)).toEqual({ ok: false, error: 'unreachable' });
  });

  it('silence ends at the time limit', async () => {
    const client = await clientOf(() => undefined);
    expect(await client(ask)).toEqual({ ok: false, error: 'timeout' });
  });

  it('an answer that drips ends at the time limit too', async () => {
    const client = await clientOf((_, answer) => {
      answer.writeHead(200, json);
      const drip = setInterval(() => answer.write(' '), 20);
      answer.on('close', () => clearInterval(drip));
    });
    const before = performance.now();
    expect(await client(ask)).toEqual({ ok: false, error: 'timeout' });
    expect(performance.now() - before).toBeLessThan(1500);
  });

  it('fifty megabytes are cut off long before their end', async () => {
    let written = 0;
    const client = await clientOf((_, answer) => {
      const part = Buffer.alloc(64 * 1024, 0x20);
      const more = (): void => {
        if (answer.destroyed || written >= 50_000_000) return void answer.end();
        written += part.length;
        answer.write(part, more);
      };
      answer.writeHead(200, json);
      more();
    });
    expect(await client(ask)).toEqual({ ok: false, error: 'too_large' });
    expect(written).toBeLessThan(20_000_000);
  });

  it('does not follow a redirect', async () => {
    let asked = 0;
    const client = await clientOf((request, answer) => {
      asked += 1;
      if (request.url === '/x') return void answer.writeHead(302, { location: '/y' }).end();
      answer.writeHead(200, json).end('{}');
    });
    expect(await client(ask)).toEqual({ ok: false, error: 'unreachable' });
    expect(asked).toBe(1);
  });
});
