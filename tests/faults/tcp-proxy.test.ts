import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TcpProxy, type LineFault } from './tcp-proxy.ts';

/** Short for a test that waits for silence, long for a busy machine. */
const answerLimitMs = 800;

/** Bodies the server got whole. */
let arrived: string[];
let server: Server;
let proxy: TcpProxy;
let port: number;

beforeEach(async () => {
  arrived = [];
  server = createServer((incoming, response) => {
    let body = '';
    incoming.on('data', (piece: Buffer) => (body += piece.toString()));
    incoming.on('end', () => {
      arrived.push(body);
      response.end('the answer');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  proxy = new TcpProxy(typeof address === 'object' && address !== null ? address.port : 0);
  port = await proxy.listen();
});
afterEach(() => {
  proxy.close();
  server.closeAllConnections();
  server.close();
});

/** One exchange: what came back, or how it failed. */
function ask(path = '/pay', body = 'the request'): Promise<string> {
  return new Promise((resolve) => {
    const outgoing = request({ host: '127.0.0.1', port, path, method: 'POST', agent: false, timeout: answerLimitMs });
    outgoing.on('timeout', () => {
      resolve('silence');
      outgoing.destroy();
    });
    outgoing.on('error', () => resolve('broken'));
    outgoing.on('response', (response) => {
      let text = `${response.statusCode ?? 0} `;
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => resolve(text));
      response.on('error', () => resolve('broken'));
    });
    outgoing.end(body);
  });
}

async function through(fault: LineFault, times = 1): Promise<string> {
  proxy.arm({ fault, matches: (line) => line.startsWith('POST /pay '), times });
  return ask();
}

const someAnswer = 'HTTP/1.1 503 X\r\ncontent-length: 4\r\nconnection: close\r\n\r\nbusy';

describe('a line', () => {
  it('without a fault carries both ways', async () => {
    expect(await ask()).toBe('200 the answer');
    expect(arrived).toEqual(['the request']);
    expect(proxy.injected).toBe(0);
  });

  const never: readonly LineFault[] = [
    { kind: 'cut_request', after: 0, how: 'close' },
    { kind: 'cut_request', after: 30, how: 'reset' },
    { kind: 'half_open' },
    { kind: 'black_hole', ms: 5_000 },
    { kind: 'answer', bytes: someAnswer },
  ];
  for (const fault of never) {
    it(`with ${JSON.stringify(fault).slice(0, 60)} keeps the request from arriving`, async () => {
      expect(await through(fault)).toBe(expected[fault.kind]);
      expect(arrived).toEqual([]);
      expect(proxy.injected).toBe(1);
    });
  }

  const arrives: readonly LineFault[] = [
    { kind: 'cut_answer', after: 0, how: 'close' },
    { kind: 'cut_answer', after: 20, how: 'reset' },
    { kind: 'swallow_answer' },
    { kind: 'answer_instead', bytes: someAnswer },
    { kind: 'slow', pieceBytes: 1, pauseMs: 0 },
  ];
  for (const fault of arrives) {
    it(`with ${JSON.stringify(fault).slice(0, 60)} lets the request arrive`, async () => {
      expect(await through(fault)).toBe(expected[fault.kind]);
      expect(arrived).toEqual(['the request']);
      expect(proxy.injected).toBe(1);
    });
  }

  const expected: Readonly<Record<LineFault['kind'], string>> = {
    cut_request: 'broken',
    cut_answer: 'broken',
    half_open: 'silence',
    black_hole: 'silence',
    swallow_answer: 'silence',
    answer: '503 busy',
    answer_instead: '503 busy',
    slow: '200 the answer',
    detour: '',
  };

  it('is well again after the exchanges the fault was for, and at once when it is healed', async () => {
    expect(await through({ kind: 'answer', bytes: someAnswer }, 2)).toBe('503 busy');
    expect(await ask()).toBe('503 busy');
    expect(await ask()).toBe('200 the answer');
    proxy.arm({ fault: { kind: 'black_hole', ms: 60_000 }, matches: () => true, times: 1 });
    expect(await ask()).toBe('silence');
    proxy.heal();
    expect(await ask()).toBe('200 the answer');
  });

  it('is well again when the time of a fault is over', async () => {
    proxy.arm({ fault: { kind: 'answer', bytes: someAnswer }, matches: () => true, times: 1_000, lastsMs: 250 });
    expect(await ask()).toBe('503 busy');
    expect(await ask()).toBe('503 busy');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await ask()).toBe('200 the answer');
  });

  it('leaves other exchanges alone, and counts all of them', async () => {
    proxy.arm({ fault: { kind: 'half_open' }, matches: (line) => line.startsWith('POST /other '), times: 1 });
    expect(await ask('/pay')).toBe('200 the answer');
    expect(proxy.requests.map(({ line }) => line)).toEqual(['POST /pay HTTP/1.1']);
    expect(proxy.injected).toBe(0);
  });

  it('cut beyond the end of the answer is not cut', async () => {
    expect(await through({ kind: 'cut_answer', after: 100_000, how: 'close' })).toBe('200 the answer');
    expect(proxy.injected).toBe(0);
  });

  it('can lead to another server', async () => {
    const impostor = createServer((_incoming, response) => response.end('a lie'));
    impostor.listen(0, '127.0.0.1');
    await once(impostor, 'listening');
    const address = impostor.address();
    const other = typeof address === 'object' && address !== null ? address.port : 0;
    expect(await through({ kind: 'detour', port: other })).toBe('200 a lie');
    expect(arrived).toEqual([]);
    expect(await ask()).toBe('200 the answer');
    impostor.closeAllConnections();
    impostor.close();
  });
});
