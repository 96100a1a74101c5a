import type { PaymentRecord } from '../../src-shared/payment/record.ts';
import type { PaymentBook } from '../payment/payment-book.ts';

/** May the money of any attempt move at this moment, with a visitor in front of it? Then staff wait. */
export function moneyInMotion(book: Pick<PaymentBook, 'open'>): boolean {
  return book.open().some(isMoving);
}

function isMoving({ state }: PaymentRecord): boolean {
  return state === 'created' || state === 'reserved' || state === 'sending';
}
