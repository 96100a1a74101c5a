import { describe, expect, it } from 'vitest';
import { whyMoneyIsClosed } from './money-gate.ts';

const open = { demo: false, hostedPage: true, durability: { unsafe: [] }, knetClosed: () => false };

describe('the gate of money', () => {
  it('is open when nothing speaks against it', () => {
    expect(whyMoneyIsClosed(open, 'phone')).toBeNull();
  });

  it('is closed on a database that may lose commits, except in demo mode', () => {
    const durability = { unsafe: ['fsync=off'] };
    expect(whyMoneyIsClosed({ ...open, durability }, 'terminal')).toContain('fsync=off');
    expect(whyMoneyIsClosed({ ...open, durability, demo: true }, 'phone')).toBeNull();
  });

  it('is closed without a payment page, and while K-Net refuses our settings', () => {
    expect(whyMoneyIsClosed({ ...open, hostedPage: false }, 'phone')).toContain('KNET_INIT_URL');
    expect(whyMoneyIsClosed({ ...open, knetClosed: () => true }, 'screen')).toContain('K-Net');
  });

  it('is open for the terminal whatever is the matter with the payment page', () => {
    expect(whyMoneyIsClosed({ ...open, hostedPage: false, knetClosed: () => true }, 'terminal')).toBeNull();
  });
});
