import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';
import type { Timers } from '../../src-shared/ports.ts';
import { openLedgerFile } from '../ledger-file.ts';
import { control, type Bench } from './control.ts';
import { fileLedger, memoryLedger } from './ledger.ts';
import type { Configuration } from './settings.ts';
import { serveSocket } from './socket-link.ts';
import { TerminalCore } from './terminal-core.ts';

const loopback = '127.0.0.1';
const mostBodyBytes = 64 * 1024;

/** A terminal that listens. */
export interface RunningTerminal {
  readonly port: number;
  readonly controlPort: number;
  close(): Promise<void>;
}

/**
 * Starts the simulator on 127.0.0.1 and nowhere else.
 * @throws when a port is taken or the ledger file cannot be read.
 */
export async function startTerminal(configuration: Configuration): Promise<RunningTerminal> {
  const file = configuration.ledgerFile === null ? null : openLedgerFile(configuration.ledgerFile);
  const ledger = file ? fileLedger(file) : memoryLedger();
  const clock = { monotonicMs: () => performance.now(), wallMs: () => Date.now() };
  const core = new TerminalCore({ clock, timers, rng: { bytes: randomBytes }, ledger }, configuration.poiId);
  const server = createServer({ noDelay: true }, (socket) => serveSocket(core, socket));
  const port = await listen(server, configuration.port);
  let cable: 'in' | 'out' = 'in';
  const bench: Bench = {
    core,
    ledger,
    cable: () => cable,
    async setCable(wanted) {
      if (wanted === cable) return;
      cable = wanted;
      if (wanted === 'in') await listen(server, port);
      else await hangUp(server, core);
    },
  };
  const controlServer = createHttpServer((request, response) => {
    answer(bench, request).then(
      ({ status, contentType, body }) => response.writeHead(status, { 'content-type': contentType }).end(body),
      (failure: unknown) => {
        console.error(failure);
        response.destroy();
      },
    );
  });
  const controlPort = await listen(controlServer, configuration.controlPort);
  return {
    port,
    controlPort,
    async close() {
      core.powerOff();
      controlServer.closeAllConnections();
      controlServer.close();
      if (server.listening) await hangUp(server, core);
      file?.close();
    },
  };
}

const timers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return { cancel: () => clearTimeout(timer) };
  },
};

async function listen(server: Server | HttpServer, port: number): Promise<number> {
  server.listen(port, loopback);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
}

/** Stops listening and ends every connection; a payment under way goes on. */
async function hangUp(server: Server, core: TerminalCore): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  core.cutLines();
  await closed;
}

async function answer(bench: Bench, request: IncomingMessage) {
  const url = new URL(request.url ?? '/', 'http://terminal');
  let body = '';
  for await (const piece of request) {
    body += String(piece);
    if (body.length > mostBodyBytes) throw new Error('too long');
  }
  return control(bench, request.method ?? 'GET', url, body);
}
