import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync, inflateSync } from 'node:zlib';

/** Where the keys are; without it a thief has only what they protect. */
const keyFolder = 'identity';

/** Shorter ones turn up by chance in megabytes of ciphertext. */
const leastLength = 7;

/** A text that should be nowhere, where it was found. */
export interface Find {
  readonly file: string;
  readonly text: string;
  readonly as: string;
}

/** Searches every file of a kiosk's folder but its keys: raw, as UTF-16, as a plain hash, and in what can be inflated. */
export function searchProfile(folder: string, texts: readonly string[]): Find[] {
  const needles = [...new Set(texts)].filter(({ length }) => length >= leastLength).flatMap(needlesOf);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((file) => !file.startsWith(join(folder, keyFolder)))
    .flatMap((file) => {
      const layers = layersOf(readFileSync(file));
      return needles
        .filter(({ bytes }) => layers.some((layer) => layer.includes(bytes)))
        .map(({ text, as }) => ({ file: file.slice(folder.length + 1), text, as }));
    });
}

function needlesOf(text: string): { text: string; as: string; bytes: Buffer }[] {
  const hash = createHash('sha256').update(text).digest();
  return [
    { text, as: 'UTF-8', bytes: Buffer.from(text) },
    { text, as: 'UTF-16', bytes: Buffer.from(text, 'utf16le') },
    // A place in the feed is eight bytes: a plain hash of a number would let anybody confirm it.
    { text, as: 'SHA-256', bytes: hash.subarray(0, 8) },
    { text, as: 'SHA-256 in letters', bytes: Buffer.from(hash.toString('hex').slice(0, 16)) },
  ];
}

/** The file as it is, and as a whole inflated if that is what it is. */
function layersOf(bytes: Buffer): Buffer[] {
  const inflated = [inflateSync, inflateRawSync].flatMap((inflate) => {
    try {
      return [inflate(bytes)];
    } catch {
      return []; // not of that kind
    }
  });
  return [bytes, ...inflated];
}
