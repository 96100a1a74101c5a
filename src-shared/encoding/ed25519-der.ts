/** PKCS#8 before the 32-byte seed of an Ed25519 private key (RFC 8410, 7). */
const privatePrefix = [
  0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
] as const;

/** SubjectPublicKeyInfo before the 32 bytes of an Ed25519 public key (RFC 8410, 4). */
const publicPrefix = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00] as const;

/** Length of an Ed25519 seed and of a public key. */
export const ed25519KeyBytes = 32;

/** A 32-byte seed as PKCS#8 DER, the form crypto libraries import. */
export function privateKeyDer(seed: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(privatePrefix, seed);
}

/** A raw 32-byte public key as SubjectPublicKeyInfo DER. */
export function publicKeyDer(raw: Uint8Array): Uint8Array<ArrayBuffer> {
  return join(publicPrefix, raw);
}

/** The raw 32 bytes out of a public key's DER, as a crypto library exported it. */
export function rawPublicKey(der: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(der.subarray(publicPrefix.length));
}

function join(prefix: readonly number[], key: Uint8Array): Uint8Array<ArrayBuffer> {
  if (key.length !== ed25519KeyBytes) throw new Error(`an Ed25519 key has 32 bytes, not ${key.length}`);
  return Uint8Array.from([...prefix, ...key]);
}
