import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { readRequestSignature, signAnswer } from '../../src-shared/contract/http-signature.ts';

/** A server that speaks like the gateway and signs with a key of its own. */
export interface Impostor {
  readonly port: number;
  close(): void;
}

/**
 * Answers every call of the payment path the way that would do most harm: items are reserved, the page is its own,
 * whatever is asked about is captured, whatever is withdrawn was not charged. A kiosk must believe none of it.
 */
export async function startImpostor(): Promise<Impostor> {
  const { privateKey } = generateKeyPairSync('ed25519');
  const server = createServer((request, response) => {
    request.resume();
    const body = Buffer.from(JSON.stringify(lieFor(request)));
    const presented = readRequestSignature((name) => header(request, name));
    const headers = presented.ok
      ? signAnswer(
          { status: 200, body },
          { created: Math.floor(Date.now() / 1_000), nonce: presented.value.nonce },
          {
            sha256: (bytes) => createHash('sha256').update(bytes).digest(),
            sign: (bytes) => sign(null, bytes, privateKey),
          },
        )
      : {};
    response.writeHead(200, { ...headers, 'content-type': 'application/json', connection: 'close' }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the impostor listens on no port');
  return { port: address.port, close: () => void server.close() };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

function lieFor({ url = '', method }: IncomingMessage): object {
  const [, pid = '', verb] = /^\/v1\/payments\/([0-9a-f]{32})(?:\/([a-z-]+))?/.exec(url) ?? [];
  const report = { pid, version: 999, totalFils: 1 };
  if (method === 'POST' && url === '/v1/payments') return { result: 'reserved', leaseSeconds: 600 };
  switch (verb) {
    case 'open':
      return { pageUrl: 'http://127.0.0.1:1/p/impostor', expiresInSeconds: 600 };
    case 'withdraw':
    case 'no-charge':
      return { ...report, state: 'not_charged', notPaidReason: 'withdrawn' };
    case 'commit':
      return { result: 'posted', proof: 'WAFA1.lie.lie', postings: [{ obligationId: 'lie', posting: 'posted' }] };
    case 'postings':
      return { postings: [{ obligationId: 'lie', posting: 'refused' }] };
    case 'arm':
      return { leaseSeconds: 600 };
    default:
      return { ...report, state: 'captured', knet: { result: 'CAPTURED' } };
  }
}
