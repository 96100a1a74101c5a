import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../../src-gateway/edge/durable-files.ts';
import {
  programFolder,
  programPackageFile,
  programSchema,
  programSignatureFile,
  programText,
  programTextFile,
} from '../../src-shared/contract/program-bundle.ts';
import { putDurably } from './put-durably.ts';

export interface ProgramOrder {
  /** A `.deb` that `npm run make` has made. */
  readonly packageFile: string;
  readonly version: string;
  /** The oldest program that may be followed by it. */
  readonly from: string;
  readonly platform: string;
  /** ISO with offset. */
  readonly made: string;
  /** PEM of a release key; it never goes near a kiosk. */
  readonly privateKey: string;
}

/** Makes a pair of release keys. The public half belongs into `/etc/wafa/release-keys` of every kiosk. */
export function makeReleaseKeys(): { readonly privatePem: string; readonly publicPem: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privatePem: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    publicPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
  };
}

/**
 * Writes a program onto a stick, every file durable before it gets its name and the text last. Safe to repeat.
 * @returns the folder's name
 * @throws with a sentence when the key or a version is none
 */
export async function makeProgram(stick: string, order: ProgramOrder): Promise<string> {
  const { version, from, platform, made } = order;
  const name = programFolder(version);
  const folder = join(stick, name);
  await mkdir(folder, { recursive: true });
  const bytes = await readFile(order.packageFile);
  await putDurably(folder, programPackageFile, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const read = programSchema.safeParse({ version, from, platform, made, bytes: bytes.length, sha256 });
  if (!read.success) throw new Error(`${read.error.issues[0]?.path.join('.') ?? 'program'} is not valid`);
  const text = Buffer.from(programText(read.data));
  const key = createPrivateKey(order.privateKey);
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('the key is no Ed25519 key');
  await putDurably(folder, programSignatureFile, sign(null, text, key));
  await putDurably(folder, programTextFile, text);
  await syncFolder(stick);
  return name;
}
