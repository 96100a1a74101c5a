import { describe, expect, it } from 'vitest';
import { paymentViewArea } from './payment-view-area.ts';

describe('the area of the hosted payment page', () => {
  it('leaves room for header, amount, number pad and Cancel on a portrait screen', () => {
    expect(paymentViewArea(1080, 1920)).toEqual({ x: 24, y: 400, width: 1032, height: 916 });
  });

  it('ends above the middle of a portrait screen when the visitor reaches low, and changes nothing lying down', () => {
    const { y, height } = paymentViewArea(1080, 1920, true);
    expect(y + height).toBeLessThanOrEqual(960);
    expect(paymentViewArea(1920, 1080, true)).toEqual(paymentViewArea(1920, 1080));
  });

  it('leaves room for header, amount, number pad and Cancel on a landscape screen', () => {
    expect(paymentViewArea(1920, 1080)).toEqual({ x: 24, y: 264, width: 1448, height: 678 });
  });

  it('is never negative, however small the window', () => {
    const area = paymentViewArea(10, 10);
    expect([area.width, area.height]).toEqual([0, 0]);
  });
});
