import { generateKeyPairSync } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openDatabase, type Database } from '../db/database.ts';
import { World } from '../payment/test-world.ts';
import { dayReport, emptyDayTables, enrol, signedBody } from '../reconciliation/test-support.ts';
import { dayRoutes } from './day-routes.ts';
import { handleProblems } from './problems.ts';
import { useZod } from './zod-fastify.ts';

// The embedded database is slow on a busy machine; a test that hangs is found all the same.
vi.setConfig({ testTimeout: 30_000 });

let database: Database;
let world: World;
let app: FastifyInstance;
beforeAll(async () => {
  database = await openDatabase(process.env.GATEWAY_TEST_DATABASE ?? 'pglite:memory');
}, 60_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
  await emptyDayTables(database);
  app = await listening();
  return () => app.close();
});

/** The routes behind a signature check that believes everybody to be K001. */
async function listening(): Promise<FastifyInstance> {
  const server = Fastify();
  useZod(server);
  handleProblems(server);
  server.decorateRequest('kioskCode', 'K001');
  server.decorateRequest('rawBody', null);
  server.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    request.rawBody = body;
    done(null, JSON.parse(body.toString('utf8')));
  });
  await server.register(dayRoutes, { payments: world.deps });
  return server;
}

const post = (url: string, payload: string) =>
  app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json' } });

describe('the routes of the day', () => {
  it('take a Z report and answer with its number', async () => {
    const key = await enrol(database, 'K001', world.now);
    const answer = await post('/v1/day-reports', signedBody(dayReport(), key));
    expect([answer.statusCode, answer.json()]).toEqual([200, { no: 1 }]);
  });

  it('answer 409 to another report under a taken number, and 400 to a signature that does not fit', async () => {
    const key = await enrol(database, 'K001', world.now);
    await post('/v1/day-reports', signedBody(dayReport(), key));
    const other = await post('/v1/day-reports', signedBody(dayReport({ copies: 3 }), key));
    expect([other.statusCode, other.json<{ message: string }>().message]).toEqual([
      409,
      expect.stringContaining('report 1 of this kiosk has other content'),
    ]);
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect((await post('/v1/day-reports', signedBody(dayReport(), stranger))).statusCode).toBe(400);
    expect((await post('/v1/day-reports', '{"report":{}}')).statusCode).toBe(400);
  });

  it('take the head of a journal and tell of a fork', async () => {
    await enrol(database, 'K001', world.now);
    const head = { seq: 4, hash: 'c'.repeat(64) };
    expect((await post('/v1/journal-head', JSON.stringify(head))).json()).toEqual({ known: null, forked: false });
    const shorter = await post('/v1/journal-head', JSON.stringify({ ...head, seq: 3 }));
    expect([shorter.statusCode, shorter.json()]).toEqual([200, { known: head, forked: true }]);
  });
});
