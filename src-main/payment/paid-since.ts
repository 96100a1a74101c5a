import type { PaymentBook } from './payment-book.ts';

/** Items this kiosk took money for after a moment, by id. @param moment ISO 8601 with offset */
export function paidSince(book: Pick<PaymentBook, 'all'>, moment: string): ReadonlySet<string> {
  const since = Date.parse(moment);
  const paid = book
    .all()
    .filter(({ capture, createdAt, issuedAt }) => capture !== undefined && Date.parse(issuedAt ?? createdAt) >= since);
  return new Set(
    paid.flatMap(({ items, reversal }) =>
      items.map(({ obligationId }) => obligationId).filter((id) => !reversal?.itemIds.includes(id)),
    ),
  );
}
