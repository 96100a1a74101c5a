import { createPublicKey, verify } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import type { Dock } from '../support/dock.ts';
import type { KioskApp } from '../support/kiosk-app.ts';
import { readQrCode } from '../support/qr-code.ts';
import { until } from '../support/until.ts';

/** What the paper itself says, read back from its picture and checked with the gateway's public key. */
export interface CheckedReceipt {
  readonly number: string;
  readonly amountFils: number;
  readonly verified: boolean;
}

/** Start of an Ed25519 public key in DER; the 32 raw bytes follow. */
const derHead = Buffer.from('302a300506032b6570032100', 'hex');

/** Checks the last paper that left the printer, and keeps its picture and its PDF in `folder`. */
export async function checkedReceipt(kiosk: KioskApp, dock: Dock, folder: string): Promise<CheckedReceipt> {
  mkdirSync(folder, { recursive: true });
  const paper = (await dock.papers()).findLast(({ complete }) => complete);
  if (!paper) throw new Error('nothing was printed');
  const picture = await dock.paperPicture(paper.id);
  writeFileSync(join(folder, 'receipt.png'), picture);
  const proof = readQrCode(picture);
  if (!proof) throw new Error('the code on the paper cannot be read');
  const key = receiptKey(kiosk.dataFolder);
  const statement = await verifyReceiptProof(proof, (signed, signature) => verify(null, signed, key, signature));
  if (!statement.ok) throw new Error(`the receipt does not verify: ${statement.error}`);
  const pdf = join(kiosk.dataFolder, 'receipts', `${statement.value.n}.pdf`);
  await until('the PDF of the receipt', () => (existsSync(pdf) ? true : null));
  copyFileSync(pdf, join(folder, 'receipt.pdf'));
  return { number: statement.value.n, amountFils: statement.value.a, verified: true };
}

/** The gateway's public receipt key as the kiosk was given it at enrolment. */
function receiptKey(dataFolder: string): ReturnType<typeof createPublicKey> {
  const kept = JSON.parse(readFileSync(join(dataFolder, 'identity', 'identity.json'), 'utf8')) as {
    granted: { receiptKey: string };
  };
  const raw = Buffer.from(kept.granted.receiptKey, 'base64url');
  return createPublicKey({ key: Buffer.concat([derHead, raw]), format: 'der', type: 'spki' });
}
