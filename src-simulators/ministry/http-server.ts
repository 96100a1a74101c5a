import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import type { BackEnd } from './back-end.ts';
import { control, controlPrefix } from './control.ts';
import { findEndpoint } from './endpoints.ts';
import { problem, type Endpoint, type SimReply, type SimRequest } from './endpoint.ts';
import type { Mode, Settings } from './settings.ts';

const mostBodyBytes = 64 * 1024;

const maintenancePage = `<!doctype html><html lang="ar" dir="rtl"><title>صيانة</title><h1>الخدمة متوقفة للصيانة</h1></html>`;

/** Serves the back end and its control interface; the caller decides where it listens. */
export function makeServer(backEnd: BackEnd): Server {
  return createServer((incoming, outgoing) => {
    serve(backEnd, incoming, outgoing).catch((problem: unknown) => {
      // A client that goes away in the middle is everyday life in the fault tests; anything else is a bug to see.
      if (!incoming.destroyed || incoming.complete) console.error('ministry simulator:', problem);
      outgoing.destroy();
    });
  });
}

async function serve(backEnd: BackEnd, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = await readRequest(incoming);
  if (request === null) return send(outgoing, problem(400, 'BAD_REQUEST', 'الطلب ليس JSON أو أنه كبير جداً'));
  backEnd.catchUp();
  if (request.path.startsWith(controlPrefix)) return send(outgoing, control(backEnd, request));
  const endpoint = findEndpoint(request);
  if (endpoint === null) return send(outgoing, problem(404, 'NO_SUCH_SERVICE', 'لا توجد خدمة بهذا العنوان'));

  backEnd.requests[endpoint.counter] += 1;
  const mode = modeOf(backEnd.settings, endpoint);
  if (mode === 'down') return sendDown(backEnd, outgoing);
  if (mode === 'slow') await pause(backEnd.settings.delayMs);
  backEnd.catchUp();
  const reply = endpoint.answer(backEnd, request);
  if (endpoint.counter === 'settlements' && backEnd.settings.losePostingAnswers) return void outgoing.destroy();
  send(outgoing, reply);
}

function modeOf(settings: Settings, { system }: Endpoint): Mode {
  const modes = [settings.mode, system === null ? 'up' : settings[system]];
  return modes.includes('down') ? 'down' : modes.includes('slow') ? 'slow' : 'up';
}

function sendDown({ settings }: BackEnd, outgoing: ServerResponse): void {
  if (settings.downAnswer === 'hang_up') return void outgoing.destroy();
  if (settings.downAnswer === 'status_503')
    return send(outgoing, problem(503, 'OUT_OF_SERVICE', 'الخدمة غير متاحة حالياً'));
  outgoing.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(maintenancePage);
}

function send(outgoing: ServerResponse, { status, body }: SimReply): void {
  outgoing
    .writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

/** The request with its parsed body, or null when the body is too long or not JSON. */
async function readRequest(incoming: IncomingMessage): Promise<SimRequest | null> {
  const url = new URL(incoming.url ?? '/', 'http://simulator.invalid');
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > mostBodyBytes) return null;
    parts.push(part);
  }
  const body = parseBody(Buffer.concat(parts).toString('utf8'));
  if (body === null) return null;
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: body.value,
  };
}

function parseBody(text: string): { readonly value: unknown } | null {
  if (text === '') return { value: undefined };
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
