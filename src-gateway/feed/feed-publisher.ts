import type { FeedEdition, FeedPage, FeedRecord } from '../../src-shared/contract/vault-rpc.ts';
import type { Clock, Rng, Timers } from '../../src-shared/ports.ts';
import type { GatewayKeys } from '../keys/gateway-keys.ts';
import type { MinistryPort } from '../ministry/port.ts';
import { buildEdition, type Edition } from './build-edition.ts';

export interface FeedPublisherDeps {
  readonly ministry: Pick<MinistryPort, 'allParties' | 'exportedSystems' | 'offices'>;
  readonly keys: GatewayKeys;
  readonly rng: Rng;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Pause between two editions, ms. */
  readonly everyMs: number;
  readonly log: {
    info(facts: object, message: string): void;
    warn(facts: object, message: string): void;
  };
}

/** The editions a gateway has made since it started. */
export interface FeedPublisher {
  /** Number of the current edition; 0 while there is none. */
  currentEdition(): number;
  head(): FeedEdition | null;
  /** Records from position `from` on; null when the edition is not kept (any more). */
  page(edition: number, from: number): FeedPage | null;
  /** Makes a new edition now, or joins the one being made. False when the ministry could not be read. */
  rebuild(): Promise<boolean>;
  close(): void;
}

/** A kiosk may still be fetching the edition before. */
const keptEditions = 2;

/** After a failure the ministry is asked again this soon, ms. */
const retryMs = 30_000;

const maxPageRecords = 2000;
/** Far below the 5 MB a kiosk accepts as one answer. */
const maxPageCharacters = 2_000_000;

/** Starts publishing: the first edition at once, then one after every pause. */
export function startFeedPublisher(deps: FeedPublisherDeps): FeedPublisher {
  let editions: readonly Edition[] = [];
  let running: Promise<boolean> | null = null;
  let next: { cancel(): void } | null = null;
  let closed = false;

  const failed = (reason: string): false => {
    deps.log.warn({ reason }, 'no new feed edition could be made');
    return false;
  };
  const build = async (): Promise<boolean> => {
    const offices = await deps.ministry.offices();
    if (!offices.ok) return failed(offices.error);
    try {
      const number = nextNumber(editions, deps.clock);
      const about = { systems: deps.ministry.exportedSystems, offices: offices.value };
      const edition = await buildEdition(deps.ministry.allParties(), about, number, deps);
      editions = [edition, ...editions].slice(0, keptEditions);
      deps.log.info({ edition: edition.head.edition, records: edition.head.records }, 'a feed edition was made');
      return true;
    } catch (error) {
      // The name only: an adapter's message may quote the record it stumbled over.
      return failed(error instanceof Error ? error.name : typeof error);
    }
  };
  const rebuild = (): Promise<boolean> => {
    running ??= build().then((made) => {
      running = null;
      next?.cancel();
      if (!closed)
        next = deps.timers.after(made ? deps.everyMs : Math.min(retryMs, deps.everyMs), () => void rebuild());
      return made;
    });
    return running;
  };

  void rebuild();
  return {
    currentEdition: () => editions[0]?.head.edition ?? 0,
    head: () => editions[0]?.head ?? null,
    page: (number, from) => {
      const edition = editions.find(({ head }) => head.edition === number);
      return edition === undefined ? null : { edition: number, from, records: pageOf(edition.records, from) };
    },
    rebuild,
    close: () => {
      closed = true;
      next?.cancel();
    },
  };
}

/** Rises over restarts as well, without anything being stored: seconds since 1970, or one more than the last. */
function nextNumber(editions: readonly Edition[], clock: Clock): number {
  return Math.max(Math.floor(clock.wallMs() / 1000), (editions[0]?.head.edition ?? 0) + 1);
}

/** As many records as fit, but at least one. */
function pageOf(records: readonly FeedRecord[], from: number): FeedRecord[] {
  const page: FeedRecord[] = [];
  let characters = 0;
  for (const record of records.slice(from, from + maxPageRecords)) {
    characters += record.sealed.length;
    if (page.length > 0 && characters > maxPageCharacters) break;
    page.push(record);
  }
  return page;
}
