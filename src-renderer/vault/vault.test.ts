import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { VaultReplyFrame } from '../../src-shared/contract/vault-frames.ts';
import type { FeedEdition, FeedRecord, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { toBase64, toBase64Url } from '../../src-shared/encoding/base64.ts';
import { answerCall, vaultHandlers } from './answer-call.ts';
import { EditionStore } from './edition-store.ts';
import { openVaultDatabase, VaultDatabase } from './vault-database.ts';

let indexedDB: IDBFactory;
let db: VaultDatabase;
let calls: number;

/** A vault page as it is after a start; `again` is the next start on the same disk. */
function openVault(): void {
  db = new VaultDatabase({ indexedDB, IDBKeyRange });
  const handlers = vaultHandlers(new EditionStore(db), crypto.subtle);
  calls = 0;
  ask = (verb, body) => answerCall({ id: (calls += 1), verb, body }, handlers);
}
let ask: (verb: VaultVerb, body: unknown) => Promise<VaultReplyFrame | null>;
const again = (): void => {
  db.close();
  openVault();
};
beforeEach(() => {
  indexedDB = new IDBFactory();
  openVault();
});
afterEach(() => {
  db.close();
});

async function call<V extends VaultVerb>(verb: V, body: VaultRequest<V>): Promise<unknown> {
  const reply = await ask(verb, body);
  return reply?.ok ? reply.body : reply?.error;
}

const madeAt = '2026-11-22T09:00:00+03:00';
const head = (edition: number, records: number): FeedEdition => ({
  edition,
  madeAt,
  records,
  systems: ['traffic'],
  offices: [],
});
const key = (seed: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(seed);
const indexOf = (seed: number): string => seed.toString(16).padStart(16, '0');
const ticket = (amountFils: number) => ({
  id: 'T1',
  version: 1,
  system: 'traffic',
  amountFils,
  status: 'payable',
  detail: {
    ticketNo: 'T1',
    kind: 'direct',
    occurredAt: madeAt,
    place: { ar: 'السالمية', en: 'Salmiya' },
    offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
  },
});

/** The record of party `seed`, sealed as the gateway does. */
async function record(seed: number, row: unknown = { obligations: [ticket(seed * 1000)] }): Promise<FeedRecord> {
  const nonce = crypto.getRandomValues(new Uint8Array(12));
  const sealer = await crypto.subtle.importKey('raw', key(seed), 'AES-GCM', false, ['encrypt']);
  const text = new TextEncoder().encode(JSON.stringify(row));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, sealer, text));
  return { index: indexOf(seed), sealed: toBase64(Uint8Array.from([...nonce, ...sealed])) };
}

async function install(edition: number, ...records: FeedRecord[]): Promise<void> {
  await call('beginEdition', head(edition, records.length));
  await call('addRecords', { records });
  expect(await call('activateEdition', {})).toEqual({ activated: true });
}

const lookUp = (seed: number, keySeed = seed) =>
  call('lookUpRow', { index: indexOf(seed), rowKey: toBase64Url(key(keySeed)) });
const rowOf = (seed: number) => ({ obligations: [ticket(seed * 1000)] });

describe('the vault', () => {
  it('that is empty has no edition and cannot say anything', async () => {
    expect(await call('editionStatus', {})).toEqual({ active: null });
    expect(await lookUp(1)).toEqual({ found: 'cannot_say' });
  });

  it('answers from a whole edition: a row, or that nothing is recorded', async () => {
    await install(7, await record(1), await record(2));
    expect(await call('editionStatus', {})).toEqual({ active: head(7, 2) });
    expect(await lookUp(1)).toEqual({ found: 'row', row: rowOf(1), edition: head(7, 2) });
    expect(await lookUp(3)).toEqual({ found: 'nothing', edition: head(7, 2) });
  });

  it('keeps its edition over a restart', async () => {
    await install(7, await record(1));
    again();
    expect(await call('editionStatus', {})).toEqual({ active: head(7, 1) });
    expect(await lookUp(1)).toMatchObject({ found: 'row' });
  });

  it('answers from the old edition until the new one is whole, then from the new one, and drops the old', async () => {
    await install(7, await record(1));
    await call('beginEdition', head(8, 2));
    await call('addRecords', { records: [await record(1, { obligations: [] })] });
    expect(await lookUp(1)).toMatchObject({ found: 'row', row: rowOf(1), edition: { edition: 7 } });
    expect(await call('activateEdition', {})).toEqual({ activated: false });
    expect(await lookUp(1)).toMatchObject({ edition: { edition: 7 } });
    await call('addRecords', { records: [await record(2)] });
    expect(await call('activateEdition', {})).toEqual({ activated: true });
    expect(await lookUp(1)).toMatchObject({ found: 'row', row: { obligations: [] }, edition: { edition: 8 } });
    expect(await db.records.toCollection().primaryKeys()).toEqual([
      [8, indexOf(1)],
      [8, indexOf(2)],
    ]);
  });

  it.each([0, 1, 3])('does not activate an edition of two records with %i of them', async (count) => {
    await call('beginEdition', head(7, 2));
    const records = await Promise.all(Array.from({ length: count }, (_, at) => record(at + 1)));
    await call('addRecords', { records });
    expect(await call('activateEdition', {})).toEqual({ activated: false });
    expect(await lookUp(9)).toEqual({ found: 'cannot_say' });
  });

  it('activates an edition without records: then nobody owes anything', async () => {
    await install(7);
    expect(await lookUp(1)).toEqual({ found: 'nothing', edition: head(7, 0) });
  });

  it('counts a record that was sent twice once', async () => {
    await call('beginEdition', head(7, 1));
    for (let time = 0; time < 2; time += 1) await call('addRecords', { records: [await record(1)] });
    expect(await call('activateEdition', {})).toEqual({ activated: true });
  });

  it('goes on collecting after a restart in the middle', async () => {
    await install(7, await record(1));
    await call('beginEdition', head(8, 2));
    await call('addRecords', { records: [await record(1)] });
    again();
    expect(await lookUp(1)).toMatchObject({ edition: { edition: 7 } });
    await call('addRecords', { records: [await record(2)] });
    expect(await call('activateEdition', {})).toEqual({ activated: true });
  });

  it('throws an unfinished edition away when the next one begins', async () => {
    await install(7, await record(1));
    await call('beginEdition', head(8, 2));
    await call('addRecords', { records: [await record(5)] });
    await install(9, await record(2));
    expect(await db.editions.toCollection().primaryKeys()).toEqual([9]);
    expect(await db.records.count()).toBe(1);
  });

  it('begins the same edition afresh after a broken attempt', async () => {
    await call('beginEdition', head(8, 1));
    await call('addRecords', { records: [await record(1), await record(2)] });
    await install(8, await record(3));
    expect(await lookUp(1)).toMatchObject({ found: 'nothing' });
  });

  it('never goes back to an older edition, nor begins the active one again', async () => {
    await install(7, await record(1));
    for (const edition of [6, 7]) expect(await call('beginEdition', head(edition, 0))).toBe('refused');
    expect(await lookUp(1)).toMatchObject({ found: 'row', edition: { edition: 7 } });
  });

  it('refuses to add and to activate when nothing is being collected', async () => {
    expect(await call('addRecords', { records: [] })).toBe('refused');
    expect(await call('activateEdition', {})).toBe('refused');
    await install(7, await record(1));
    expect(await call('addRecords', { records: [await record(2)] })).toBe('refused');
    expect(await lookUp(2)).toMatchObject({ found: 'nothing' });
  });

  it('that lost records behind its back has no edition any more, instead of saying "nothing recorded"', async () => {
    await install(7, await record(1), await record(2));
    await db.records.delete([7, indexOf(1)]);
    again();
    expect(await lookUp(1)).toEqual({ found: 'cannot_say' });
    expect(await call('editionStatus', {})).toEqual({ active: null });
    await install(7, await record(1), await record(2));
    expect(await lookUp(1)).toMatchObject({ found: 'row' });
  });

  it('whose database is gone says so instead of answering', async () => {
    await install(7, await record(1));
    db.close({ disableAutoOpen: true });
    expect(await lookUp(1)).toBe('failed');
  });

  const unopenable: [string, () => Promise<[FeedRecord, number]>][] = [
    ['another key', async () => [await record(1), 2]],
    ['a changed record', async () => [{ index: indexOf(1), sealed: `AAAA${(await record(1)).sealed.slice(4)}` }, 1]],
    ['a record that is cut', async () => [{ index: indexOf(1), sealed: (await record(1)).sealed.slice(0, 8) }, 1]],
    ['content that is no row', async () => [await record(1, { cannotSay: true }), 1]],
  ];
  it.each(unopenable)('cannot say what is owed with %s', async (_what, make) => {
    const [stored, keySeed] = await make();
    await install(7, stored);
    expect(await lookUp(1, keySeed)).toEqual({ found: 'cannot_say' });
  });

  it('keeps no words, amounts or numbers on disk', async () => {
    await install(7, await record(1));
    const disk = JSON.stringify([await db.records.toArray(), await db.editions.toArray()]);
    for (const word of ['Salmiya', 'T1"', 'payable', 'obligations']) expect(disk).not.toContain(word);
  });
});

describe('opening the database', () => {
  it('takes it as it is when it is well', async () => {
    await install(7, await record(1));
    db.close();
    db = await openVaultDatabase({ indexedDB, IDBKeyRange });
    expect(await db.records.count()).toBe(1);
  });

  it('makes it anew when it does not open, because everything in it can be fetched again', async () => {
    await install(7, await record(1));
    db.close();
    let damaged = true;
    const disk = new Proxy(indexedDB, {
      get: (target, name) => {
        if (name === 'deleteDatabase') damaged = false;
        if (name === 'open' && damaged) throw new DOMException('Internal error opening backing store', 'UnknownError');
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    db = await openVaultDatabase({ indexedDB: disk, IDBKeyRange });
    expect(await new EditionStore(db).active()).toBeNull();
    expect(await db.records.count()).toBe(0);
  });
});

describe('a message to the vault', () => {
  it('that does not fit the verb is refused', async () => {
    expect(await ask('beginEdition', { edition: 'x' })).toEqual({ id: 1, ok: false, error: 'bad_request' });
    expect(await ask('lookUpRow', null)).toEqual({ id: 2, ok: false, error: 'bad_request' });
  });

  it('that is no call at all gets no answer', async () => {
    const handlers = vaultHandlers(new EditionStore(db), crypto.subtle);
    for (const message of [
      null,
      'status',
      { id: 1 },
      { id: 1, verb: 'drop', body: {} },
      { id: 0, verb: 'status', body: {} },
    ]) {
      expect(await answerCall(message, handlers)).toBeNull();
    }
  });
});
