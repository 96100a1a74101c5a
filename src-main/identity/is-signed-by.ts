import { createPublicKey, verify } from 'node:crypto';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';

/** Is this the key's signature of the message? @param key raw Ed25519 public key; it and the signature in base64url */
export function isSignedBy(key: string, message: Uint8Array, signature: string): boolean {
  const [raw, bytes] = [fromBase64Url(key), fromBase64Url(signature)];
  if (!raw.ok || !bytes.ok) return false;
  const der = Buffer.from(publicKeyDer(raw.value));
  return verify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), bytes.value);
}
