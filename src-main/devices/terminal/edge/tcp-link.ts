import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { err, ok, type Result } from '../../../../src-shared/result.ts';
import type { TerminalAddress } from '../address.ts';
import { encodeFrame, FrameReader } from '../frame-codec.ts';
import type { ConnectionEvents, TerminalConnection, TerminalLink } from '../link.ts';
import { readMessage } from '../read-message.ts';

/** Silence after which the system begins to ask whether the other end still lives, ms. */
const keepAliveMs = 15_000;

/** The way to a terminal over TCP, or over TLS with exactly the certificate that was agreed on. */
export function tcpLink(address: TerminalAddress): TerminalLink {
  return { connect: (events, limitMs) => open(address, events, limitMs) };
}

function open(
  address: TerminalAddress,
  events: ConnectionEvents,
  limitMs: number,
): Promise<Result<TerminalConnection, 'unreachable'>> {
  return new Promise((resolve) => {
    const dial = address.certificateSha256 === null ? dialTcp : dialTls;
    const socket = dial(address, () => {
      clearTimeout(limit);
      listen(socket, events);
      resolve(ok(connectionOn(socket)));
    });
    const limit = setTimeout(() => socket.destroy(), limitMs);
    socket.on('error', () => undefined); // always followed by `close`
    socket.once('close', () => {
      clearTimeout(limit);
      resolve(err('unreachable')); // without effect once connected
    });
  });
}

function dialTcp({ host, port }: TerminalAddress, connected: () => void): Socket {
  return connectTcp({ host, port, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs }, connected);
}

function dialTls({ host, port, certificateSha256 }: TerminalAddress, connected: () => void): TLSSocket {
  // Terminals carry certificates of their own making: the pin below takes the place of the chain of authorities.
  const socket = connectTls({ host, port, rejectUnauthorized: false, minVersion: 'TLSv1.2' }, () => {
    const shown = socket.getPeerX509Certificate()?.fingerprint256.replaceAll(':', '').toLowerCase();
    if (shown === certificateSha256) connected();
    else socket.destroy();
  });
  socket.setNoDelay(true);
  socket.setKeepAlive(true, keepAliveMs);
  return socket;
}

function listen(socket: Socket, events: ConnectionEvents): void {
  const frames = new FrameReader();
  socket.on('data', (piece: Buffer) => {
    const { messages, broken } = frames.take(piece);
    for (const text of messages) events.onMessage(readMessage(text));
    if (broken) socket.destroy();
  });
  socket.once('close', () => events.onClose());
}

function connectionOn(socket: Socket): TerminalConnection {
  return {
    send: (message) => void socket.write(encodeFrame(JSON.stringify({ SaleToPOIRequest: message }))),
    // Everything that was to be said has been said or does not count any more.
    close: () => void socket.destroy(),
  };
}
