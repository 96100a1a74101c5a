import { z } from 'zod';
import { volumeSchema } from '../../src-shared/contract/staff/machine.ts';
import type { PrivateFile } from '../identity/private-file.ts';
import { readJson } from '../identity/read-json.ts';

const keptSchema = z.strictObject({ v: z.literal(1), volume: volumeSchema });

/** How loud the kiosk is at its place, per cent; visitors choose below it. Staff set it, and it stays over a restart. */
export class Loudness {
  readonly #file: PrivateFile;
  #volume: number;

  private constructor(file: PrivateFile, volume: number) {
    this.#file = file;
    this.#volume = volume;
  }

  static async open(file: PrivateFile): Promise<Loudness> {
    const text = await file.read().catch(() => null);
    return new Loudness(file, (text === null ? null : readJson(text, keptSchema)?.volume) ?? 100);
  }

  get volume(): number {
    return this.#volume;
  }

  /** Counts at once. @returns false when it could not be kept */
  async set(volume: number): Promise<boolean> {
    this.#volume = volume;
    try {
      await this.#file.replace(JSON.stringify({ v: 1, volume } satisfies z.infer<typeof keptSchema>));
      return true;
    } catch {
      return false;
    }
  }
}
