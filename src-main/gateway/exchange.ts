import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from './failure.ts';

/** Node's global `fetch`, handed in. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** What it takes to talk to the gateway. */
export interface GatewayLine {
  /** Scheme, host and port, without a slash at the end. */
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly rng: Rng;
}

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST';
  /** Path and query. */
  readonly target: string;
  /** Null sends no body. */
  readonly body: Uint8Array<ArrayBuffer> | null;
  readonly headers: Readonly<Record<string, string>>;
  /** For the whole answer, milliseconds. */
  readonly limitMs: number;
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** Longest answer that is read, bytes. */
export const maxAnswerBytes = 5_000_000;

/**
 * One request and its whole answer, whatever it says. Follows no redirects: the gateway sends none, so one that
 * arrives is somebody else's and fails the checks.
 */
export async function exchange(
  line: GatewayLine,
  request: OutgoingRequest,
): Promise<Result<RawAnswer, GatewayFailure>> {
  const abort = new AbortController();
  const limit = line.timers.after(request.limitMs, () => {
    abort.abort();
  });
  try {
    const response = await line.fetch(line.baseUrl + request.target, {
      method: request.method,
      headers: { ...request.headers, ...(request.body === null ? {} : { 'content-type': 'application/json' }) },
      body: request.body,
      redirect: 'manual',
      signal: abort.signal,
    });
    const body = await readBody(response);
    if (body === null) return err({ kind: 'bad_answer', reason: 'too_large' });
    return ok({ status: response.status, headers: response.headers, body });
  } catch {
    // Fetch has one error for everything between here and there, the time limit included.
    return err({ kind: 'network_down' });
  } finally {
    limit.cancel();
  }
}

/** The whole body, or null as soon as it is longer than we read. */
async function readBody(response: Response): Promise<Uint8Array | null> {
  if (response.body === null) return new Uint8Array();
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let read = await reader.read(); !read.done; read = await reader.read()) {
    length += read.value.length;
    if (length > maxAnswerBytes) {
      await reader.cancel();
      return null;
    }
    chunks.push(read.value);
  }
  return Buffer.concat(chunks);
}
