import { createPublicKey, verify } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Asks the release keys in a folder, each a PEM file with an Ed25519 public key; the system's installer asks the same
 * ones. Read every time: a key that was taken away counts no more. No folder, no release.
 */
export function releaseKeys(folder: string | null): (text: Uint8Array, signature: Uint8Array) => Promise<boolean> {
  return async (text, signature) => {
    for (const pem of folder === null ? [] : await pems(folder)) {
      if (hasSigned(pem, text, signature)) return true;
    }
    return false;
  };
}

async function pems(folder: string): Promise<string[]> {
  try {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.pem'));
    return await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  } catch {
    return [];
  }
}

function hasSigned(pem: string, text: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey(pem);
    return key.asymmetricKeyType === 'ed25519' && verify(null, text, key, signature);
  } catch {
    return false;
  }
}
