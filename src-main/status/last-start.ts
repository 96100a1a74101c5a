import { z } from 'zod';
import { readJson } from '../identity/read-json.ts';

/**
 * Why the program was started: the first time here · after it was ended in good order · after it died or was killed ·
 * after the machine went down under it, for want of power or by a reset.
 */
export type StartReason = 'first' | 'ended' | 'died' | 'power';

const markSchema = z.strictObject({
  v: z.literal(1),
  /** Of the machine's run; another one after every boot. Empty where the system has none. */
  boot: z.string().max(80),
  ended: z.boolean(),
});

/** One small file. Not awaited: the last mark is made while the program ends. Throws what the disk throws. */
export interface MarkFile {
  /** Null when there is none. */
  read(): string | null;
  /** Durable on return. */
  write(text: string): void;
}

/** Keeps a mark of this run on disk, and reads from the mark of the run before how that one went. */
export function noteRun(file: MarkFile, boot: string): { readonly reason: StartReason; readonly end: () => void } {
  const keep = (ended: boolean): void => {
    const mark: z.infer<typeof markSchema> = { v: 1, boot, ended };
    try {
      file.write(JSON.stringify(mark));
    } catch {
      // A full disk must not keep the kiosk from starting or ending; the next start guesses then.
    }
  };
  const reason = reasonAfter(file, boot);
  keep(false);
  return { reason, end: () => keep(true) };
}

function reasonAfter(file: MarkFile, boot: string): StartReason {
  const text = file.read();
  const before = text === null ? null : readJson(text, markSchema);
  if (!before) return 'first';
  if (before.ended) return 'ended';
  return before.boot === boot ? 'died' : 'power';
}
