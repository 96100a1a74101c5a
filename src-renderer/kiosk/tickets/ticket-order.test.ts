import { expect, it } from 'vitest';
import { dayOf } from '../../../src-shared/domain/obligation.ts';
import { fleetTickets } from '../../../tests/gallery/people-and-tickets.ts';
import { inReadingOrder } from './ticket-order.ts';

it('puts what can be paid first and the newest first within each', () => {
  const order = inReadingOrder(fleetTickets.toReversed());
  const firstUnpayable = order.findIndex((ticket) => ticket.status !== 'payable');
  expect(order.slice(firstUnpayable).some((ticket) => ticket.status === 'payable')).toBe(false);
  const payable = order.slice(0, firstUnpayable).map((ticket) => Date.parse(dayOf(ticket)));
  expect(payable).toEqual(payable.toSorted((one, other) => other - one));
});
