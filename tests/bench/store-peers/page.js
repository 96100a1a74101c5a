// Runs in the page: how many persons a second IndexedDB takes in as one would begin, and through well-known stores.
import Dexie from 'dexie';
import PouchDB from 'pouchdb-browser';
import { createRxDatabase } from 'rxdb/plugins/core';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';

const runs = 2;
const inOneTransaction = 1_000;

async function measure(people) {
  return {
    rowPerFine: await perSecond(people, rowPerFine),
    rowPerPerson: await perSecond(people, rowPerPerson),
    rxdb: await perSecond(people, rxdb),
    pouchdb: await perSecond(people, pouchdb),
    sealMbPerSecond: await seal(),
  };
}

async function perSecond(people, store) {
  const figures = [];
  for (let run = 0; run < runs; run += 1) {
    const name = `${store.name}-${run}`;
    const from = performance.now();
    await store(people, name);
    figures.push(people.length / ((performance.now() - from) / 1000));
  }
  return { persons: people.length, perSecond: figures };
}

async function rowPerFine(people, name) {
  const db = new Dexie(name);
  db.version(1).stores({ fines: 'id, number, detail.plate.number, detail.ticketNo' });
  for (const some of slices(people)) {
    await db.table('fines').bulkAdd(some.flatMap(({ number, fines }) => fines.map((fine) => ({ number, ...fine }))));
  }
  db.close();
}

async function rowPerPerson(people, name) {
  const db = new Dexie(name);
  db.version(1).stores({ people: 'number' });
  for (const some of slices(people)) await db.table('people').bulkAdd(some);
  db.close();
}

/** A document per person, on its storage over Dexie. */
async function rxdb(people, name) {
  const db = await createRxDatabase({ name, storage: getRxStorageDexie(), multiInstance: false });
  const { persons } = await db.addCollections({ persons: { schema: personSchema } });
  for (const some of slices(people)) {
    const { error } = await persons.bulkInsert(some);
    if (error.length > 0) throw new Error('RxDB did not take all');
  }
  await db.close();
}

const personSchema = {
  version: 0,
  primaryKey: 'number',
  type: 'object',
  properties: {
    number: { type: 'string', maxLength: 12 },
    fines: { type: 'array', items: { type: 'object' } },
  },
};

/** A document per person. */
async function pouchdb(people, name) {
  const db = new PouchDB(name, { adapter: 'idb' });
  for (const some of slices(people)) {
    const taken = await db.bulkDocs(some.map(({ number, fines }) => ({ _id: number, fines })));
    if (taken.some(({ ok }) => !ok)) throw new Error('PouchDB did not take all');
  }
  await db.close();
}

function slices(people) {
  const count = Math.ceil(people.length / inOneTransaction);
  return Array.from({ length: count }, (_, at) => people.slice(at * inOneTransaction, (at + 1) * inOneTransaction));
}

/** AES-256-GCM of 8 kB pieces, 64 at once, MB/s. */
async function seal() {
  const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const piece = new Uint8Array(8_192);
  const pieces = 8_000;
  let next = 0;
  const line = async () => {
    while (next < pieces) {
      const iv = new Uint8Array(12);
      new DataView(iv.buffer).setUint32(0, (next += 1));
      await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, piece);
    }
  };
  const from = performance.now();
  await Promise.all(Array.from({ length: 64 }, line));
  return (pieces * piece.length) / 1e6 / ((performance.now() - from) / 1000);
}

globalThis.measure = measure;
