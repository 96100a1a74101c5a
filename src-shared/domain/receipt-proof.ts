import { fromBase64Url, toBase64Url } from '../encoding/base64.ts';
import { canonicalJson } from '../contract/canonical-json.ts';
import { err, ok, type Result } from '../result.ts';
import { receiptStatementSchema, type ReceiptStatement } from './receipt.ts';

/** First part of every proof: names the format and keeps the signature from meaning anything else. */
export const receiptProofPrefix = 'WAFA1';

const signatureBytes = 64;
/** The statement schema keeps proofs far below; anything longer is not read at all. */
const maxProofLength = 1000;

export type ReceiptProofProblem = 'not_a_proof' | 'wrong_statement' | 'wrong_signature';

/** A proof taken apart; nothing of it is to be believed before the signature is checked. */
export interface DecodedReceiptProof {
  readonly statement: ReceiptStatement;
  /** What the signature is over: `WAFA1.<base64url statement>` in ASCII. */
  readonly signed: Uint8Array<ArrayBuffer>;
  /** 64 bytes, Ed25519. */
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** `WAFA1.<base64url canonical statement>.<base64url signature>`; `sign` makes an Ed25519 signature of the bytes. */
export function encodeReceiptProof(statement: ReceiptStatement, sign: (bytes: Uint8Array) => Uint8Array): string {
  const head = `${receiptProofPrefix}.${toBase64Url(utf8(canonicalJson(statement)))}`;
  return `${head}.${toBase64Url(sign(utf8(head)))}`;
}

/** Takes a proof apart without believing it. A statement that is not in its one canonical form is refused. */
export function decodeReceiptProof(proof: string): Result<DecodedReceiptProof, ReceiptProofProblem> {
  if (proof.length > maxProofLength) return err('not_a_proof');
  const [prefix, body, tail, ...rest] = proof.split('.');
  if (prefix !== receiptProofPrefix || body === undefined || tail === undefined || rest.length > 0)
    return err('not_a_proof');
  const statementBytes = fromBase64Url(body);
  const signature = fromBase64Url(tail);
  if (!statementBytes.ok || !signature.ok || signature.value.length !== signatureBytes) return err('not_a_proof');
  const statement = readStatement(statementBytes.value);
  if (statement === null) return err('wrong_statement');
  return ok({ statement, signed: utf8(`${prefix}.${body}`), signature: signature.value });
}

/**
 * The statement, if the signature is the gateway's.
 * @param verify true when `signature` over `signed` was made with the receipt key; may be slow (Web Crypto)
 */
export async function verifyReceiptProof(
  proof: string,
  verify: (signed: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>,
): Promise<Result<ReceiptStatement, ReceiptProofProblem>> {
  const decoded = decodeReceiptProof(proof);
  if (!decoded.ok) return decoded;
  const genuine = await verify(decoded.value.signed, decoded.value.signature);
  return genuine ? ok(decoded.value.statement) : err('wrong_signature');
}

function readStatement(bytes: Uint8Array): ReceiptStatement | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const statement = receiptStatementSchema.safeParse(JSON.parse(text));
    return statement.success && canonicalJson(statement.data) === text ? statement.data : null;
  } catch {
    return null; // not UTF-8 or not JSON
  }
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}
