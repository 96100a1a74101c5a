import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { PaymentBook } from '../payment/payment-book.ts';

/**
 * May the money of any attempt move at this moment, with a visitor in front of it? Then staff wait. An outcome that
 * stays unknown is what staff come for; but whoever has paid on a page and waits for K-Net's word is not sent away.
 */
export function moneyInMotion(book: Pick<PaymentBook, 'open'>, visitors: { readonly confirming: boolean }): boolean {
  return visitors.confirming || book.open().some(isMoving);
}

function isMoving({ state }: PaymentRecord): boolean {
  return state === 'created' || state === 'reserved' || state === 'sending';
}
