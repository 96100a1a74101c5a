import { z } from 'zod';
import type { PrivateFile } from '../../identity/private-file.ts';
import { readJson } from '../../identity/read-json.ts';

const keptSchema = z.strictObject({ v: z.literal(1), gateway: z.string(), serial: z.int().nonnegative() });

/**
 * Number of the last bundle that was brought in whole. Each gateway numbers its own. When the file is lost an older
 * bundle is let in, whose parts are refused one by one where newer ones are here.
 */
export class StickMemory {
  readonly #file: PrivateFile;
  #kept: z.infer<typeof keptSchema> | null = null;

  constructor(file: PrivateFile) {
    this.#file = file;
  }

  async open(): Promise<void> {
    const text = await this.#file.read().catch(() => null);
    this.#kept = text === null ? null : readJson(text, keptSchema);
  }

  /** @param gateway its answer key */
  lastSerial(gateway: string): number {
    return this.#kept?.gateway === gateway ? this.#kept.serial : 0;
  }

  /** False when the disk refuses. */
  async note(gateway: string, serial: number): Promise<boolean> {
    const kept = { v: 1, gateway, serial } as const;
    try {
      await this.#file.replace(JSON.stringify(kept));
    } catch {
      return false;
    }
    this.#kept = kept;
    return true;
  }
}
