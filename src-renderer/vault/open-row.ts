import { feedRowSchema, type FeedRow } from '../../src-shared/contract/vault-rpc.ts';
import { fromBase64, fromBase64Url } from '../../src-shared/encoding/base64.ts';

const nonceBytes = 12;

/**
 * Opens a sealed record.
 * @param sealed base64: nonce 12 B, ciphertext, tag 16 B (AES-256-GCM)
 * @param rowKey 32 bytes, base64url
 * @returns null when it does not open or is no row: then nobody can say what is owed
 */
export async function openRow(sealed: string, rowKey: string, subtle: SubtleCrypto): Promise<FeedRow | null> {
  const bytes = fromBase64(sealed);
  const key = fromBase64Url(rowKey);
  if (!bytes.ok || !key.ok) return null;
  try {
    const opener = await subtle.importKey('raw', key.value, 'AES-GCM', false, ['decrypt']);
    const iv = bytes.value.subarray(0, nonceBytes);
    const plain = await subtle.decrypt({ name: 'AES-GCM', iv }, opener, bytes.value.subarray(nonceBytes));
    const row = feedRowSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plain)));
    return row.success ? row.data : null;
  } catch {
    return null; // wrong key, damaged, or not JSON
  }
}
