import { pino, type Logger } from 'pino';

const stderrDescriptor = 2;

/** What may be said of an error. Database drivers hang the whole query with its values on theirs. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: 'not an error' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  const cause = error.cause instanceof Error ? { cause: describe(error.cause) } : {};
  return { type: error.name, message: error.message, ...code, stack: error.stack, ...cause };
}

/**
 * The log, one JSON line per fact on standard error: standard output belongs to the line that says the gateway is
 * ready. Requests are logged by route pattern only, never by address, header or body.
 */
export function makeLog(level: string): Logger {
  return pino(
    {
      // The log's own `pid` would hide the payment's.
      base: { service: 'gateway' },
      level,
      serializers: { err: describe, req: () => undefined, res: () => undefined },
      redact: {
        paths: ['*.password', '*.trandata', '*.number', '*.token', '*.authorization', '*.signature'],
        remove: true,
      },
    },
    pino.destination({ dest: stderrDescriptor, sync: true }),
  );
}
