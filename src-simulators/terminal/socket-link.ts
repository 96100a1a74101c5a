import type { Socket } from 'node:net';
import { maxNexoBytes, saleToPoiRequestSchema } from '../../src-shared/contract/nexo.ts';
import type { Manner } from './faults.ts';
import { frameOf, FrameReader, headBytes } from './framing.ts';
import type { TerminalLink } from './line.ts';
import type { TerminalMessage } from './messages.ts';
import type { TerminalCore } from './terminal-core.ts';

/** Pause between two bytes of a slow answer, ms. */
const slowByteMs = 250;

/** Serves one connection until it ends. */
export function serveSocket(core: TerminalCore, socket: Socket): void {
  socket.on('error', () => undefined); // always followed by `close`
  const reader = new FrameReader();
  const connection = core.connect(linkOver(socket));
  socket.on('close', () => connection.closed());
  socket.on('data', (piece: Buffer) => {
    const { messages, lost } = reader.read(piece);
    for (const message of messages) {
      const request = readRequest(message);
      if (request) connection.receive(request);
      else connection.reject('not a request of this protocol');
    }
    if (lost) socket.destroy();
  });
}

function readRequest(text: string) {
  try {
    const read = saleToPoiRequestSchema.safeParse(JSON.parse(text));
    return read.success ? read.data.SaleToPOIRequest : null;
  } catch {
    return null;
  }
}

function linkOver(socket: Socket): TerminalLink {
  return {
    send: (message, manner) => {
      if (manner === 'slowBytes') dribble(socket, frameOf(JSON.stringify(message)));
      else socket.write(bytesOf(message, manner));
    },
    close: (how) => {
      if (how === 'reset') socket.resetAndDestroy();
      else socket.end(() => socket.destroy());
    },
  };
}

function bytesOf(message: TerminalMessage, manner: Exclude<Manner, 'slowBytes'>): Buffer {
  const text = JSON.stringify(message);
  switch (manner) {
    case 'plain':
      return frameOf(text);
    case 'malformedJson':
      return frameOf(text.slice(0, -2));
    case 'hugeBody':
      return hugeFrame(text);
  }
}

/** A true length of one byte more than the protocol allows, and that many bytes. */
function hugeFrame(text: string): Buffer {
  const frame = Buffer.alloc(headBytes + maxNexoBytes + 1, ' ');
  frame.writeUInt32BE(maxNexoBytes + 1);
  frame.write(text, headBytes);
  return frame;
}

function dribble(socket: Socket, bytes: Buffer): void {
  if (bytes.length === 0 || socket.destroyed) return;
  socket.write(bytes.subarray(0, 1));
  setTimeout(() => dribble(socket, bytes.subarray(1)), slowByteMs).unref();
}
