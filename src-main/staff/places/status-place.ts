import { err, ok } from '../../../src-shared/result.ts';
import type { KioskTime } from '../../platform/kiosk-time.ts';
import type { Place, PlaceHandlers } from '../place.ts';
import { statusLines, cannotPay, type StatusFacts } from './status-lines.ts';

export interface StatusPlacePorts {
  readonly facts: () => StatusFacts;
  /** Asks the gateway, the printer and the computer now. */
  readonly look: () => Promise<void>;
  readonly time: Pick<KioskTime, 'doubt' | 'vouch'>;
  /** The page has something new to show. */
  readonly refresh: () => void;
}

/** The page that says at a glance how the kiosk is. */
export function statusPlace({ facts, look, time, refresh }: StatusPlacePorts): {
  place: Place<'status'>;
  handlers: PlaceHandlers<'lookAgain' | 'vouchForClock'>;
} {
  return {
    place: {
      enter: () => void look().then(refresh),
      view: () => {
        const now = facts();
        return { name: 'status', cannotPay: cannotPay(now), lines: statusLines(now), clockDoubt: time.doubt() };
      },
    },
    handlers: {
      lookAgain: async () => {
        await look();
        return ok(null);
      },
      // The code with the reason goes into the audit log.
      vouchForClock: ({ reason }) => {
        if (time.doubt() === null) return err('clock_not_in_doubt');
        time.vouch();
        return ok(`clock_${reason}`);
      },
    },
  };
}
