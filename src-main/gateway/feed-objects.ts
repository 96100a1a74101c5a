import type { z } from 'zod';
import { maxHeadBytes, type ObjectName } from '../../src-shared/feed/head.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { ObjectSource, SourceFailure, TakePiece } from '../sync/feed-source.ts';
import { exchange, type GatewayLine } from './exchange.ts';
import type { GatewayFailure } from './failure.ts';
import { readAnswer } from './read-answer.ts';

/** For the whole head, and for each piece of a file: a file itself may take hours, ms. */
const limitMs = 30_000;

/** The unsigned routes of the feed: what comes is checked by its name and the head's own signature. */
export interface FeedObjects extends ObjectSource {
  head<T>(schema: z.ZodType<T>): Promise<Result<T, GatewayFailure>>;
}

/** @param bytesPerSecond how much of the line the feed's files may take; null for all of it */
export function feedObjects(line: GatewayLine, bytesPerSecond: number | null): FeedObjects {
  return {
    head: async (schema) => {
      const request = { method: 'GET', target: '/v1/feed/head', body: null, headers: {}, limitMs } as const;
      const answer = await exchange(line, request);
      if (!answer.ok) return answer;
      return answer.value.body.length > maxHeadBytes
        ? err({ kind: 'bad_answer', reason: 'too_large' })
        : readAnswer(answer.value, schema);
    },
    object: (name, from, take) => transfer(line, name, from, pacedTo(bytesPerSecond, line, take)),
  };
}

async function transfer(
  line: GatewayLine,
  name: ObjectName,
  from: number,
  take: TakePiece,
): Promise<Result<void, SourceFailure>> {
  const abort = new AbortController();
  const watch = (): { cancel(): void } => line.timers.after(limitMs, () => abort.abort());
  let limit = watch();
  try {
    const headers = from === 0 ? {} : { range: `bytes=${from}-` };
    const init: RequestInit = { headers, redirect: 'manual', signal: abort.signal };
    const response = await line.fetch(`${line.baseUrl}/v1/feed/objects/${name}`, init);
    const start = startOf(response, from);
    if (!start.ok) {
      await response.body?.cancel();
      return start;
    }
    const reader = response.body?.getReader();
    let at = start.value;
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      limit.cancel();
      if (!(await take(at, read.value))) {
        await reader?.cancel();
        return err('stopped');
      }
      at += read.value.length;
      limit = watch();
    }
    return ok(undefined);
  } catch {
    // Fetch has one error for everything between here and there, the time limit included.
    return err('network_down');
  } finally {
    limit.cancel();
  }
}

/** Where the body begins in the file. A source that knows no ranges sends the whole. */
function startOf(response: Response, from: number): Result<number, SourceFailure> {
  switch (response.status) {
    case 200:
      return ok(0);
    case 206:
      return response.headers.get('content-range')?.startsWith(`bytes ${from}-`) ? ok(from) : err('bad_answer');
    case 404:
      return err('not_there');
    case 416:
      return err('range_refused');
    default:
      return err('bad_answer');
  }
}

function pacedTo(bytesPerSecond: number | null, { timers }: Pick<GatewayLine, 'timers'>, take: TakePiece): TakePiece {
  if (bytesPerSecond === null) return take;
  return async (at, piece) => {
    const wants = await take(at, piece);
    if (wants) await new Promise<void>((go) => timers.after((piece.length * 1000) / bytesPerSecond, go));
    return wants;
  };
}
