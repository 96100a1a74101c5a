/*
 * A letter that only one reader can open, though anybody may write one and anybody may carry it. The reader is known by
 * an Ed25519 key, from which the X25519 key for this is derived, so that nobody has to enrol a second one. In the manner
 * of HPKE's base mode (RFC 9180): a fresh key pair for every letter, HKDF-SHA-256, AES-256-GCM.
 *
 *   bytes 0–31 the fresh public key | the sealed letter | 16 bytes of tag
 *
 * It says nothing about who wrote it: what carries a letter is signed.
 */

/** The standard's own interface, handed in. */
export type Subtle = Pick<
  SubtleCrypto,
  'generateKey' | 'exportKey' | 'importKey' | 'deriveBits' | 'deriveKey' | 'digest' | 'encrypt' | 'decrypt'
>;

/** What the letter is, as part of its key: one cannot be handed in for another. */
export interface SealTools {
  readonly subtle: Subtle;
  readonly purpose: string;
}

type Bytes = Uint8Array<ArrayBuffer>;

const keyBytes = 32;
const tagBytes = 16;
const algorithm = 'X25519';
/** PKCS#8 before the 32 bytes of an X25519 private key (RFC 8410, 7). */
const privatePrefix = [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x6e, 0x04, 0x22, 0x04, 0x20];
/** The field both curves are over. */
const prime = 2n ** 255n - 19n;

/** By how much a letter grows, bytes. */
export const sealOverhead = keyBytes + tagBytes;

/** @param reader raw Ed25519 public key @throws when that is no key */
export async function seal(reader: Uint8Array, letter: Bytes, tools: SealTools): Promise<Bytes> {
  const { subtle } = tools;
  const theirs = montgomery(reader);
  const fresh = await subtle.generateKey(algorithm, true, ['deriveBits']);
  if (!('publicKey' in fresh)) throw new Error('X25519 keys come in pairs');
  const ours = new Uint8Array(await subtle.exportKey('raw', fresh.publicKey));
  const key = await letterKey(fresh.privateKey, theirs, { ours, theirs }, tools);
  return join(ours, new Uint8Array(await subtle.encrypt({ name: 'AES-GCM', iv: onlyNonce }, key, letter)));
}

/**
 * The letter; null when it is not for this reader, not for this purpose, or not whole.
 * @param reader the Ed25519 seed and the raw public key that belongs to it
 */
export async function unseal(
  reader: { readonly seed: Uint8Array; readonly publicKey: Uint8Array },
  sealed: Bytes,
  tools: SealTools,
): Promise<Bytes | null> {
  const { subtle } = tools;
  if (sealed.length < sealOverhead) return null;
  const sender = sealed.subarray(0, keyBytes);
  // What Ed25519 makes its own scalar of (RFC 8032, 5.1.5); X25519 clamps it in the same way.
  const scalar = new Uint8Array(await subtle.digest('SHA-512', Uint8Array.from(reader.seed))).subarray(0, keyBytes);
  try {
    const pkcs8 = join(Uint8Array.from(privatePrefix), scalar);
    const secret = await subtle.importKey('pkcs8', pkcs8, algorithm, false, ['deriveBits']);
    const key = await letterKey(secret, sender, { ours: sender, theirs: montgomery(reader.publicKey) }, tools);
    return new Uint8Array(await subtle.decrypt({ name: 'AES-GCM', iv: onlyNonce }, key, sealed.subarray(keyBytes)));
  } catch {
    return null; // a point of small order, or a tag that does not fit
  } finally {
    scalar.fill(0);
  }
}

/** Each key seals one letter, so there is only one nonce. */
const onlyNonce = new Uint8Array(12);

async function letterKey(
  secret: CryptoKey,
  other: Bytes,
  { ours, theirs }: { readonly ours: Bytes; readonly theirs: Bytes },
  { subtle, purpose }: SealTools,
): Promise<CryptoKey> {
  const publicKey = await subtle.importKey('raw', other, algorithm, false, []);
  const shared = await subtle.deriveBits({ name: algorithm, public: publicKey }, secret, keyBytes * 8);
  const material = await subtle.importKey('raw', shared, 'HKDF', false, ['deriveKey']);
  const info = new TextEncoder().encode(`wafa sealed letter 1\n${purpose}`);
  const from = { name: 'HKDF', hash: 'SHA-256', salt: join(ours, theirs), info };
  return subtle.deriveKey(from, material, { name: 'AES-GCM', length: keyBytes * 8 }, false, ['encrypt', 'decrypt']);
}

/** The X25519 form of an Ed25519 public key: u = (1 + y) / (1 − y), as RFC 7748, 4.1 maps one curve to the other. */
function montgomery(ed25519: Uint8Array): Bytes {
  if (ed25519.length !== keyBytes) throw new Error(`an Ed25519 key has ${keyBytes} bytes, not ${ed25519.length}`);
  // The highest bit is the sign of x, which u does not have.
  const y = ed25519.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) % 2n ** 255n;
  let u = ((1n + y) * inverse(1n - y + prime)) % prime;
  return Uint8Array.from({ length: keyBytes }, () => {
    const byte = Number(u % 256n);
    u /= 256n;
    return byte;
  });
}

/** By Fermat; only public numbers come here, so time may tell. */
function inverse(of: bigint): bigint {
  let [result, power, left] = [1n, of % prime, prime - 2n];
  for (; left > 0n; left /= 2n) {
    if (left % 2n === 1n) result = (result * power) % prime;
    power = (power * power) % prime;
  }
  return result;
}

function join(one: Uint8Array, other: Uint8Array): Bytes {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
