import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AccessBoardSimulator } from '../access-board/board.ts';
import { Line } from '../network/line.ts';
import { PrinterSimulator } from '../printer/printer.ts';
import { badDocuments, civilCardOf } from '../scanner/documents.ts';
import { ScannerSimulator } from '../scanner/scanner.ts';
import { defaultSettings, type Settings } from '../ministry/settings.ts';
import { demoIdentities } from '../world/demo-identities.ts';
import { documentOf } from '../world/documents.ts';
import { TerminalHands } from './terminal-hands.ts';
import { dockRequests, type PrinterMode } from './world-controls.ts';

const codesSchema = z.object({
  codes: z.array(z.object({ referenceNumber: z.string(), kind: z.string(), code: z.string() })),
});

/** The dock plays the outside world of one kiosk: its line, printer and scanner live here; ministry, K-Net and card terminal are told what to do. */
const gatewayPort = Number(process.env['DOCK_GATEWAY_PORT']);
const ministryUrl = process.env['DOCK_MINISTRY_URL'] ?? '';
const knetUrl = process.env['DOCK_KNET_URL'] ?? '';

const line = new Line({ host: '127.0.0.1', port: gatewayPort });
const printer = new PrinterSimulator();
const scanner = new ScannerSimulator();
const board = new AccessBoardSimulator();
const terminal = new TerminalHands(process.env['DOCK_TERMINAL_URL'] ?? '');
let printerState: PrinterMode = 'ready';
let ministry: object = pickShown(defaultSettings);
let knet: unknown = { mode: 'normal', outcome: 'by_card' };

const files: Readonly<Record<string, readonly [string, string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/dock.css': ['dock.css', 'text/css; charset=utf-8'],
  '/dock.js': ['dock.js', 'text/javascript; charset=utf-8'],
};

const server = createServer((request, response) => {
  answer(request, response).catch((failure: unknown) => {
    reply(response, 500, { error: failure instanceof Error ? failure.message : 'failed' });
  });
});
const linePort = await line.listen();
const printerPort = await printer.listen();
const scannerPort = await scanner.listen();
const boardPort = await board.listen();
server.listen(Number(process.env['DOCK_PORT'] ?? 0), '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
console.log(JSON.stringify({ ready: 'dock', port, linePort, printerPort, scannerPort, boardPort }));

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    process.exit(0);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://dock').pathname;
  if (request.method === 'POST') return command(path, await bodyOf(request), response);
  const file = files[path];
  if (file) {
    const body = await readFile(join(import.meta.dirname, 'page', file[0]));
    response.writeHead(200, { 'content-type': file[1] }).end(body);
    return;
  }
  if (path === '/state') return reply(response, 200, await state());
  const paper = /^\/paper\/([\w-]+)\.png$/.exec(path);
  const job = paper && printer.jobs().find(({ id }) => id === paper[1]);
  if (!job) return reply(response, 404, { error: 'not found' });
  response.writeHead(200, { 'content-type': 'image/png' }).end(job.png);
}

async function state(): Promise<object> {
  return {
    network: line.mode,
    ministry,
    knet,
    printer: printerState,
    terminal: await terminal.view(),
    messages: await messages(),
    identities: demoIdentities.map(({ party, description }) => ({
      party,
      description,
      document: documentOf(party.number),
      card: party.kind === 'individual' ? civilCardOf(party.number) : null,
    })),
    badDocuments,
    board: board.view,
    papers: printer.jobs().map(({ id, complete, width, height }) => ({ id, complete, width, height })),
  };
}

/** What the settings of the ministry's stand-in are that the dock can change. */
function pickShown({ mode, traffic, residency, cases, papers, codeKind }: Settings): object {
  return { mode, traffic, residency, cases, papers, codeKind };
}

/** Codes that were sent to telephones; none while the ministry's stand-in does not answer. */
async function messages(): Promise<readonly { referenceNumber: string; code: string }[]> {
  try {
    const reply = await fetch(`${ministryUrl}/sim/codes`, { signal: AbortSignal.timeout(500) });
    return codesSchema
      .parse(await reply.json())
      .codes.filter(({ kind }) => kind === 'one_time_code')
      .map(({ referenceNumber, code }) => ({ referenceNumber, code }));
  } catch {
    return [];
  }
}

async function command(path: string, body: string, response: ServerResponse): Promise<void> {
  if (!isRequestPath(path)) return reply(response, 404, { error: 'not found' });
  const parsed = dockRequests[path].safeParse(readJson(body));
  if (!parsed.success) return reply(response, 400, { error: parsed.error.issues[0]?.message ?? 'not valid' });
  const wanted = parsed.data;
  if ('do' in wanted) {
    const noticed = await terminal.do(wanted.do);
    return reply(response, 200, { ...(await state()), noticed });
  }
  if ('headphones' in wanted) {
    board.plug(wanted.headphones);
    return reply(response, 200, await state());
  }
  if ('text' in wanted) return reply(response, 200, { kiosks: scanner.scan(wanted.text) });
  if ('cable' in wanted) {
    await terminal.setCable(wanted.cable);
  } else if ('state' in wanted) {
    printerState = wanted.state;
    await printer.set(wanted.state);
  } else if (path === '/network' && 'mode' in wanted) {
    const mode = dockRequests['/network'].parse(wanted);
    line.set(mode.mode);
  } else if (path === '/ministry') {
    await tell(ministryUrl, { delayMs: 2_500, ...wanted });
    ministry = { ...ministry, ...wanted };
  } else {
    knet = { ...(knet as object), ...wanted };
    await tell(knetUrl, { delayMs: 4_000, ...wanted });
  }
  reply(response, 200, await state());
}

function isRequestPath(path: string): path is keyof typeof dockRequests {
  return Object.hasOwn(dockRequests, path);
}

async function tell(simulator: string, settings: unknown): Promise<void> {
  const told = await fetch(`${simulator}/sim/settings`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(settings),
  });
  if (!told.ok) throw new Error(`the simulator refused: ${told.status}`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const piece of request) {
    body += String(piece);
    if (body.length > 10_000) throw new Error('too long');
  }
  return body;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
