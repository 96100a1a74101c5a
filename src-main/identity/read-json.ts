import type { z } from 'zod';

/** The content of a file of ours, or null when it is not what the schema says. */
export function readJson<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const read = schema.safeParse(JSON.parse(text));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
