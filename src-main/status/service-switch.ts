import { z } from 'zod';
import { staffIdSchema } from '../../src-shared/staff/directory.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

const outSchema = z.strictObject({ by: staffIdSchema, at: z.iso.datetime({ offset: true }) });
const keptSchema = z.strictObject({ v: z.literal(1), out: outSchema.nullable() });

/** Who took the kiosk out of service, and when (ISO 8601). */
export type Out = z.infer<typeof outSchema>;

/** Whether staff have taken the kiosk out of service; it stays so over a power cut, until staff bring it back. */
export class ServiceSwitch {
  readonly #file: PrivateFile;
  #out: Out | null;

  private constructor(file: PrivateFile, out: Out | null) {
    this.#file = file;
    this.#out = out;
  }

  /** A file that cannot be read closes no kiosk: what has to stay closed is closed again by whoever sees it open. */
  static async open(file: PrivateFile): Promise<ServiceSwitch> {
    const text = await file.read().catch(() => null);
    return new ServiceSwitch(file, text === null ? null : (readJson(text, keptSchema)?.out ?? null));
  }

  get out(): Out | null {
    return this.#out;
  }

  /** Counts at once. @returns false when it could not be kept, and the next start will not know of it */
  async set(out: Out | null): Promise<boolean> {
    this.#out = out;
    try {
      await this.#file.replace(JSON.stringify({ v: 1, out } satisfies z.infer<typeof keptSchema>));
      return true;
    } catch {
      return false;
    }
  }
}
