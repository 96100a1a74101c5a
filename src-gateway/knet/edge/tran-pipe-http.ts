import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { strictUtf8 } from '../cipher.ts';
import type { TranPipePort, TransportFault } from '../tran-pipe-port.ts';
import { answerLimitBytes } from '../tran-pipe-xml.ts';

/** Where and how to reach K-Net's server interface. */
export interface TranPipeHttpOptions {
  readonly url: string;
  /** Limit for the whole exchange, connecting included, in milliseconds. */
  readonly timeoutMs: number;
  /** PEM text of the certificate authority; null = the system's. */
  readonly ca: string | null;
}

/** The network edge of the K-Net client: one fresh, verified connection per request, never reused, never repeated. */
export function tranPipeOverHttp(options: TranPipeHttpOptions): TranPipePort {
  return { post: (body) => postOnce(options, body) };
}

function postOnce(options: TranPipeHttpOptions, body: string): Promise<Result<string, TransportFault>> {
  return new Promise((resolve) => {
    const bytes = Buffer.from(body, 'utf8');
    const signal = AbortSignal.timeout(options.timeoutMs);
    const requestOptions: RequestOptions & { ca?: string } = {
      method: 'POST',
      // No agent: a kept connection may be dead, and then Node would have to send the same request again.
      agent: false,
      signal,
      headers: { 'content-type': 'application/xml', 'content-length': bytes.byteLength, connection: 'close' },
      ...(options.ca === null ? {} : { ca: options.ca }),
    };
    const send = options.url.startsWith('https:') ? httpsRequest : httpRequest;
    const outgoing = send(options.url, requestOptions, (incoming) => {
      const chunks: Buffer[] = [];
      let length = 0;
      incoming.on('data', (chunk: Buffer) => {
        length += chunk.byteLength;
        chunks.push(chunk);
        if (length > answerLimitBytes) {
          resolve(err('too_large'));
          outgoing.destroy();
        }
      });
      incoming.on('end', () => {
        resolve(incoming.statusCode === 200 ? asText(Buffer.concat(chunks)) : err('http_status'));
      });
      incoming.on('error', () => {
        resolve(err(signal.aborted ? 'timeout' : 'unreachable'));
      });
    });
    outgoing.on('error', () => {
      resolve(err(signal.aborted ? 'timeout' : 'unreachable'));
    });
    outgoing.end(bytes);
  });
}

function asText(bytes: Buffer): Result<string, TransportFault> {
  try {
    return ok(strictUtf8(bytes));
  } catch {
    return err('not_text');
  }
}
