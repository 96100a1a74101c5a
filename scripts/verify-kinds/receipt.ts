import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { enrolReplySchema } from '../../src-shared/contract/gateway-http.ts';
import { formatKnetAmount } from '../../src-shared/domain/money.ts';
import {
  receiptProofPrefix,
  verifyReceiptProof,
  type ReceiptProofProblem,
} from '../../src-shared/domain/receipt-proof.ts';
import type { ReceiptStatement } from '../../src-shared/domain/receipt.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import { fromBase64Url } from '../../src-shared/encoding/base64.ts';
import { ed25519KeyBytes, publicKeyDer } from '../../src-shared/encoding/ed25519-der.ts';
import type { EvidenceKind, Verdict } from './kind.ts';

const reasons: Record<ReceiptProofProblem, string> = {
  not_a_proof: 'its code is not whole, or a character in it was changed',
  wrong_statement: 'its statement is not one of a receipt',
  wrong_signature: 'it was changed, or signed with another key',
};

/** A proof wherever it stands in a text: alone, in a sentence, in JSON. */
const proofs = new RegExp(`${receiptProofPrefix}\\.[\\w-][\\w.-]*`, 'g');

/** A text with the code of one receipt or more. `key` is the gateway's public receipt key; null when none was given. */
export function receiptKind(key: KeyObject | null): EvidenceKind {
  return {
    recognises: ({ bytes }) => proofsIn(bytes).length > 0,
    check: async ({ name, bytes }) => {
      if (key === null) {
        return { intact: null, lines: [`${name}: a receipt, not checked: give the key with --key or --key-file`] };
      }
      const verdicts = await Promise.all(proofsIn(bytes).map((proof) => checkProof(name, proof, key)));
      return { intact: verdicts.every(({ intact }) => intact), lines: verdicts.flatMap(({ lines }) => lines) };
    },
  };
}

/**
 * The key in a text: base64url by itself, or a kiosk's identity.json.
 * @throws a sentence for the operator when there is none
 */
export function readReceiptKey(text: string): KeyObject {
  const raw = fromBase64Url(identityKey(text) ?? text.trim());
  if (!raw.ok || raw.value.length !== ed25519KeyBytes) {
    throw new Error('the key must be 32 bytes in base64url, or the identity.json of an enrolled kiosk');
  }
  return createPublicKey({ key: Buffer.from(publicKeyDer(raw.value)), format: 'der', type: 'spki' });
}

const identitySchema = z.object({ granted: enrolReplySchema.pick({ receiptKey: true }) });

function identityKey(text: string): string | null {
  try {
    return identitySchema.safeParse(JSON.parse(text)).data?.granted.receiptKey ?? null;
  } catch {
    return null; // not JSON
  }
}

function proofsIn(bytes: Uint8Array): string[] {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).match(proofs) ?? [];
  } catch {
    return []; // not a text
  }
}

async function checkProof(name: string, proof: string, key: KeyObject): Promise<Verdict> {
  const checked = await verifyReceiptProof(proof, (signed, signature) => verify(null, signed, key, signature));
  if (!checked.ok) return { intact: false, lines: [`receipt in ${name}: NOT GENUINE, ${reasons[checked.error]}`] };
  return { intact: true, lines: [`receipt ${checked.value.n}: genuine, ${inWords(checked.value)}`] };
}

function inWords({ a, c, t, m, d }: ReceiptStatement): string {
  const time = kuwaitIso(Date.parse(t)).slice(0, 16).replace('T', ' ');
  const tickets = c === 1 ? '1 ticket' : `${c} tickets`;
  const demo = d === undefined ? '' : '; DEMO, no real money';
  return `KWD ${formatKnetAmount(a)} for ${tickets} of ${m}, at ${time} in Kuwait${demo}`;
}
