import { beforeEach, describe, expect, it, vi } from 'vitest';
import { dayMs, FeedKiosk, folder, ticket } from './test-support.ts';

// Some of these start a kiosk anew hundreds of times.
vi.setConfig({ testTimeout: 60_000 });

let kiosk: FeedKiosk;
beforeEach(() => {
  kiosk = new FeedKiosk();
  for (let at = 0; at < 40; at += 1) kiosk.gateway.register.set(at, [ticket(1000 + at)]);
});

/** What the copy says of a few: one who stays, one who pays, one who is new. */
const said = async (): Promise<string> => (await Promise.all([3, 5, 77, 99].map((at) => kiosk.says(at)))).join(' | ');
const first = 'traffic-1003:5000 | traffic-1005:5000 | none | none';
const second = 'traffic-1003:5000 | none | traffic-9:2000 | none';

/** The register moves on: one has paid, one got a ticket. */
function change(): void {
  kiosk.gateway.register.set(5, []);
  kiosk.gateway.register.set(77, [ticket(9, 2000)]);
}

const snapshotsAsked = (): number => {
  const names = new Set(kiosk.gateway.manifest().segments.map(({ name }) => `${name}@0`));
  return kiosk.gateway.asked.filter((asked) => names.has(asked)).length;
};

describe('a kiosk on its first day', () => {
  it('takes the snapshot and answers from it: these, or provably none', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    expect(await said()).toBe(first);
    expect(kiosk.logged('feed-active')).toEqual([{ seq: '101', records: '40' }]);
    kiosk.gateway.down = true;
    kiosk.fs.failAt('read', 1, 'EIO');
    expect(await said()).toBe(first);
  });

  it('cannot say before there is a feed, and that is no failure', async () => {
    await kiosk.run();
    expect(await said()).toBe('cannot say | cannot say | cannot say | cannot say');
    expect(kiosk.logged('feed-not-fetched')).toEqual([]);
  });
});

describe('what has changed since', () => {
  it('comes as deltas, which are found by following them back', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.gateway.asked.length = 0;
    for (let round = 0; round < 3; round += 1) {
      kiosk.gateway.register.set(3, [ticket(1003, 6000 + round)]);
      kiosk.gateway.publish();
    }
    change();
    kiosk.gateway.publish();
    await kiosk.time.pass(120_000);
    expect(await said()).toBe('traffic-1003:6002 | none | traffic-9:2000 | none');
    expect(snapshotsAsked()).toBe(0);
    expect(kiosk.vault.calls.filter((verb) => verb === 'addDelta')).toHaveLength(4);
  });

  it('comes as the snapshot when the deltas weigh more than half of it', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    for (let round = 0; round < 9; round += 1) {
      for (let at = 10; at < 40; at += 1) kiosk.gateway.register.set(at, [ticket(1000 + at, 7000 + round)]);
      kiosk.gateway.publish();
    }
    change();
    kiosk.gateway.publish({ snapshot: true });
    kiosk.gateway.asked.length = 0;
    await kiosk.time.pass(120_000);
    expect(await said()).toBe(second);
    expect(snapshotsAsked()).toBe(4);
    expect(kiosk.fs.names(folder)).toHaveLength(6);
  });

  it('is not waited for when the status already tells of it', async () => {
    kiosk.gateway.publish();
    await kiosk.run(1000);
    change();
    const { seq } = kiosk.gateway.publish();
    kiosk.feed?.noteStatus({ online: true, feedSeq: seq });
    await kiosk.time.pass(1000);
    expect(await said()).toBe(second);
  });

  it('was only read again: the answer is younger, nothing is fetched', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.gateway.asked.length = 0;
    await kiosk.time.pass(2 * dayMs);
    kiosk.gateway.signAgain();
    await kiosk.time.pass(120_000);
    expect(kiosk.feed?.resources()[0]?.ageMs).toBeLessThan(200_000);
    expect(kiosk.gateway.asked).toEqual([]);
  });

  it('begins an epoch: other places and keys, a new snapshot, and the old one answers until it is whole', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    change();
    kiosk.gateway.publish({ epoch: true });
    let pieces = 0;
    const during = new Set<string>();
    kiosk.gateway.carries = () => {
      pieces += 1;
      return pieces < 15;
    };
    await kiosk.time.pass(90_000);
    during.add(await said());
    expect([...during]).toEqual([first]);
    kiosk.gateway.carries = () => true;
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(second);
  });

  it('in another order of the peppers: a kiosk that has not got the new ones yet says nothing wrong', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    change();
    kiosk.gateway.publish({ epoch: true });
    kiosk.gateway.publish({ epoch: true });
    kiosk.gateway.peppers = async () => ({ ok: false, error: { kind: 'network_down' } });
    await kiosk.time.pass(600_000);
    expect(await said()).toBe('cannot say | cannot say | cannot say | cannot say');
  });
});

it('what is kept is one list with its state and progress, and its changes are in the log', async () => {
  kiosk.gateway.publish();
  (await kiosk.start(false)).look();
  await kiosk.time.pass(1000);
  const states = (): string => (kiosk.feed?.resources() ?? []).map(({ name, state }) => `${name} ${state}`).join(', ');
  expect(states()).toBe('feed ready, vault partial, peppers ready, offices ready');
  kiosk.kill();
  await kiosk.run();
  expect(states()).toBe('feed ready, vault ready, peppers ready, offices ready');
  kiosk.gateway.down = true;
  await kiosk.time.pass(8 * dayMs);
  expect(states()).toBe('feed ready, vault ready, peppers partial, offices ready');
  expect(kiosk.feed?.resources()[0]).toMatchObject({ seq: 101, lastFailure: 'network_down', coming: null });
  expect(kiosk.logged('cache-state').at(-1)).toEqual({
    feed: 'ready',
    vault: 'ready',
    peppers: 'partial',
    offices: 'ready',
  });
});

/** Every edition that may be seen, and never a mixture. */
const wholeEditions = [first, second];

describe.each(['delta', 'snapshot', 'epoch'] as const)('a new edition as %s, interrupted', (how) => {
  const publish = (): void => {
    change();
    kiosk.gateway.publish(how === 'delta' ? {} : how === 'epoch' ? { epoch: true } : { snapshot: true });
  };

  it('by a line that drops at each piece: nothing is fetched twice, and the old edition answers until the new one is whole', async () => {
    for (let drop = 1; ; drop += 1) {
      kiosk = fresh();
      kiosk.gateway.publish();
      await kiosk.run();
      publish();
      let pieces = 0;
      kiosk.gateway.carries = () => (pieces += 1) !== drop;
      await kiosk.time.pass(90_000);
      expect(wholeEditions).toContain(await said());
      await kiosk.time.pass(300_000);
      expect(await said()).toBe(second);
      expect(new Set(kiosk.gateway.delivered).size).toBe(kiosk.gateway.delivered.length);
      if (pieces < drop) break;
    }
  });

  it('by the end of the program at each step on the disk: old or new after the restart, and new in the end', async () => {
    for (let step = 1; ; step += 2) {
      kiosk = fresh();
      kiosk.gateway.publish();
      await kiosk.run();
      publish();
      const before = kiosk.fs.calls();
      kiosk.fs.dieAt(step);
      await kiosk.time.pass(90_000);
      const isPast = kiosk.fs.calls() - before < step - 1;
      kiosk.kill();
      kiosk.gateway.down = true;
      await kiosk.run();
      expect(wholeEditions).toContain(await said());
      kiosk.gateway.down = false;
      await kiosk.time.pass(900_000);
      expect(await said()).toBe(second);
      if (isPast) break;
    }
  });

  it('by a power cut at each step on the disk: old or new after the restart, and new in the end', async () => {
    for (let step = 1; ; step += 3) {
      kiosk = fresh();
      kiosk.gateway.publish();
      await kiosk.run();
      publish();
      const before = kiosk.fs.calls();
      kiosk.fs.dieAt(step);
      await kiosk.time.pass(90_000);
      const isPast = kiosk.fs.calls() - before < step - 1;
      kiosk.kill();
      let seed = step;
      kiosk.fs.cutPower(() => ((seed = (seed * 48271) % 2147483647) % 1000) / 1000);
      kiosk.gateway.down = true;
      await kiosk.run();
      expect(wholeEditions).toContain(await said());
      kiosk.gateway.down = false;
      await kiosk.time.pass(900_000);
      expect(await said()).toBe(second);
      if (isPast) break;
    }
  });

  it.each(['gone', 'no_answer', 'failed', 'refused'] as const)(
    'by a vault that says %s at each call: the files answer meanwhile',
    async (fault) => {
      for (let at = 1; ; at += 1) {
        kiosk = fresh();
        kiosk.gateway.publish();
        await kiosk.run();
        publish();
        let calls = 0;
        kiosk.vault.fault = () => ((calls += 1) === at ? fault : null);
        await kiosk.time.pass(90_000);
        const isPast = calls < at;
        expect(await said()).toBe(second);
        kiosk.feed?.vaultOpened();
        await kiosk.time.pass(60_000);
        kiosk.fs.failAt('read', 1, 'EIO');
        expect(await said()).toBe(second);
        if (isPast) break;
      }
    },
  );
});

function fresh(): FeedKiosk {
  const made = new FeedKiosk();
  for (let at = 0; at < 40; at += 1) made.gateway.register.set(at, [ticket(1000 + at)]);
  return made;
}

describe('a vault that was wiped', () => {
  it('under its open page: the files answer, and it is filled from them without a network', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.gateway.down = true;
    kiosk.vault.wipe();
    expect(await said()).toBe(first);
    kiosk.feed?.vaultOpened();
    expect(await said()).toBe(first);
    await kiosk.time.pass(60_000);
    expect(kiosk.logged('vault-copy-lost')).toEqual([{ storage: 'lost' }]);
    expect(kiosk.vault.active?.generation.generation).toBe(2);
    kiosk.fs.failAt('read', 1, 'EIO');
    expect(await said()).toBe(first);
  });

  it('while a segment has rotted, which only the vault notices: it is set aside, fetched again, and the vault filled', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.vault.wipe();
    const name = kiosk.gateway.manifest().segments[0]?.name ?? '';
    const bytes = kiosk.fs.peek(`${folder}/${name}`);
    bytes[bytes.length >> 1]! ^= 1;
    kiosk.fs.poke(`${folder}/${name}`, bytes);
    kiosk.feed?.vaultOpened();
    await kiosk.time.pass(120_000);
    expect(kiosk.logged('feed-file-damaged')).toEqual([{ name, where: 'kept' }]);
    expect(kiosk.vault.active).not.toBeNull();
    expect(await said()).toBe(first);
  });

  it('between two starts: the same, with a new key', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    const key = kiosk.vault.active?.key;
    kiosk.kill();
    kiosk.vault.wipe();
    kiosk.gateway.down = true;
    await kiosk.run();
    expect(await said()).toBe(first);
    expect(kiosk.vault.active?.key).toBeDefined();
    expect(kiosk.vault.active?.key).not.toBe(key);
  });

  it('never to come back: the files go on answering, through new editions too', async () => {
    kiosk.gateway.publish();
    (await kiosk.start(false)).look();
    await kiosk.time.pass(60_000);
    change();
    kiosk.gateway.publish();
    await kiosk.time.pass(120_000);
    expect(await said()).toBe(second);
  });

  it('is no reason to ask for its key when the page only comes back: the key of a replaced copy is gone', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    const key = kiosk.vault.active?.key ?? '';
    const keysFile = (): string => new TextDecoder().decode(kiosk.fs.peek('/data/feed-bucket-keys.json'));
    expect(keysFile()).toContain(key);
    change();
    kiosk.gateway.publish({ epoch: true });
    await kiosk.time.pass(120_000);
    expect(keysFile()).not.toContain(key);
    kiosk.kill();
    await kiosk.run();
    expect(kiosk.vault.calls.filter((verb) => verb === 'begin')).toHaveLength(2);
    expect(await said()).toBe(second);
  });
});

describe('a vault that is still at work', () => {
  const never = new Promise<void>(() => undefined);

  it.each(['addDelta', 'ingest', 'activate'] as const)(
    'on %s does not answer for the new edition: the files do',
    async (verb) => {
      kiosk.gateway.publish();
      await kiosk.run();
      kiosk.vault.before = (called) => (called === verb ? never : null);
      change();
      kiosk.gateway.publish(verb === 'addDelta' ? {} : { epoch: true });
      await kiosk.time.pass(120_000);
      expect(await said()).toBe(second);
    },
  );

  it('changes epochs while somebody is looked up: the old place means nothing in the new copy', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    let lookNow = (): void => undefined;
    const looking = new Promise<void>((resolve) => (lookNow = resolve));
    kiosk.vault.before = (verb) => (verb === 'lookUp' ? looking : null);
    kiosk.vault.after = (verb) => (verb === 'activate' ? never : null);
    const answer = kiosk.says(3);
    change();
    kiosk.gateway.publish({ epoch: true });
    await kiosk.time.pass(120_000);
    expect(kiosk.vault.active?.generation.epoch).toBe(2);
    lookNow();
    expect(await answer).toBe('traffic-1003:5000');
  });
});

describe('a disk', () => {
  it('without room for the snapshot keeps the old copy, and says so', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.fs.freeBytes = 64 * 1024 * 1024;
    change();
    kiosk.gateway.publish({ epoch: true });
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(first);
    expect(kiosk.feed?.resources()[0]).toMatchObject({ state: 'ready', lastFailure: 'no_room' });
    kiosk.fs.freeBytes = 10 ** 12;
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(second);
  });

  it('that fills up meanwhile is given back what was half fetched', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    const files = kiosk.fs.names(folder).length;
    change();
    kiosk.gateway.publish({ epoch: true });
    const stored = kiosk.fs.names(folder).reduce((sum, name) => sum + kiosk.fs.peek(`${folder}/${name}`).length, 0);
    kiosk.fs.setSpace(stored + 3500);
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(first);
    expect(kiosk.logged('feed-not-fetched').map(({ why }) => why)).toContain('disk_full');
    expect(kiosk.fs.names(folder).length).toBeLessThanOrEqual(files);
  });

  it.each(['manifest', 'dictionary', 'segment', 'delta'] as const)(
    'that rots a %s under us: what it held cannot be said until it is fetched again',
    async (kind) => {
      kiosk.gateway.publish();
      (await kiosk.start(false)).look();
      await kiosk.time.pass(60_000);
      change();
      const head = kiosk.gateway.publish();
      await kiosk.time.pass(120_000);
      const segments = kiosk.gateway.manifest().segments.map(({ name }) => name);
      const names = {
        manifest: [head.manifest],
        dictionary: [head.dictionary],
        segment: segments,
        delta: [head.delta],
      };
      for (const name of names[kind]) {
        const path = `${folder}/${name}`;
        const bytes = kiosk.fs.peek(path);
        bytes[bytes.length >> 1]! ^= 1;
        kiosk.fs.poke(path, bytes);
      }
      kiosk.kill();
      (await kiosk.start(false)).look();
      for (const at of [3, 5, 77, 99])
        expect([second.split(' | ')[[3, 5, 77, 99].indexOf(at)], 'cannot say']).toContain(await kiosk.says(at));
      await kiosk.time.pass(600_000);
      expect(await said()).toBe(second);
      expect(kiosk.logged('feed-file-damaged').length).toBeGreaterThan(0);
    },
  );

  it('that loses what was trusted: nothing older than its files is taken', async () => {
    kiosk.gateway.publish();
    const old = kiosk.gateway.signed;
    await kiosk.run();
    change();
    kiosk.gateway.publish();
    const current = kiosk.gateway.signed;
    await kiosk.time.pass(120_000);
    kiosk.kill();
    kiosk.fs.poke('/data/feed-state.json', new TextEncoder().encode('{'));
    kiosk.gateway.signed = old;
    await kiosk.run();
    expect(kiosk.logged('feed-state-lost')).toEqual([{ seq: '102' }]);
    expect(kiosk.logged('feed-head-refused')[0]).toEqual({ why: 'older' });
    expect(await said()).toBe('cannot say | cannot say | cannot say | cannot say');
    kiosk.gateway.signed = current;
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(second);
  });

  it('that refuses our small files: nothing is trusted, nothing is lost', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    change();
    kiosk.gateway.publish();
    kiosk.fs.failAt('rename', 1, 'EROFS');
    await kiosk.time.pass(80_000);
    expect(wholeEditions).toContain(await said());
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(second);
  });
});

describe('a head that is not to be trusted', () => {
  beforeEach(async () => {
    kiosk.gateway.publish();
    await kiosk.run();
  });
  const refusal = (): string | undefined => kiosk.logged('feed-head-refused').at(-1)?.['why'];

  it('is signed by somebody else', async () => {
    change();
    kiosk.gateway.publish();
    const { head, signature } = kiosk.gateway.signed!;
    kiosk.gateway.signed = { head, signature: signature.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) };
    await kiosk.time.pass(120_000);
    expect(refusal()).toBe('forged');
    expect(await said()).toBe(first);
  });

  it('was changed on the way', async () => {
    const { head, signature } = kiosk.gateway.signed!;
    kiosk.gateway.signed = { head: { ...head, seq: head.seq + 7 }, signature };
    await kiosk.time.pass(120_000);
    expect(refusal()).toBe('forged');
    expect(await said()).toBe(first);
  });

  it('is cut short', async () => {
    kiosk.gateway.head = async () => ({ ok: true, value: { head: kiosk.gateway.signed!.head } });
    await kiosk.time.pass(120_000);
    expect(refusal()).toBe('unreadable');
  });

  it('is an older one, played again; also after a restart', async () => {
    const old = kiosk.gateway.signed;
    change();
    kiosk.gateway.publish();
    await kiosk.time.pass(120_000);
    kiosk.gateway.signed = old;
    await kiosk.time.pass(120_000);
    expect(refusal()).toBe('older');
    kiosk.kill();
    await kiosk.run();
    expect(kiosk.logged('feed-head-refused').length).toBeGreaterThan(1);
    expect(await said()).toBe(second);
  });

  it('says something else under the same number', async () => {
    change();
    const { seq } = kiosk.gateway.publish();
    await kiosk.time.pass(120_000);
    kiosk.gateway.signHead({ ...kiosk.gateway.signed!.head, delta: 'ab'.repeat(32) });
    await kiosk.time.pass(120_000);
    expect(refusal()).toBe('forked');
    expect(kiosk.gateway.signed?.head.seq).toBe(seq);
    expect(await said()).toBe(second);
  });

  it('leads to a chain that is not ours: then the snapshot decides', async () => {
    const { delta } = kiosk.gateway.publish();
    expect(delta).toBeNull();
    change();
    kiosk.gateway.publish();
    kiosk.gateway.signHead({ ...kiosk.gateway.publish({ snapshot: true }), delta: 'cd'.repeat(32) });
    await kiosk.time.pass(600_000);
    expect(await said()).toBe(second);
  });
});

describe('a kiosk that is no longer one', () => {
  it('destroys its copy, its peppers and the key when a head says so, and takes no other up', async () => {
    kiosk.gateway.publish();
    await kiosk.run();
    kiosk.gateway.revoked = ['K001'];
    kiosk.gateway.signAgain();
    await kiosk.time.pass(120_000);
    expect(await said()).toBe('cannot say | cannot say | cannot say | cannot say');
    expect(kiosk.fs.names(folder)).toEqual([]);
    expect(kiosk.vault.active).toBeNull();
    const files = ['/data/feed-peppers.json', '/data/feed-bucket-keys.json'].map((path) =>
      new TextDecoder().decode(kiosk.fs.peek(path)),
    );
    expect(files).toEqual(['{"v":1,"epochs":[]}', '{"v":1,"active":null,"next":null}']);
    expect(kiosk.logged('feed-revoked')).toHaveLength(1);
    change();
    kiosk.gateway.publish();
    kiosk.kill();
    await kiosk.run(600_000);
    expect(kiosk.fs.names(folder)).toEqual([]);
    expect(kiosk.logged('feed-revoked')).toHaveLength(1);
  });
});
