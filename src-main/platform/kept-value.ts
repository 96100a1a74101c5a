import { z } from 'zod';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

/** One small thing staff have decided; it stays so over a power cut. */
export class KeptValue<T> {
  readonly #file: PrivateFile;
  #value: T;

  private constructor(file: PrivateFile, value: T) {
    this.#file = file;
    this.#value = value;
  }

  /** @param otherwise what holds while nothing is kept, or what is kept cannot be read */
  static async open<T>(file: PrivateFile, schema: z.ZodType<T>, otherwise: T): Promise<KeptValue<T>> {
    const text = await file.read().catch(() => null);
    const kept = text === null ? null : readJson(text, z.strictObject({ v: z.literal(1), value: schema }));
    return new KeptValue(file, kept ? kept.value : otherwise);
  }

  get value(): T {
    return this.#value;
  }

  /** Counts at once. @returns false when it could not be kept, and the next start will not know of it */
  async set(value: T): Promise<boolean> {
    this.#value = value;
    try {
      await this.#file.replace(JSON.stringify({ v: 1, value }));
      return true;
    } catch {
      return false;
    }
  }
}
