import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../../src-shared/contract/log-catalogue.ts';
import type { SpeechLanguage } from '../../../src-shared/speech/spoken.ts';
import type { Clips, SoundFile } from '../ports.ts';

/** `clips.json` of a language: message key → file beside it. Names only, so that it cannot lead out of its folder. */
const manifestSchema = z.record(z.string(), z.string().regex(/^[\w.-]+\.(?:ogg|opus)$/));

/**
 * Recorded clips as `<folder>/<language>/clips.json` names them. Without the folder, or for a key it does not name, the
 * voice speaks. A manifest that cannot be read is told once and counts as none.
 */
export function clipFolder(folder: string, log: Log): Clips {
  const manifests = new Map<SpeechLanguage, Promise<Readonly<Record<string, string>>>>();
  const load = async (language: SpeechLanguage): Promise<Readonly<Record<string, string>>> => {
    const text = await readFile(join(folder, language, 'clips.json'), 'utf8').catch(() => null);
    if (text === null) return {};
    const manifest = manifestSchema.safeParse(readJson(text));
    if (!manifest.success) log('clips-unreadable', { language });
    return manifest.data ?? {};
  };
  return {
    async find(key, language): Promise<SoundFile | null> {
      const manifest = manifests.get(language) ?? load(language);
      manifests.set(language, manifest);
      const clips = await manifest;
      const name = Object.hasOwn(clips, key) ? clips[key] : undefined;
      if (name === undefined) return null;
      const bytes = await readFile(join(folder, language, name)).catch(() => null);
      if (bytes === null) log('clip-missing', { language, key });
      return bytes === null ? null : { bytes, type: 'audio/ogg' };
    },
  };
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
