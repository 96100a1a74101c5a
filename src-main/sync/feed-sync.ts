import type { Log } from '../../src-shared/contract/log-catalogue.ts';
import type { FeedEdition, FeedPage } from '../../src-shared/contract/vault-rpc.ts';
import type { Rng, Timers } from '../../src-shared/ports.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { KioskGateway } from '../gateway/gateway-client.ts';
import type { VaultCalls, VaultFailure } from '../vault/vault-calls.ts';
import { pauseAfterFailure, pauseAfterSuccess } from './pauses.ts';

export interface FeedSyncPorts {
  readonly gateway: Pick<KioskGateway, 'feedEdition' | 'feedPage'>;
  readonly vault: VaultCalls;
  readonly timers: Timers;
  readonly rng: Rng;
  /** `feed-active` with the edition, `feed-not-fetched` with the reason. */
  readonly log: Log;
}

/** Why an attempt ended without a newer edition. */
type Failure =
  | GatewayFailure['kind']
  | VaultFailure
  /** The pages do not add up to what the edition's head says. */
  | 'pages_wrong'
  | 'count_wrong';

/** How far the edition being collected has got. */
interface Progress {
  readonly head: FeedEdition;
  /** Records already in the vault. */
  readonly from: number;
  /** Index of the last of them; the next has to be higher. */
  readonly lastIndex: string;
}

/**
 * Keeps the vault's copy as new as the gateway's feed: whole editions, page by page, one attempt at a time. A line
 * that drops is taken up again at the page where it dropped; whatever else is odd starts the edition anew. The
 * vault goes on answering from the edition it has until a new one is whole.
 */
export class FeedSync {
  readonly #ports: FeedSyncPorts;
  #active = 0;
  #progress: Progress | null = null;
  #running = false;
  #askedAgain = false;
  #failures = 0;
  #next: { cancel(): void } | null = null;
  #stopped = false;

  constructor(ports: FeedSyncPorts) {
    this.#ports = ports;
  }

  /** Looks now: at the start, and when the vault's page was opened anew and may have lost its copy. */
  look(): void {
    if (this.#stopped) return;
    this.#askedAgain = this.#running;
    if (!this.#running) void this.#run();
  }

  /** The gateway said which edition is current; looks now if ours is older. */
  noteEdition(edition: number): void {
    if (edition > this.#active) this.look();
  }

  /** For good; an attempt under way ends after its current step. */
  stop(): void {
    this.#stopped = true;
    this.#next?.cancel();
  }

  async #run(): Promise<void> {
    this.#running = true;
    this.#next?.cancel();
    const failure = await this.#attempt();
    this.#running = false;
    if (this.#stopped) return;
    this.#failures = failure === null ? 0 : this.#failures + 1;
    if (failure !== null) this.#ports.log('feed-not-fetched', { why: failure });
    const random = (this.#ports.rng.bytes(1)[0] ?? 0) / 255;
    const pause = failure === null ? pauseAfterSuccess(random) : pauseAfterFailure(this.#failures, random);
    this.#next = this.#ports.timers.after(this.#askedAgain ? 0 : pause, () => void this.#run());
    this.#askedAgain = false;
  }

  /** One attempt; null when the vault has the gateway's current edition, or the gateway has none. */
  async #attempt(): Promise<Failure | null> {
    const status = await this.#ports.vault.call('status', {});
    if (!status.ok) return status.error;
    this.#active = status.value.active?.edition ?? 0;
    const head = await this.#ports.gateway.feedEdition();
    if (!head.ok) return isNotFound(head.error) ? null : head.error.kind;
    if (head.value.edition <= this.#active) return null;
    const collected = await this.#collect(head.value);
    return collected ?? (this.#stopped ? null : this.#activate(head.value));
  }

  async #collect(head: FeedEdition): Promise<Failure | null> {
    let progress = this.#progress;
    if (progress?.head.edition !== head.edition) {
      const begun = await this.#ports.vault.call('begin', head);
      if (!begun.ok) return begun.error;
      progress = { head, from: 0, lastIndex: '' };
    }
    while (progress.from < head.records && !this.#stopped) {
      const next = await this.#addPage(progress);
      if (!next.ok) {
        // After a dropped line the next attempt goes on here; whatever else happened, it starts over.
        this.#progress = next.error === 'network_down' ? progress : null;
        return next.error;
      }
      progress = next.value;
    }
    return null;
  }

  async #addPage(progress: Progress): Promise<Result<Progress, Failure>> {
    const page = await this.#ports.gateway.feedPage(progress.head.edition, progress.from);
    if (!page.ok) return err(page.error.kind);
    const next = progressAfter(progress, page.value);
    if (next === null) return err('pages_wrong');
    const added = await this.#ports.vault.call('add', { records: page.value.records });
    return added.ok ? ok(next) : added;
  }

  async #activate(head: FeedEdition): Promise<Failure | null> {
    const answer = await this.#ports.vault.call('activate', {});
    this.#progress = null;
    if (!answer.ok) return answer.error;
    if (!answer.value.activated) return 'count_wrong';
    this.#active = head.edition;
    this.#ports.log('feed-active', { edition: String(head.edition), records: String(head.records) });
    return null;
  }
}

/** Where the edition stands with one more page; null when the page cannot be part of it. */
function progressAfter(progress: Progress, page: FeedPage): Progress | null {
  let { lastIndex } = progress;
  for (const { index } of page.records) {
    if (index <= lastIndex) return null;
    lastIndex = index;
  }
  const from = progress.from + page.records.length;
  return page.records.length > 0 && from <= progress.head.records ? { head: progress.head, from, lastIndex } : null;
}

function isNotFound(failure: GatewayFailure): boolean {
  return failure.kind === 'problem' && failure.code === 'not_found';
}
