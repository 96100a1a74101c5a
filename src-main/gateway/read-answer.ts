import type { z } from 'zod';
import { gatewayProblemSchema } from '../../src-shared/contract/gateway-http.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { RawAnswer } from './exchange.ts';
import type { GatewayFailure } from './failure.ts';

/** What an answer says, checked: the reply of the contract, or the gateway's problem. */
export function readAnswer<T>(answer: RawAnswer, schema: z.ZodType<T>): Result<T, GatewayFailure> {
  const content = parseJson(answer.body);
  if (content === undefined) return err({ kind: 'bad_answer', reason: 'not_json' });
  if (answer.status >= 200 && answer.status < 300) {
    const reply = schema.safeParse(content);
    return reply.success ? ok(reply.data) : err({ kind: 'bad_answer', reason: 'wrong_shape' });
  }
  const problem = gatewayProblemSchema.safeParse(content);
  if (!problem.success || answer.status < 400) return err({ kind: 'bad_answer', reason: 'wrong_shape' });
  return err({ kind: 'problem', code: problem.data.error, message: problem.data.message });
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined; // cut off, a page, or not text at all
  }
}
