import { describe, expect, it } from 'vitest';
import { guideOf } from './guide.ts';
import { paymentView } from './test-support-payment-view.ts';

describe('where the visitor should look (A40)', () => {
  it('is the card terminal while it asks for a card', () => {
    const payment = paymentView({ rail: 'terminal', state: 'sending' });
    expect(guideOf(null, payment)).toEqual({ lights: { receipt: false, card: true }, moment: 'card wanted' });
  });

  it('is nowhere while the visitor pays on the phone', () => {
    expect(guideOf(null, paymentView({ rail: 'phone', state: 'sending' }))).toEqual({
      lights: { receipt: false, card: false },
      moment: null,
    });
  });

  it('is the receipt slot from the first line of print, with a sound when the paper is out', () => {
    const paid = paymentView({ rail: 'terminal', state: 'posted' });
    expect(guideOf({ what: 'receipt', state: 'printing' }, paid)).toEqual({
      lights: { receipt: true, card: false },
      moment: null,
    });
    expect(guideOf({ what: 'receipt', state: 'printed' }, paid).moment).toBe('receipt out');
    expect(guideOf({ what: 'receipt', state: 'failed' }, paid).lights.receipt).toBe(false);
  });

  it('is the card that was left in the reader, before anything else', () => {
    const payment = paymentView({ rail: 'terminal', state: 'posted', cardLeft: true });
    expect(guideOf({ what: 'receipt', state: 'printed' }, payment)).toEqual({
      lights: { receipt: true, card: true },
      moment: 'card left',
    });
  });
});
