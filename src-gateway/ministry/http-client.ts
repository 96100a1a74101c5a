import type { Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { UnusableAnswer } from './port.ts';

/** One request to the ministry's interface. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query, beginning with a slash. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** An answer in JSON with a status below 500. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: unknown;
}

export interface HttpLimits {
  /** For the whole exchange, the body included, in milliseconds. */
  readonly timeoutMs: number;
  readonly mostBytes: number;
}

export interface HttpClientOptions {
  /** Without slash at the end. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly timers: Timers;
  readonly limits: HttpLimits;
}

type Failure = Exclude<UnusableAnswer, 'wrong_shape' | 'wrong_subject'>;

/** Sends one request, once, and reads the answer within the limits. */
export type HttpClient = (request: HttpRequest) => Promise<Result<HttpAnswer, Failure>>;

/** Makes the client. It repeats nothing and believes nothing: pages, floods and torn answers come out as failures. */
export function makeHttpClient({ baseUrl, fetch, timers, limits }: HttpClientOptions): HttpClient {
  return async ({ method, path, body }) => {
    const abort = new AbortController();
    const timer = timers.after(limits.timeoutMs, () => {
      abort.abort();
    });
    try {
      const response = await fetch(baseUrl + path, {
        method,
        signal: abort.signal,
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = await readAnswer(response, limits.mostBytes);
      if (!answer.ok) abort.abort(); // lets go of what is still coming
      return answer;
    } catch {
      return err(abort.signal.aborted ? 'timeout' : 'unreachable');
    } finally {
      timer.cancel();
    }
  };
}

async function readAnswer(response: Response, mostBytes: number): Promise<Result<HttpAnswer, Failure>> {
  if (response.status >= 500) return err('server_error');
  if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? '')) return err('not_json');
  const bytes = await readBytes(response, mostBytes);
  if (bytes === null) return err('too_large');
  const body = parseJson(bytes);
  return body === null ? err('not_json') : ok({ status: response.status, body: body.value });
}

/** The body, or null as soon as it is longer than allowed. */
async function readBytes(response: Response, mostBytes: number): Promise<Uint8Array[] | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const next = await reader?.read();
    if (next === undefined || next.done) return parts;
    length += next.value.byteLength;
    if (length > mostBytes) return null;
    parts.push(next.value);
  }
}

function parseJson(parts: readonly Uint8Array[]): { readonly value: unknown } | null {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    const text = parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
}
