import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, json, text } from './answer.ts';
import { paymentInit, paymentPage, paymentRouter } from './checkout.ts';
import { control } from './control.ts';
import type { Simulator } from './simulator.ts';
import { tranPipe } from './tran-pipe.ts';

const MOST_BODY_BYTES = 64 * 1024;

/** The HTTP server over a simulator, not yet listening. */
export function knetServer(simulator: Simulator): Server {
  return createServer((request, response) => {
    answerRequest(simulator, request)
      .catch((failure: unknown) => {
        console.error(failure);
        return text('simulator failure', 500);
      })
      .then(
        (answer) => send(response, answer),
        () => response.destroy(),
      );
  });
}

async function answerRequest(simulator: Simulator, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const method = request.method ?? 'GET';
  const body = await readBody(request);
  if (body === null) return text('body too large', 413);
  if (url.pathname.startsWith('/sim/')) {
    return (await control(simulator, method, url, body)) ?? json({ error: 'no such control' }, 404);
  }
  if (simulator.settings.mode === 'slow') await simulator.ports.sleep(simulator.settings.delayMs);
  return (await protocol(simulator, method, url, body)) ?? text('not found', 404);
}

async function protocol(simulator: Simulator, method: string, url: URL, body: string): Promise<Answer | null> {
  const param = url.searchParams.get('param');
  switch (`${method} ${url.pathname}`) {
    case 'GET /kpg/PaymentHTTP.htm':
      return param === 'paymentInit' ? paymentInit(simulator, url.searchParams) : null;
    case 'GET /kpg/paymentpage.htm':
      return paymentPage(simulator, url.searchParams.get('PaymentID'));
    case 'POST /kpg/paymentrouter.htm':
      return paymentRouter(simulator, new URLSearchParams(body));
    case 'POST /kpg/tranPipe.htm':
      return param === 'tranInit' ? tranPipe(simulator, body) : null;
    default:
      return null;
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MOST_BODY_BYTES) chunks.push(chunk);
  }
  return size > MOST_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.kind === 'drop') {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) });
  response.end(answer.body);
}
