import type { CardReference, KnetReference } from '../../src-shared/domain/receipt.ts';
import type { PaperWord } from '../language/paper/words.ts';

/** One line of a receipt. */
export interface PaperField {
  readonly label: PaperWord;
  readonly value: string;
}

/** The pid in groups of four, for people to read out. */
export function trackId(pid: string): string {
  return pid.match(/.{1,4}/g)?.join(' ') ?? pid;
}

/** What the screen shows of a pid for people to quote: its first 8 digits, in capitals. */
export function reference(pid: string): string {
  return pid.slice(0, 8).toUpperCase();
}

/** K-Net's fields that exist, in the order of its own receipts. */
export function knetFields(knet: KnetReference | undefined): PaperField[] {
  if (!knet) return [];
  const fields: readonly (readonly [PaperWord, string | undefined])[] = [
    ['label.result', knet.result],
    ['label.paymentId', knet.paymentId],
    ['label.transactionId', knet.transactionId],
    ['label.knetReference', knet.reference],
    ['label.authCode', knet.authCode],
    ['label.postDate', knet.postDate],
  ];
  return existing(fields);
}

/** What the terminal said, in the order of card receipts. */
export function cardFields(card: CardReference | undefined): PaperField[] {
  if (!card) return [];
  return existing([
    ['label.card', card.maskedCard],
    ['label.application', card.application],
    ['label.authCode', card.approvalCode],
    ['label.transactionId', card.transactionId],
    ['label.terminalId', card.terminalId],
    ['label.merchantId', card.merchantId],
  ]);
}

function existing(fields: readonly (readonly [PaperWord, string | undefined])[]): PaperField[] {
  return fields.flatMap(([label, value]) => (value ? [{ label, value }] : []));
}
