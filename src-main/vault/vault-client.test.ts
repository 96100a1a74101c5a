import { beforeEach, describe, expect, it } from 'vitest';
import type { VaultReply, VaultRequest } from '../../src-shared/contract/vault-rpc.ts';
import { VaultClient } from './vault-client.ts';
import { VaultKeeper } from './vault-keeper.ts';
import type { VaultPort } from './vault-port.ts';

/** A page as main sees it: what was posted to it, and its voice. */
class FakePage implements VaultPort {
  readonly posted: unknown[] = [];
  gone = false;
  #listen: (message: unknown) => void = () => undefined;
  readonly #mourners: (() => void)[] = [];
  post(message: unknown): void {
    this.posted.push(message);
  }
  onMessage(listen: (message: unknown) => void): void {
    this.#listen = listen;
  }
  onGone(listen: () => void): void {
    this.#mourners.push(listen);
  }
  close(): void {
    if (this.gone) return;
    this.gone = true;
    for (const mourn of this.#mourners) mourn();
  }
  say(message: unknown): void {
    this.#listen(message);
  }
}

let timers: { ms: number; run: () => void; cancelled: boolean }[];
const fakeTimers = {
  after: (ms: number, run: () => void) => {
    const timer = { ms, run, cancelled: false };
    timers.push(timer);
    return { cancel: () => (timer.cancelled = true) };
  },
};
const due = () => timers.filter(({ cancelled }) => !cancelled);
beforeEach(() => {
  timers = [];
});

const empty: VaultReply<'status'> = { active: null, building: null, storage: 'new' };
const delta: VaultRequest<'addDelta'> = { name: 'ab'.repeat(32), epoch: 1, build: 7, seq: 3 };
const place = { index: '0'.repeat(16) };

describe('a call to the vault', () => {
  let page: FakePage;
  let client: VaultClient;
  beforeEach(() => {
    page = new FakePage();
    client = new VaultClient(page, fakeTimers);
  });

  it('brings the reply with its number, in whatever order replies come', async () => {
    const status = client.call('status', {});
    const lookUp = client.call('lookUp', place);
    expect(page.posted).toEqual([
      { id: 1, verb: 'status', body: {} },
      { id: 2, verb: 'lookUp', body: place },
    ]);
    page.say({ id: 2, ok: true, body: { found: 'nothing', seq: 3 } });
    page.say({ id: 1, ok: true, body: empty });
    expect(await status).toEqual({ ok: true, value: empty });
    expect(await lookUp).toEqual({ ok: true, value: { found: 'nothing', seq: 3 } });
    expect(due()).toEqual([]);
  });

  it('brings the refusal of the vault', async () => {
    const taken = client.call('addDelta', delta);
    page.say({ id: 1, ok: false, error: 'refused' });
    expect(await taken).toEqual({ ok: false, error: 'refused' });
  });

  it('does not believe a reply of another shape', async () => {
    const lookUp = client.call('lookUp', place);
    page.say({ id: 1, ok: true, body: { found: 'nothing' } });
    expect(await lookUp).toEqual({ ok: false, error: 'bad_reply' });
  });

  it('ignores noise and replies nobody waits for', async () => {
    const status = client.call('status', {});
    for (const noise of [null, 'x', { id: 99, ok: true, body: {} }, { id: 1 }]) page.say(noise);
    page.say({ id: 1, ok: true, body: empty });
    expect(await status).toEqual({ ok: true, value: empty });
  });

  it('that does not fit the contract is not sent', async () => {
    expect(await client.call('addDelta', { ...delta, seq: -1 })).toEqual({ ok: false, error: 'bad_request' });
    expect(page.posted).toEqual([]);
  });

  it('without an answer in time takes the page for dead, and all other calls with it', async () => {
    const lookUp = client.call('lookUp', place);
    const status = client.call('status', {});
    expect(timers[0]?.ms).toBe(5_000);
    timers[0]?.run();
    expect(await lookUp).toEqual({ ok: false, error: 'no_answer' });
    expect(await status).toEqual({ ok: false, error: 'gone' });
    expect(page.gone).toBe(true);
    expect(await client.call('status', {})).toEqual({ ok: false, error: 'gone' });
  });
});

describe('the keeper of the vault', () => {
  let pages: FakePage[];
  let broken: boolean;
  let log: string[];
  let keeper: VaultKeeper;
  beforeEach(() => {
    pages = [];
    broken = false;
    log = [];
    keeper = new VaultKeeper({
      timers: fakeTimers,
      log: (event) => void log.push(event),
      onOpen: () => void log.push('told'),
      open: async () => {
        if (broken) throw new Error('no page');
        pages.push(new FakePage());
        return pages.at(-1) as FakePage;
      },
    });
  });
  const nextPause = () => due().find(({ ms }) => ms !== 60_000 && ms !== 15_000);
  async function pass(): Promise<number | undefined> {
    const pause = nextPause();
    if (pause !== undefined) pause.cancelled = true;
    pause?.run();
    await Promise.resolve();
    await Promise.resolve();
    return pause?.ms;
  }

  it('has nothing to say before there is a page', async () => {
    expect(await keeper.call('status', {})).toEqual({ ok: false, error: 'gone' });
  });

  it('opens a new page when one is gone, tells so, and sends calls there', async () => {
    await keeper.start();
    const lost = keeper.call('status', {});
    pages[0]?.close();
    expect(await lost).toEqual({ ok: false, error: 'gone' });
    expect(await keeper.call('status', {})).toEqual({ ok: false, error: 'gone' });
    expect(await pass()).toBe(500);
    const status = keeper.call('status', {});
    pages[1]?.say({ id: 1, ok: true, body: empty });
    expect(await status).toMatchObject({ ok: true });
    expect(log).toEqual(['vault-open', 'told', 'vault-gone', 'vault-open', 'told']);
  });

  it('waits longer after each loss in a row, and starts over once a page has lasted', async () => {
    await keeper.start();
    const pauses: (number | undefined)[] = [];
    for (let loss = 0; loss < 5; loss += 1) {
      pages.at(-1)?.close();
      pauses.push(await pass());
    }
    expect(pauses).toEqual([500, 2_000, 10_000, 30_000, 30_000]);
    due()
      .find(({ ms }) => ms === 60_000)
      ?.run();
    pages.at(-1)?.close();
    expect(await pass()).toBe(500);
  });

  it('tries again when a page does not come up', async () => {
    broken = true;
    await keeper.start();
    expect(log).toEqual(['vault-not-opened']);
    broken = false;
    expect(await pass()).toBe(500);
    expect(log).toEqual(['vault-not-opened', 'vault-open', 'told']);
  });

  it('opens no page any more once it was stopped', async () => {
    await keeper.start();
    keeper.stop();
    expect(pages[0]?.gone).toBe(true);
    expect(nextPause()).toBeUndefined();
  });
});
