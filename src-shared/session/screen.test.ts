import { describe, expect, it } from 'vitest';
import type { PaymentView, Snapshot } from '../contract/kiosk-ipc.ts';
import { fils } from '../domain/money.ts';
import { paymentStateSchema } from '../payment/states.ts';
import { selectScreen } from './screen.ts';

function screenOf(payment: Partial<PaymentView>): string {
  const view: PaymentView = {
    state: 'sending',
    rail: 'terminal',
    totalFils: fils(15_000),
    itemCount: 2,
    reference: '7F3A91C4',
    pageUrl: null,
    pageOpened: false,
    elapsedSeconds: 0,
    canCancel: false,
    cancelling: false,
    unknownReason: null,
    notPaidReason: null,
    cardLeft: false,
    refund: null,
    caseId: null,
    afterRestart: false,
    ...payment,
  };
  const snapshot = { step: { at: 'payment' }, payment: view, kiosk: { outOfService: true } } as Snapshot; // all it looks at
  return selectScreen(snapshot, null);
}

const whole = { amountFils: fils(1_000), whole: true };
const part = { amountFils: fils(1_000), whole: false };

describe('open money', () => {
  it('has a screen in every state, and no fault of the kiosk covers it', () => {
    for (const state of paymentStateSchema.options) expect(screenOf({ state })).not.toBe('OutOfService');
  });

  it.each(['reversal_due', 'reversed', 'closed', 'manual'] as const)(
    'that settled nothing is never shown as paid (%s), whatever amount was taken',
    (state) => {
      expect(screenOf({ state, refund: whole })).toBe('PaymentReturned');
    },
  );

  it('of which a part goes back is paid, with a word about the part', () => {
    expect(screenOf({ state: 'reversal_due', refund: part })).toBe('Paid');
  });

  it('that people have is being checked, as long as nobody knows whether it was taken', () => {
    expect(screenOf({ state: 'manual', caseId: '17' })).toBe('PaymentUnknown');
  });
});
