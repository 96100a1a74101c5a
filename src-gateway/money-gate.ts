import type { Durability } from './db/durability.ts';

/** What decides whether money may be taken. */
export interface MoneyGate {
  readonly demo: boolean;
  readonly hostedPage: boolean;
  readonly durability: Pick<Durability, 'unsafe'>;
  readonly knetClosed: () => boolean;
}

/** Why no payment may be started now, as a sentence; null when payments are open. What was started is always finished. */
export function whyMoneyIsClosed({ demo, hostedPage, durability, knetClosed }: MoneyGate): string | null {
  if (!hostedPage) return 'no payment page is configured: set KNET_INIT_URL and the other KNET_ settings';
  if (!demo && durability.unsafe.length > 0) {
    return `the database may lose what it has acknowledged (${durability.unsafe.join(', ')}): use PostgreSQL with these settings on`;
  }
  return knetClosed() ? 'K-Net refuses our settings: see the log for its code' : null;
}
