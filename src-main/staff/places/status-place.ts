import { statusLines, cannotPay, type StatusFacts } from './status-lines.ts';
import type { Place, PlaceHandlers } from '../place.ts';

export interface StatusPlacePorts {
  readonly facts: () => StatusFacts;
  /** Asks the gateway and the printer now. */
  readonly look: () => Promise<void>;
}

/** The page that says at a glance how the kiosk is. */
export function statusPlace({ facts, look }: StatusPlacePorts): {
  place: Place<'status'>;
  handlers: PlaceHandlers<'lookAgain'>;
} {
  return {
    place: {
      view: () => {
        const now = facts();
        return { name: 'status', cannotPay: cannotPay(now), lines: statusLines(now) };
      },
    },
    handlers: {
      lookAgain: async () => {
        await look();
        return { ok: true, value: null };
      },
    },
  };
}
