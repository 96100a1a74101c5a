import { logCatalogue, type LogEntry, type LogEvent } from '../../src-shared/contract/log-catalogue.ts';

/** Longest text of a field; a stack trace has to fit. */
const maxText = 600;

/** The line of one event: only what the catalogue lists is written, whatever was handed in. */
export function logLine(event: LogEvent, details: Readonly<Record<string, unknown>>, at: string): string {
  const { fields, maybe, level }: LogEntry = logCatalogue[event];
  const written: Record<string, string | number> = {};
  for (const [name, kind] of Object.entries({ ...fields, ...maybe })) {
    const value = details[name];
    if (typeof value === 'number' && kind === 'number') written[name] = value;
    else if (typeof value === 'string' && kind === 'text') written[name] = value.slice(0, maxText);
  }
  return JSON.stringify({ at, level, event, ...written });
}
