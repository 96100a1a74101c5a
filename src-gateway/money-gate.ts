import type { Rail } from '../src-shared/domain/receipt.ts';
import type { Durability } from './db/durability.ts';

/** What decides whether money may be taken. */
export interface MoneyGate {
  readonly demo: boolean;
  readonly hostedPage: boolean;
  readonly durability: Pick<Durability, 'unsafe'>;
  readonly knetClosed: () => boolean;
}

/**
 * Why no payment may be started on a rail now, as a sentence; null when it may. What was started is always finished.
 * The terminal talks to its acquirer itself, so it needs no page.
 */
export function whyMoneyIsClosed({ demo, hostedPage, durability, knetClosed }: MoneyGate, rail: Rail): string | null {
  if (rail !== 'terminal' && !hostedPage)
    return 'no payment page is configured: set KNET_INIT_URL and the other KNET_ settings';
  if (!demo && durability.unsafe.length > 0) {
    return `the database may lose what it has acknowledged (${durability.unsafe.join(', ')}): use PostgreSQL with these settings on`;
  }
  return rail !== 'terminal' && knetClosed() ? 'K-Net refuses our settings: see the log for its code' : null;
}
