import { beforeEach, describe, expect, it } from 'vitest';
import type {
  FeedEdition,
  FeedPage,
  FeedRecord,
  VaultReply,
  VaultRequest,
  VaultVerb,
} from '../../src-shared/contract/vault-rpc.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { VaultCalls, VaultFailure } from '../vault/vault-calls.ts';
import { FeedSync } from './feed-sync.ts';
import { pauseAfterFailure } from './pauses.ts';

const pageSize = 3;
const networkDown: GatewayFailure = { kind: 'network_down' };
const notFound: GatewayFailure = { kind: 'problem', code: 'not_found', message: '' };

function edition(number: number, records: number): { head: FeedEdition; records: FeedRecord[] } {
  const made = Array.from({ length: records }, (_, at) => ({
    index: at.toString(16).padStart(16, '0'),
    sealed: `${number}:${at}`,
  }));
  return {
    head: { edition: number, madeAt: '2026-11-22T09:00:00+03:00', records, systems: ['traffic'], offices: [] },
    records: made,
  };
}

/** A gateway whose feed and faults the test decides. */
class FakeFeed {
  current = edition(7, 10);
  asked: string[] = [];
  /** Says what a question gets instead of its answer; null lets it through. */
  fault: (question: string) => GatewayFailure | null = () => null;
  alter: (page: FeedPage) => FeedPage = (page) => page;

  async feedEdition(): Promise<Result<FeedEdition, GatewayFailure>> {
    return this.#answer('head', () => this.current.head);
  }
  async feedPage(number: number, from: number): Promise<Result<FeedPage, GatewayFailure>> {
    if (number !== this.current.head.edition) return err(notFound);
    const records = this.current.records.slice(from, from + pageSize);
    return this.#answer(`${number}@${from}`, () => this.alter({ edition: number, from, records }));
  }
  #answer<T>(question: string, make: () => T): Result<T, GatewayFailure> {
    this.asked.push(question);
    const fault = this.fault(question);
    return fault === null ? ok(make()) : err(fault);
  }
}

/** The contract of the vault in memory; what it holds survives a restart of the kiosk. */
class FakeVault implements VaultCalls {
  active: { head: FeedEdition; records: Map<string, string> } | null = null;
  collecting: { head: FeedEdition; records: Map<string, string> } | null = null;
  calls: VaultVerb[] = [];
  fault: (verb: VaultVerb) => VaultFailure | null = () => null;

  async call<V extends VaultVerb>(verb: V, request: VaultRequest<V>): Promise<Result<VaultReply<V>, VaultFailure>> {
    this.calls.push(verb);
    const fault = this.fault(verb);
    if (fault !== null) return err(fault);
    const handlers: { [K in VaultVerb]?: (asked: VaultRequest<K>) => Result<VaultReply<K>, VaultFailure> } = {
      editionStatus: () => ok({ active: this.active?.head ?? null }),
      beginEdition: (head) => {
        this.collecting = { head, records: new Map() };
        return ok({});
      },
      addRecords: ({ records }) => {
        if (this.collecting === null) return err('refused');
        for (const { index, sealed } of records) this.collecting.records.set(index, sealed);
        return ok({});
      },
      activateEdition: () => {
        if (this.collecting === null) return err('refused');
        if (this.collecting.records.size !== this.collecting.head.records) return ok({ activated: false });
        this.active = this.collecting;
        this.collecting = null;
        return ok({ activated: true });
      },
    };
    return handlers[verb]?.(request) ?? err('failed');
  }
}

let feed: FakeFeed;
let vault: FakeVault;
let timers: { ms: number; run: () => void; cancelled: boolean }[];
let log: string[];

/** A kiosk that was just started. */
function kiosk(): FeedSync {
  timers = [];
  return new FeedSync({
    gateway: feed,
    vault,
    rng: { bytes: (length) => new Uint8Array(length).fill(255) },
    timers: {
      after: (ms, run) => {
        const timer = { ms, run, cancelled: false };
        timers.push(timer);
        return { cancel: () => (timer.cancelled = true) };
      },
    },
    log: (event, details) => void log.push([event, ...Object.values(details)].join(' ')),
  });
}

/** Until the sync waits for a timer again. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 200; turn += 1) await Promise.resolve();
}
async function look(sync: FeedSync): Promise<void> {
  sync.look();
  await settle();
}
/** Lets the waiting pause pass; says how long it was, ms. */
async function pass(): Promise<number> {
  const waiting = timers.filter(({ cancelled }) => !cancelled);
  expect(waiting).toHaveLength(1);
  const timer = waiting[0]!;
  timer.cancelled = true;
  timer.run();
  await settle();
  return timer.ms;
}
const holds = (number: number) => {
  expect(vault.active?.head).toEqual(edition(number, 10).head);
  expect([...(vault.active?.records ?? [])]).toEqual(
    edition(number, 10).records.map(({ index, sealed }) => [index, sealed]),
  );
};

beforeEach(() => {
  feed = new FakeFeed();
  vault = new FakeVault();
  log = [];
});

describe('the feed', () => {
  it('is fetched page by page, activated whole, and looked at again later', async () => {
    await look(kiosk());
    holds(7);
    expect(feed.asked).toEqual(['head', '7@0', '7@3', '7@6', '7@9']);
    expect(log).toEqual(['feed-active 7 10']);
    expect(await pass()).toBe(600_000);
    expect(feed.asked.slice(5)).toEqual(['head']);
  });

  it('without records is fetched as well', async () => {
    feed.current = edition(7, 0);
    await look(kiosk());
    expect(vault.active?.head.edition).toBe(7);
  });

  it('is left alone when the copy is as new, or newer', async () => {
    const sync = kiosk();
    await look(sync);
    feed.current = edition(6, 10);
    await look(sync);
    holds(7);
    expect(vault.calls.filter((verb) => verb === 'beginEdition')).toHaveLength(1);
  });

  it('that is not published yet is no failure', async () => {
    feed.fault = () => notFound;
    await look(kiosk());
    expect(log).toEqual([]);
    expect(await pass()).toBe(600_000);
  });

  it('is fetched at once when the gateway names a newer edition, and only then', async () => {
    const sync = kiosk();
    await look(sync);
    sync.noteEdition(7);
    await settle();
    expect(feed.asked.filter((question) => question === 'head')).toHaveLength(1);
    feed.current = edition(8, 10);
    sync.noteEdition(8);
    await settle();
    holds(8);
  });

  it('named anew while it is being fetched is looked at once more afterwards', async () => {
    const sync = kiosk();
    sync.look();
    sync.noteEdition(8);
    sync.noteEdition(8);
    await settle();
    holds(7);
    feed.current = edition(8, 10);
    expect(await pass()).toBe(0);
    holds(8);
  });
});

describe.each(['head', '7@0', '7@3', '7@6', '7@9'])('when the line drops at %s', (dropped) => {
  it('the same kiosk goes on there, and no page that arrived is fetched twice', async () => {
    let drops = 2;
    feed.fault = (question) => (question === dropped && (drops -= 1) >= 0 ? networkDown : null);
    await look(kiosk());
    expect(vault.active).toBeNull();
    expect(log).toEqual(['feed-not-fetched network_down']);
    expect(await pass()).toBe(2_000);
    expect(await pass()).toBe(4_000);
    holds(7);
    for (const page of ['7@0', '7@3', '7@6', '7@9'].filter((name) => name !== dropped)) {
      expect(feed.asked.filter((question) => question === page)).toHaveLength(1);
    }
    expect(vault.calls.filter((verb) => verb === 'beginEdition')).toHaveLength(1);
  });

  it('a kiosk that is started again fetches the edition anew, with the same result', async () => {
    feed.fault = (question) => (question === dropped ? networkDown : null);
    await look(kiosk());
    feed.fault = () => null;
    await look(kiosk());
    holds(7);
  });

  it('and the gateway has a newer edition afterwards, that one is fetched', async () => {
    feed.fault = (question) => (question === dropped ? networkDown : null);
    await look(kiosk());
    feed.current = edition(8, 10);
    feed.fault = () => null;
    await pass();
    holds(8);
  });
});

describe('when the edition is withdrawn while it is being fetched', () => {
  it('the newer one is fetched from its beginning', async () => {
    feed.fault = (question) => {
      if (question === '7@3') feed.current = edition(8, 10);
      return null;
    };
    await look(kiosk());
    expect(log).toEqual(['feed-not-fetched problem']);
    await pass();
    holds(8);
  });
});

describe.each(['editionStatus', 'beginEdition', 'addRecords', 'activateEdition'] as const)(
  'when the vault dies at %s',
  (verb) => {
    it('the edition is fetched anew once it is back, and the old one answers meanwhile', async () => {
      const sync = kiosk();
      await look(sync);
      feed.current = edition(8, 10);
      vault.fault = (called) => (called === verb ? 'gone' : null);
      await look(sync);
      holds(7);
      expect(log.at(-1)).toBe('feed-not-fetched gone');
      vault.fault = () => null;
      vault.collecting = null;
      await look(sync);
      holds(8);
    });
  },
);

describe('pages that do not add up', () => {
  const wrong: [string, (page: FeedPage) => FeedPage][] = [
    ['an empty page before the end', (page) => ({ ...page, records: [] })],
    ['a page out of order', (page) => ({ ...page, records: page.records.toReversed() })],
    ['a page that repeats the one before', (page) => ({ ...page, records: feed.current.records.slice(0, pageSize) })],
    [
      'more records than announced',
      (page) => ({ ...page, records: edition(7, 20).records.slice(page.from, page.from + 20) }),
    ],
  ];

  it.each(wrong)('(%s) never become the active edition, and are fetched again from the start', async (_what, alter) => {
    feed.alter = (page) => (page.from === 6 ? alter(page) : page);
    await look(kiosk());
    expect(vault.active).toBeNull();
    expect(log).toEqual(['feed-not-fetched pages_wrong']);
    feed.alter = (page) => page;
    await pass();
    holds(7);
    expect(vault.calls.filter((verb) => verb === 'beginEdition')).toHaveLength(2);
  });

  it('are noticed by the count in the vault at the latest', async () => {
    const sync = kiosk();
    feed.fault = (question) => {
      if (question === '7@9') vault.collecting?.records.delete(feed.current.records[0]!.index);
      return null;
    };
    await look(sync);
    expect(log).toEqual(['feed-not-fetched count_wrong']);
    feed.fault = () => null;
    await pass();
    holds(7);
  });
});

describe('the pauses', () => {
  it('double up to five minutes, and start over after a success', async () => {
    feed.fault = () => networkDown;
    await look(kiosk());
    const pauses: number[] = [];
    for (let failure = 0; failure < 10; failure += 1) pauses.push(await pass());
    expect(pauses.slice(0, 4)).toEqual([2_000, 4_000, 8_000, 16_000]);
    expect(pauses.at(-1)).toBe(300_000);
    feed.fault = () => null;
    await pass();
    holds(7);
    feed.fault = () => networkDown;
    await pass();
    expect(await pass()).toBe(2_000);
  });

  it('are spread between half and the whole', () => {
    expect([pauseAfterFailure(1, 0), pauseAfterFailure(1, 1)]).toEqual([1_000, 2_000]);
  });

  it('end when the kiosk stops', async () => {
    const sync = kiosk();
    await look(sync);
    sync.stop();
    sync.look();
    sync.noteEdition(99);
    await settle();
    expect(timers.every(({ cancelled }) => cancelled)).toBe(true);
    expect(feed.asked.filter((question) => question === 'head')).toHaveLength(1);
  });
});
