import { X509Certificate } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import { maxNexoBytes } from '../../../../src-shared/contract/nexo.ts';
import { encodeFrame, FrameReader } from '../frame-codec.ts';
import type { PoiMessage, TerminalConnection } from '../link.ts';
import { totalsRequest } from '../messages.ts';
import { tcpLink } from './tcp-link.ts';
import { selfSigned } from './test-support-certificate.ts';

const reference = { saleId: 'K001', poiId: 'POI1', serviceId: '1' };
const request = totalsRequest({ reference, at: '' });
const header = { ...request.MessageHeader, MessageType: 'Response' };
const reply = (lines: number) => {
  const TransactionTotals = [{ PaymentCurrency: 'KWD', PaymentTotals: Array.from({ length: lines }, () => total) }];
  const TotalsResponse = { Response: { Result: 'Success' }, TransactionTotals };
  return encodeFrame(JSON.stringify({ SaleToPOIResponse: { MessageHeader: header, TotalsResponse } }));
};
const total = { TransactionType: 'Debit', TransactionCount: 1, TransactionAmount: 1.25 };

let server: Server | null = null;
const sockets = new Set<Socket>();

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  server?.close();
});

/** Something that listens, and what it does with a connection. */
async function listening(made: Server): Promise<number> {
  server = made;
  made.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return (made.address() as AddressInfo).port;
}

/** Connects, and keeps what comes in. */
async function dial(port: number, certificateSha256: string | null = null, limitMs = 2_000) {
  const heard: PoiMessage[] = [];
  const state = { closed: false };
  const link = tcpLink({ host: '127.0.0.1', port, poiId: 'POI1', certificateSha256 });
  const events = { onMessage: (message: PoiMessage) => heard.push(message), onClose: () => (state.closed = true) };
  const connected = await link.connect(events, limitMs);
  return { heard, state, connected };
}

async function mustDial(port: number, certificateSha256?: string) {
  const { heard, state, connected } = await dial(port, certificateSha256);
  if (!connected.ok) throw new Error(connected.error);
  const connection: TerminalConnection = connected.value;
  return { heard, state, connection };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tried = 0; tried < 200 && !condition(); tried += 1) await pause(10);
  expect(condition()).toBe(true);
}

describe('a terminal over TCP', () => {
  it('a request arrives as one frame, and answers come back whole when they dribble in', async () => {
    const frames = new FrameReader();
    const asked: (string | null)[] = [];
    const port = await listening(
      createServer((socket) => {
        socket.on('data', (piece) => {
          asked.push(...frames.take(piece).messages);
          void (async () => {
            for (const byte of reply(1)) {
              socket.write(Uint8Array.of(byte));
              if (byte === 0x7b) await pause(1);
            }
          })();
        });
      }),
    );
    const { heard, connection } = await mustDial(port);
    connection.send(request);
    await until(() => heard.length === 1);
    expect(JSON.parse(asked[0] ?? '')).toEqual({ SaleToPOIRequest: request });
    expect(heard[0]).toMatchObject({ kind: 'answer', answer: { TotalsResponse: { Response: { Result: 'Success' } } } });
    connection.close();
  });

  it('a long answer is read', async () => {
    const port = await listening(createServer((socket) => socket.write(reply(2_500))));
    const { heard } = await mustDial(port);
    await until(() => heard.length === 1);
    expect(reply(2_500).length).toBeGreaterThan(2 * 65_536);
    expect(heard[0]?.kind).toBe('answer');
  });

  it.each(['end', 'destroy', 'resetAndDestroy'] as const)('the other side hangs up (%s): told once', async (how) => {
    const port = await listening(createServer((socket) => setTimeout(() => socket[how](), 20)));
    const { state } = await mustDial(port);
    await until(() => state.closed);
  });

  it('a body longer than any message ends the connection before it is read', async () => {
    const head = new Uint8Array(4);
    new DataView(head.buffer).setUint32(0, maxNexoBytes + 1);
    const port = await listening(createServer((socket) => socket.write(head)));
    const { heard, state } = await mustDial(port);
    await until(() => state.closed);
    expect(heard).toEqual([]);
  });

  it('cut in the middle of an answer: closed, and half an answer is none', async () => {
    const half = reply(1).subarray(0, 60);
    const port = await listening(
      createServer((socket) => socket.write(half, () => setTimeout(() => socket.destroy(), 20))),
    );
    const { heard, state } = await mustDial(port);
    await until(() => state.closed);
    expect(heard).toEqual([]);
  });

  it('half-open: sending and closing do not wait for the other side', async () => {
    const port = await listening(createServer({ allowHalfOpen: true, pauseOnConnect: true }));
    const { heard, state, connection } = await mustDial(port);
    for (let sent = 0; sent < 100; sent += 1) connection.send(request);
    connection.close();
    await until(() => state.closed);
    expect(heard).toEqual([]);
  });

  it('nobody listens: unreachable', async () => {
    const port = await listening(createServer());
    server?.close();
    expect((await dial(port)).connected).toEqual({ ok: false, error: 'unreachable' });
  });
});

describe('a terminal over TLS', () => {
  const options = selfSigned('POI1');
  const pin = new X509Certificate(options.cert).fingerprint256.replaceAll(':', '').toLowerCase();

  it('with the certificate that was agreed on it is spoken to', async () => {
    const port = await listening(createTlsServer(options, (socket) => socket.write(reply(1))));
    const { heard } = await mustDial(port, pin);
    await until(() => heard.length === 1);
    expect(heard[0]?.kind).toBe('answer');
  });

  it('with any other certificate, or none, not one byte is said', async () => {
    let bytes = 0;
    const port = await listening(
      createTlsServer(options, (socket) => {
        socket.on('error', () => undefined);
        socket.on('data', (piece: Buffer) => (bytes += piece.length));
      }),
    );
    expect((await dial(port, 'ab'.repeat(32))).connected).toEqual({ ok: false, error: 'unreachable' });
    expect(bytes).toBe(0);
  });

  it('a listener that never finishes the handshake is given up', async () => {
    const port = await listening(createServer({ pauseOnConnect: true }));
    const began = performance.now();
    expect((await dial(port, pin, 150)).connected).toEqual({ ok: false, error: 'unreachable' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
