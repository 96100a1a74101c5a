import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../../src-gateway/keys/gateway-keys.ts';
import { keyFileIn } from '../../src-gateway/keys/edge/key-file.ts';
import { systemRng } from '../../src-gateway/edge/system.ts';
import type { GatewayProblem } from '../../src-shared/contract/gateway-http.ts';
import { readRequestSignature, signAnswer } from '../../src-shared/contract/http-signature.ts';

/** Headers that are about one connection, or about the bytes as they lay on it. */
const ofTheLine = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  'keep-alive',
]);

const conflict: GatewayProblem = { error: 'conflict', message: 'refused by the test' };

/**
 * The gateway of a test's world as a kiosk may meet it after a mistake at the ministry's side: it refuses some requests,
 * under its own signature, and answers all others.
 */
export class RefusingGateway {
  /** Paths whose POST is refused; null: none. */
  refuses: RegExp | null = null;
  readonly #upstream: string;
  readonly #keys: GatewayKeys;
  readonly #server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  private constructor(upstream: string, keys: GatewayKeys) {
    this.#upstream = upstream;
    this.#keys = keys;
  }

  /** @param folder of the gateway's keys */
  static async start(upstream: string, folder: string): Promise<RefusingGateway> {
    const keys = await loadOrCreateGatewayKeys(keyFileIn(folder), systemRng);
    if (!keys.ok) throw new Error(keys.error.problem);
    const gateway = new RefusingGateway(upstream, keys.value);
    gateway.#server.listen(0, '127.0.0.1');
    await once(gateway.#server, 'listening');
    return gateway;
  }

  get url(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('it listens on no port');
    return `http://127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const { method = 'GET', url = '/' } = request;
    if (method === 'POST' && this.refuses?.test(url)) return this.#refuse(request, response);
    const answer = await fetch(this.#upstream + url, {
      method,
      headers: kept(Object.entries(request.headers)),
      body: body.length > 0 ? body : null,
      redirect: 'manual',
    });
    response.writeHead(answer.status, kept([...answer.headers]));
    response.end(new Uint8Array(await answer.arrayBuffer()));
  }

  #refuse({ headers }: IncomingMessage, response: ServerResponse): void {
    const presented = readRequestSignature((name) => String(headers[name] ?? ''));
    if (!presented.ok) throw new Error('a request without a signature cannot be refused');
    const body = new TextEncoder().encode(JSON.stringify(conflict));
    const signature = signAnswer(
      { status: 409, body },
      { created: Math.floor(Date.now() / 1000), nonce: presented.value.nonce },
      {
        sha256: (bytes) => createHash('sha256').update(bytes).digest(),
        sign: (bytes) => this.#keys.signAnswer(bytes),
      },
    );
    response.writeHead(409, { ...signature, 'content-type': 'application/json' }).end(body);
  }
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk as Uint8Array); // without an encoding a request yields bytes
  return new Uint8Array(Buffer.concat(chunks));
}

function kept(headers: readonly (readonly [string, string | string[] | undefined])[]): Record<string, string> {
  return Object.fromEntries(
    headers.flatMap(([name, value]) => (typeof value === 'string' && !ofTheLine.has(name) ? [[name, value]] : [])),
  );
}
