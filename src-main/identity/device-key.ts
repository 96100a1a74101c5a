import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { z } from 'zod';
import { fromBase64Url, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { ed25519KeyBytes, privateKeyDer, rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { unseal } from '../../src-shared/encoding/sealed-box.ts';
import type { Rng } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { PrivateFile } from './private-file.ts';
import { readJson } from './read-json.ts';

/** The kiosk's own key; its private half never leaves this object and its file. */
export interface DeviceKey {
  /** Raw Ed25519 public key, base64url. */
  readonly publicKey: string;
  /** 64-byte signature. */
  readonly sign: (bytes: Uint8Array) => Uint8Array;
  /** A letter sealed for this kiosk and this purpose; null when it is none. */
  readonly unseal: (sealed: Uint8Array<ArrayBuffer>, purpose: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

const keyFileSchema = z.strictObject({
  v: z.literal(1),
  /** Ed25519 seed, base64url. */
  seed: z.string().refine((text) => seedOf(text) !== null, 'a seed is 32 bytes in base64url'),
});

/**
 * The key in the file; a new one is made when there is none. A damaged file is not replaced here, because the
 * gateway would not know the kiosk any more: that takes a new one-time code.
 */
export async function loadOrCreateDeviceKey(file: PrivateFile, rng: Rng): Promise<Result<DeviceKey, 'damaged'>> {
  const text = await file.read();
  if (text === null) return ok(await createDeviceKey(file, rng));
  const kept = readJson(text, keyFileSchema);
  const seed = kept && seedOf(kept.seed);
  return seed ? ok(deviceKey(seed)) : err('damaged');
}

/** Makes a key and puts it in the place of whatever the file held. */
export async function createDeviceKey(file: PrivateFile, rng: Rng): Promise<DeviceKey> {
  const seed = rng.bytes(ed25519KeyBytes);
  await file.replace(JSON.stringify({ v: 1, seed: toBase64Url(seed) }));
  return deviceKey(seed);
}

function deviceKey(seed: Uint8Array): DeviceKey {
  const key = createPrivateKey({ key: Buffer.from(privateKeyDer(seed)), format: 'der', type: 'pkcs8' });
  const raw = rawPublicKey(createPublicKey(key).export({ format: 'der', type: 'spki' }));
  return {
    publicKey: toBase64Url(raw),
    sign: (bytes) => sign(null, bytes, key),
    unseal: (sealed, purpose) => unseal({ seed, publicKey: raw }, sealed, { subtle: crypto.subtle, purpose }),
  };
}

function seedOf(text: string): Uint8Array | null {
  const bytes = fromBase64Url(text);
  return bytes.ok && bytes.value.length === ed25519KeyBytes ? bytes.value : null;
}
