import type { FeedPeppers } from '../../src-shared/feed/feed-keys.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { KioskStore } from '../kiosks/kiosk-store.ts';
import type { MinistryPort } from '../ministry/port.ts';
import { buildFeed } from './build.ts';
import { aheadMs, epochAt, epochsToHandOut, peppersOf } from './epochs.ts';
import type { FeedFolder } from './folder.ts';
import { publishHead } from './publish-head.ts';
import { readState, type FeedState } from './state.ts';
import type { StretchCache } from './stretch.ts';
import { sweep } from './sweep.ts';

export interface FeedDeps {
  readonly ministry: Pick<MinistryPort, 'allParties' | 'exportedSystems' | 'offices'>;
  readonly keys: GatewayKeys;
  readonly kiosks: Pick<KioskStore, 'revokedCodes'>;
  readonly folder: FeedFolder;
  readonly stretched: StretchCache;
  readonly rng: Rng;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Pause between two readings of the register, ms. */
  readonly everyMs: number;
  /** How long peppers stay the same, days. */
  readonly epochDays: number;
  /** False: another gateway fills the folder, this one only hands its files out. */
  readonly builds: boolean;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
}

/** The feed of this gateway. */
export interface Feed {
  /** Number of the newest delta; 0 while nothing was published. */
  seq(): number;
  /** Epochs whose peppers kiosks may have now. */
  epochs(): readonly number[];
  /** Reads the register and publishes now, or joins the reading under way. False when that failed. */
  rebuild(): Promise<boolean>;
  close(): void;
}

/** After a failure the ministry is asked again this soon, ms. */
const retryMs = 30_000;

/** Starts publishing: what the folder has at once, a first reading next, then one after every pause. */
export function startFeed(deps: FeedDeps): Feed {
  let state: FeedState | null = null;
  let running: Promise<boolean> | null = null;
  let next: { cancel(): void } | null = null;
  let closed = false;

  const round = async (): Promise<boolean> => {
    try {
      state = await readState(deps.folder);
      if (deps.builds) state = await renew(state, deps);
      return true;
    } catch (error) {
      // The name only: an adapter's message may quote the record it stumbled over.
      deps.log.warn({ reason: error instanceof Error ? error.name : typeof error }, 'the feed could not be renewed');
      return false;
    }
  };
  const rebuild = (): Promise<boolean> => {
    running ??= round().then((done) => {
      running = null;
      next?.cancel();
      const pauseMs = done ? deps.everyMs : Math.min(retryMs, deps.everyMs);
      if (!closed) next = deps.timers.after(pauseMs, () => void rebuild());
      return done;
    });
    return running;
  };

  void rebuild();
  return {
    seq: () => state?.seq ?? 0,
    epochs: () => epochsToHandOut(state?.epoch ?? null, deps.clock.wallMs(), deps.epochDays),
    rebuild,
    close: () => {
      closed = true;
      next?.cancel();
    },
  };
}

async function renew(before: FeedState | null, deps: FeedDeps): Promise<FeedState> {
  // A power cut may have come between state and head, and kiosks may have been revoked since.
  const head = { ...deps, revoked: () => deps.kiosks.revokedCodes() };
  if (before !== null) await publishHead(before, head);
  const { ministry, keys, clock, epochDays, folder } = deps;
  const offices = await ministry.offices();
  if (!offices.ok) throw new MinistryDownError('the ministry does not tell its offices');
  const epoch = epochAt(clock.wallMs(), epochDays);
  const subject = { epoch, systems: ministry.exportedSystems, offices: offices.value };
  const peppers = (number: number): FeedPeppers => peppersOf(keys, number);
  const { state, ...built } = await buildFeed(ministry.allParties(), subject, {
    ...deps,
    peppers,
    noteMac: keys.feedNoteMac,
    ahead: epochAt(clock.wallMs() + aheadMs, epochDays),
  });
  await publishHead(state, head);
  await sweep(folder, state);
  await deps.stretched.forgetBefore(state.epoch);
  deps.log.info({ seq: state.seq, ...built }, 'the feed was renewed');
  return state;
}

class MinistryDownError extends Error {
  override readonly name = 'MinistryDownError';
}
