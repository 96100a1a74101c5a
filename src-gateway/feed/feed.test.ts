import { createDecipheriv, randomBytes } from 'node:crypto';
import Fastify from 'fastify';
import { beforeEach, describe, expect, it } from 'vitest';
import { feedKeysOf } from '../../src-shared/contract/feed-keys.ts';
import {
  feedEditionSchema,
  feedPageSchema,
  feedRowSchema,
  type FeedRecord,
} from '../../src-shared/contract/vault-rpc.ts';
import { obligationSchema, type Obligation, type Office } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { loadOrCreateGatewayKeys, type GatewayKeys } from '../keys/gateway-keys.ts';
import type { PartyObligations } from '../ministry/port.ts';
import { buildEdition } from './build-edition.ts';
import { feedPlugin } from './feed-plugin.ts';
import { startFeedPublisher, type FeedPublisher } from './feed-publisher.ts';

const rng = { bytes: (length: number) => randomBytes(length) };
let nowMs = Date.UTC(2026, 10, 22, 6);
const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs };
let keys: GatewayKeys;

beforeEach(async () => {
  let kept: string | null = null;
  const made = await loadOrCreateGatewayKeys(
    { read: async () => ok(kept), createOnce: async (text) => void (kept = text) },
    rng,
  );
  if (!made.ok) throw new Error(made.error.problem);
  keys = made.value;
});

const person = (number: string): Party => ({ kind: 'individual', numberKind: 'civil', number });
const hamad = person('399123100017');
const office: Office = {
  code: 'HQ',
  name: { ar: 'الإدارة', en: 'Head office' },
  area: { ar: 'العاصمة', en: 'Capital' },
};

function ticket(id: string, place = 'Gulf Road'): Obligation {
  return obligationSchema.parse({
    id,
    version: 1,
    system: 'traffic',
    amountFils: 15_000,
    status: 'payable',
    detail: {
      ticketNo: id,
      kind: 'indirect',
      occurredAt: '2026-11-01T10:00:00+03:00',
      place: { ar: place, en: place },
      offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  });
}

const anyTicket = ticket('T');
const longTicket = ticket('T', 'x'.repeat(400));

async function* each(...parties: PartyObligations[]): AsyncGenerator<PartyObligations> {
  yield* parties;
}

function placeOf(party: Party) {
  return feedKeysOf(party, keys.feedMacs);
}

function open(record: FeedRecord | undefined, rowKey: string): unknown {
  const bytes = Buffer.from(record?.sealed ?? '', 'base64');
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(rowKey, 'base64url'), bytes.subarray(0, 12));
  cipher.setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8'));
}

const about = { systems: ['traffic', 'residency'], offices: [office] } as const;
const build = (parties: AsyncIterable<PartyObligations>) => buildEdition(parties, about, 7, { keys, rng, clock });

describe('an edition', () => {
  it('holds each party under its blind index, and opens with the key of its number only', async () => {
    const edition = await build(
      each(
        { party: hamad, obligations: [ticket('T1')] },
        { party: person('399010100029'), obligations: [ticket('T2')] },
      ),
    );
    const { index, rowKey } = placeOf(hamad);
    const record = edition.records.find((candidate) => candidate.index === index);
    expect(open(record, rowKey)).toEqual({ obligations: [ticket('T1')] });
    expect(() => open(record, placeOf(person('399010100029')).rowKey)).toThrow();
  });

  it('shows neither numbers nor words of anybody', async () => {
    const edition = await build(each({ party: hamad, obligations: [ticket('T-0000000001', 'Salmiya Street')] }));
    const sealed = edition.records.map((record) => Buffer.from(record.sealed, 'base64').toString('latin1'));
    const text = JSON.stringify(edition.records) + sealed.join('');
    for (const word of ['399123100017', 'Salmiya', 'T-0000000001', 'payable']) expect(text).not.toContain(word);
  });

  it('says how many records it has, in the order of their indexes, without those who owe nothing', async () => {
    const parties = Array.from({ length: 50 }, (_, at) => ({
      party: person(String(399_000_000_000 + at)),
      obligations: at < 40 ? [ticket(`T${at}`)] : [],
    }));
    const edition = await build(each(...parties));
    expect(edition.head).toEqual({
      edition: 7,
      madeAt: '2026-11-22T09:00:00.000+03:00',
      records: 40,
      ...about,
    });
    const indexes = edition.records.map(({ index }) => index);
    expect(indexes).toEqual(indexes.toSorted());
    expect(indexes).toHaveLength(40);
  });

  it('never uses a nonce twice', async () => {
    const parties = () => each({ party: hamad, obligations: [ticket('T1')] });
    const [one, other] = [await build(parties()), await build(parties())];
    expect(one.records[0]?.sealed.slice(0, 16)).not.toBe(other.records[0]?.sealed.slice(0, 16));
  });

  it.each([
    ['has more tickets than a row can hold', [Array.from({ length: 5001 }, () => anyTicket)]],
    ['has tickets too long for a record', [Array.from({ length: 4000 }, () => longTicket)]],
    ['was told of twice', [[ticket('T1')], [ticket('T2')]]],
  ])('keeps a place that cannot be answered from for a party that %s', async (_what, lists) => {
    const edition = await build(each(...lists.map((obligations) => ({ party: hamad, obligations }))));
    expect(edition.head.records).toBe(1);
    expect(feedRowSchema.safeParse(open(edition.records[0], placeOf(hamad).rowKey)).success).toBe(false);
  });
});

describe('the publisher', () => {
  let waiting: { ms: number; run: () => void }[];
  let reads: () => AsyncIterable<PartyObligations>;
  let offices: Result<readonly Office[], 'ministry_down'>;
  const logged: string[] = [];

  function start(): FeedPublisher {
    waiting = [];
    return startFeedPublisher({
      ministry: { allParties: () => reads(), exportedSystems: ['traffic'], offices: async () => offices },
      keys,
      rng,
      clock,
      everyMs: 600_000,
      timers: { after: (ms, run) => (waiting.push({ ms, run }), { cancel: () => undefined }) },
      log: {
        info: (facts) => void logged.push(JSON.stringify(facts)),
        warn: (facts) => void logged.push(JSON.stringify(facts)),
      },
    });
  }

  beforeEach(() => {
    offices = ok([office]);
    reads = () => each({ party: hamad, obligations: [ticket('T1')] });
  });

  it('has nothing before the first edition is whole, then makes one after every pause with a higher number', async () => {
    const publisher = start();
    expect([publisher.currentEdition(), publisher.head()]).toEqual([0, null]);
    await publisher.rebuild();
    const first = publisher.currentEdition();
    expect(first).toBe(Math.floor(nowMs / 1000));
    expect(waiting).toMatchObject([{ ms: 600_000 }]);
    waiting[0]?.run();
    await publisher.rebuild();
    expect(publisher.currentEdition()).toBe(first + 1);
  });

  it('numbers higher after a restart', async () => {
    const before = start();
    await before.rebuild();
    nowMs += 2000;
    const after = start();
    await after.rebuild();
    expect(after.currentEdition()).toBeGreaterThan(before.currentEdition());
  });

  it('keeps the last edition when the ministry breaks off, logs no data, and tries again soon', async () => {
    const publisher = start();
    await publisher.rebuild();
    const good = publisher.head();
    reads = async function* broken() {
      yield { party: hamad, obligations: [ticket('T1')] };
      throw new TypeError(`no answer about ${hamad.number}`);
    };
    expect(await publisher.rebuild()).toBe(false);
    expect(publisher.head()).toEqual(good);
    expect(waiting.at(-1)).toMatchObject({ ms: 30_000 });
    expect(logged.join()).not.toContain(hamad.number);
  });

  it('makes no edition without the offices that tickets refer to', async () => {
    const publisher = start();
    await publisher.rebuild();
    const good = publisher.head();
    offices = err('ministry_down');
    expect(await publisher.rebuild()).toBe(false);
    expect(publisher.head()).toEqual(good);
  });

  it('still serves the edition before the current one, but no older one', async () => {
    const publisher = start();
    const numbers: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      await publisher.rebuild();
      numbers.push(publisher.currentEdition());
    }
    expect(numbers.map((number) => publisher.page(number, 0)?.records.length)).toEqual([undefined, 1, 1]);
  });

  it('serves pages that stay small enough for a kiosk and together are everything', async () => {
    const manyTickets = Array.from({ length: 900 }, () => ticket('T'));
    const heavy = Array.from({ length: 12 }, (_, at) => ({
      party: person(String(399_000_000_000 + at)),
      obligations: manyTickets,
    }));
    const light = Array.from({ length: 2500 }, (_, at) => ({
      party: person(String(398_000_000_000 + at)),
      obligations: manyTickets.slice(0, 1),
    }));
    reads = () => each(...heavy, ...light);
    const publisher = start();
    await publisher.rebuild();
    const indexes: string[] = [];
    let pages = 0;
    for (;;) {
      const page = feedPageSchema.parse(publisher.page(publisher.currentEdition(), indexes.length));
      if (page.records.length === 0) break;
      expect(JSON.stringify(page).length).toBeLessThan(5_000_000);
      indexes.push(...page.records.map(({ index }) => index));
      pages += 1;
    }
    expect(new Set(indexes).size).toBe(2512);
    expect(pages).toBeGreaterThan(2);
  });

  it('answers over HTTP in the form of the contract', async () => {
    const publisher = start();
    const fastify = Fastify();
    await fastify.register(feedPlugin, { publisher });
    const broken = ['/v1/feed/editions/1?from=-1', '/v1/feed/editions/x?from=0', '/v1/feed/editions/1'];
    for (const url of broken) expect((await fastify.inject(url)).json()).toMatchObject({ error: 'bad_request' });
    await publisher.rebuild();
    const head = feedEditionSchema.parse((await fastify.inject('/v1/feed/editions/current')).json());
    const page = feedPageSchema.parse((await fastify.inject(`/v1/feed/editions/${head.edition}?from=0`)).json());
    expect(page).toMatchObject({ edition: head.edition, from: 0 });
    expect(page.records).toHaveLength(1);
    const gone = await fastify.inject('/v1/feed/editions/1?from=0');
    expect([gone.statusCode, gone.json()]).toMatchObject([404, { error: 'not_found' }]);
    await fastify.close();
  });

  it('with nothing published yet says not found', async () => {
    reads = async function* never() {
      await new Promise<void>(() => undefined);
      yield { party: hamad, obligations: [] };
    };
    const fastify = Fastify();
    await fastify.register(feedPlugin, { publisher: start() });
    expect((await fastify.inject('/v1/feed/editions/current')).json()).toMatchObject({ error: 'not_found' });
    await fastify.close();
  });
});
