import type { z } from 'zod';
import type { Clock, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { makeCircuitBreaker } from './circuit-breaker.ts';
import { makeHttpClient, type HttpLimits } from './http-client.ts';
import type { MinistryLog, UnusableAnswer } from './port.ts';
import { pingQuestion, type Question } from './sandbox-questions.ts';

export interface SandboxLineOptions {
  /** Without slash at the end, for example `http://127.0.0.1:8123`. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: MinistryLog;
  /** {@link defaultLimits} when left out. */
  readonly limits?: HttpLimits;
}

/** Four seconds: longer than a healthy answer takes, shorter than a visitor's patience. 8 MB: 5,000 tickets. */
export const defaultLimits: HttpLimits = { timeoutMs: 4000, mostBytes: 8_000_000 };

const failuresToOpen = 3;
const breakerRestMs = 5000;

/** The way to the back end: limits, breaker and strict reading in one place. */
export interface SandboxLine {
  /** `missing` only when the back end itself said so. Everything unusable is logged and comes out as `ministry_down`. */
  ask<T>(question: Question<T>): Promise<Result<T, 'missing' | 'ministry_down'>>;
  /** Time to a proper answer to a ping in milliseconds, past the breaker; null when there was none. */
  ping(): Promise<number | null>;
  /** Logs an answer that was readable and still cannot be used. */
  unusable(question: string, why: UnusableAnswer, detail?: string): Result<never, 'ministry_down'>;
}

/**
 * Makes the line; nothing is sent before the first question.
 * @param part whose breaker this is: one part of the back end that is away must not close the others
 */
export function makeSandboxLine(options: SandboxLineOptions, part: string | null = null): SandboxLine {
  const { clock, log } = options;
  const send = makeHttpClient({ ...options, limits: options.limits ?? defaultLimits });

  const ping = async (): Promise<number | null> => {
    const before = clock.monotonicMs();
    const { request, answer } = pingQuestion(part);
    const reply = await send(request);
    const proper = reply.ok && reply.value.status === 200 && answer.safeParse(reply.value.body).success;
    return proper ? clock.monotonicMs() - before : null;
  };
  const breaker = makeCircuitBreaker({
    clock,
    failuresToOpen,
    restMs: breakerRestMs,
    probe: async () => (await ping()) !== null,
    onChange: (state) => {
      log({
        event: state === 'open' ? 'MINISTRY_BREAKER_OPENED' : 'MINISTRY_BREAKER_CLOSED',
        part: part ?? 'common',
      });
    },
  });
  const unusable: SandboxLine['unusable'] = (question, why, detail) => {
    log({ event: 'MINISTRY_ANSWER_UNUSABLE', question, why, ...(detail === undefined ? {} : { detail }) });
    return err('ministry_down');
  };

  return {
    ping,
    unusable,
    async ask({ name, request, answer, missing, missingStatus = 404 }) {
      if (!(await breaker.maySend())) return err('ministry_down');
      const reply = await send(request);
      // One person's endless or broken record must not close the look-up for everybody: only silence counts.
      breaker.note(reply.ok || reply.error === 'too_large' ? 'answered' : 'failed');
      if (!reply.ok) return unusable(name, reply.error);
      const { status, body } = reply.value;
      if (status === missingStatus && missing?.safeParse(body).success === true) return err('missing');
      if (status !== 200) return unusable(name, 'wrong_shape', `status ${status}`);
      const read = answer.safeParse(body);
      return read.success ? ok(read.data) : unusable(name, 'wrong_shape', fieldsOf(read.error));
    },
  };
}

/** Names of the fields that were wrong, never what was in them: it may be somebody's number. */
export function fieldsOf(error: z.ZodError): string {
  const paths = error.issues.map(({ path, code }) => `${path.join('.') || 'answer'} ${code}`);
  return paths.slice(0, 5).join(', ');
}
