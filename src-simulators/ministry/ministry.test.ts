import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openLedgerFile } from '../ledger-file.ts';
import { demoSeed, makeWorld } from '../world/world.ts';
import { openBackEnd } from './back-end.ts';
import { makeServer } from './http-server.ts';
import { defaultSettings, readEnvironment } from './settings.ts';

const world = makeWorld({ seed: demoSeed, today: '2026-11-22' });
const startTime = Date.parse('2026-11-22T09:26:31+03:00');
const pid = '0123456789abcdef0123456789abcdef';

let now = startTime;
let server: Server;
let base: string;

async function start(ledgerPath?: string): Promise<void> {
  const ledgerFile = ledgerPath === undefined ? null : openLedgerFile(ledgerPath);
  server = makeServer(openBackEnd({ world, settings: defaultSettings, ledgerFile, now: () => now }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  base = `http://127.0.0.1:${address.port}`;
}

async function stop(): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

beforeEach(async () => {
  now = startTime;
  await start();
});
afterEach(stop);

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

async function get(path: string): Promise<Reply> {
  const reply = await fetch(base + path);
  return { status: reply.status, body: await reply.json() };
}

async function post(path: string, body: unknown): Promise<Reply> {
  const reply = await fetch(base + path, { method: 'POST', body: JSON.stringify(body) });
  return { status: reply.status, body: await reply.json() };
}

const ticketsSchema = z.object({
  violations: z.array(
    z.object({ violation_no: z.string(), status: z.int(), revision: z.int(), amount_kwd: z.string() }),
  ),
});

async function ticketsOf(number: string) {
  return ticketsSchema.parse((await get(`/traffic/violations?idType=1&id=${number}`)).body).violations;
}

async function firstPayable() {
  const ticket = (await ticketsOf('399123100017')).find(({ status }) => status === 10);
  if (ticket === undefined) throw new Error('nothing payable');
  return ticket;
}

const settlementOf = (ticket: { violation_no: string; amount_kwd: string }) => ({
  settlement_key: `${pid}-${ticket.violation_no}`,
  track_id: pid,
  violation_no: ticket.violation_no,
  amount_kwd: ticket.amount_kwd,
  receipt_no: 'K001-00000001',
  paid_on: '22/11/2026 09:26:00',
});

describe('a look-up', () => {
  it('answers in a shape of its own: texts for amounts, numbers for statuses, local times', async () => {
    const { status, body } = await get('/traffic/violations?idType=1&id=399123100017');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      answered_at: '22/11/2026 09:26:31',
      id_type: 1,
      id_no: '399123100017',
      violations: [
        { status: 10, amount_kwd: '75.000', violation_type: 'D', violation_date: '19/11/2026' },
        {},
        { status: 20, reject_reason: 'كاميرا', amount_kwd: '90.000' },
        {},
        {},
        { amount_kwd: '10.000', settlement_due: null, plate_code: null },
      ],
    });
  });

  it('of a company goes by its own kind of number', async () => {
    expect((await get('/traffic/violations?idType=3&id=990000000017')).status).toBe(200);
    expect((await get('/traffic/violations?idType=1&id=990000000017')).status).toBe(404);
  });

  it('of someone nobody knows is not found; of someone without tickets is an empty list', async () => {
    expect(await get('/traffic/violations?idType=1&id=399010100099')).toMatchObject({
      status: 404,
      body: { error_code: 'PERSON_NOT_FOUND' },
    });
    expect(await ticketsOf('399010100029')).toEqual([]);
  });

  it('without a proper number is a bad request', async () => {
    expect((await get('/traffic/violations?idType=1&id=12')).status).toBe(400);
    expect((await get('/traffic/violations?idType=9&id=399123100017')).status).toBe(400);
    expect((await get('/nothing')).status).toBe(404);
  });
});

describe('a settlement', () => {
  it('is taken in, makes the ticket wait, and pays it after the delay', async () => {
    const ticket = await firstPayable();
    expect((await post('/traffic/settlements', settlementOf(ticket))).body).toMatchObject({
      state: 1,
      refusal_code: null,
    });
    const waiting = (await ticketsOf('399123100017')).find((one) => one.violation_no === ticket.violation_no);
    expect(waiting).toMatchObject({ status: 50, revision: ticket.revision + 1 });

    now += defaultSettings.postingDelayMs;
    const paid = (await ticketsOf('399123100017')).find((one) => one.violation_no === ticket.violation_no);
    expect(paid).toMatchObject({ status: 60, revision: ticket.revision + 2 });
    expect((await get(`/traffic/settlements/${pid}-${ticket.violation_no}`)).body).toMatchObject({ state: 2 });
  });

  it('sent three times is recorded once', async () => {
    const request = settlementOf(await firstPayable());
    const answers = [];
    for (let time = 0; time < 3; time += 1) answers.push((await post('/traffic/settlements', request)).body);
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
    const { body } = await get('/sim/ledger');
    expect(body).toMatchObject({
      postings: [{ key: request.settlement_key, timesReceived: 3, result: 'pending', amountFils: 75_000 }],
    });
  });

  it('under a used key with another content is a conflict and changes nothing', async () => {
    const request = settlementOf(await firstPayable());
    await post('/traffic/settlements', request);
    expect(await post('/traffic/settlements', { ...request, amount_kwd: '1.000' })).toMatchObject({ status: 409 });
    expect((await get(`/traffic/settlements/${request.settlement_key}`)).body).toMatchObject({ state: 1 });
  });

  it('is refused for a wrong amount, an unknown ticket, a ticket paid elsewhere and one that is withdrawn', async () => {
    const ticket = await firstPayable();
    const request = settlementOf(ticket);
    const refusal = async (change: object, key: string) =>
      (await post('/traffic/settlements', { ...request, ...change, settlement_key: `${pid}-${key}` })).body;
    expect(await refusal({ amount_kwd: '74.999' }, 'A')).toMatchObject({ state: 9, refusal_code: 'AMOUNT_DIFFERS' });
    expect(await refusal({ violation_no: '1' }, 'B')).toMatchObject({ state: 9, refusal_code: 'UNKNOWN_VIOLATION' });
    await post('/sim/tickets/change', { ticketNo: ticket.violation_no, status: 'paid' });
    expect(await refusal({}, 'C')).toMatchObject({ state: 9, refusal_code: 'ALREADY_PAID' });
    await post('/sim/tickets/change', { ticketNo: ticket.violation_no, status: 'cancelled' });
    expect(await refusal({}, 'D')).toMatchObject({ state: 9, refusal_code: 'NOT_PAYABLE' });
  });

  it('keeps its refusal even when the same key comes again later', async () => {
    const request = settlementOf(await firstPayable());
    await post('/sim/settings', { refusePosting: true });
    expect((await post('/traffic/settlements', request)).body).toMatchObject({ state: 9, refusal_code: 'CLOSED' });
    await post('/sim/settings', { refusePosting: false });
    expect((await post('/traffic/settlements', request)).body).toMatchObject({ state: 9, refusal_code: 'CLOSED' });
  });

  it('whose answer gets lost is recorded all the same', async () => {
    const request = settlementOf(await firstPayable());
    await post('/sim/settings', { losePostingAnswers: true });
    await expect(post('/traffic/settlements', request)).rejects.toThrow('fetch failed');
    expect((await get(`/traffic/settlements/${request.settlement_key}`)).body).toMatchObject({ state: 1 });
  });

  it('nobody sent is not found', async () => {
    expect((await get(`/traffic/settlements/${pid}-1`)).body).toMatchObject({ error_code: 'SETTLEMENT_NOT_FOUND' });
  });

  it('that is too long or no JSON is a bad request', async () => {
    const send = async (body: string) => (await fetch(`${base}/traffic/settlements`, { method: 'POST', body })).status;
    expect(await send('{')).toBe(400);
    expect(await send('"'.padEnd(70_000, 'x'))).toBe(400);
    expect((await post('/traffic/settlements', { ...settlementOf(await firstPayable()), extra: 1 })).status).toBe(400);
  });
});

describe('down', () => {
  it('answers 503, while the control interface goes on', async () => {
    await post('/sim/settings', { mode: 'down' });
    expect((await get('/ping')).status).toBe(503);
    expect((await get('/traffic/violations?idType=1&id=399123100017')).status).toBe(503);
    expect((await get('/sim/state')).body).toMatchObject({
      settings: { mode: 'down' },
      requests: { ping: 1, violations: 1 },
    });
  });

  it('can hang up or show a maintenance page instead', async () => {
    await post('/sim/settings', { mode: 'down', downAnswer: 'hang_up' });
    await expect(get('/ping')).rejects.toThrow('fetch failed');
    await post('/sim/settings', { downAnswer: 'html_page' });
    const page = await fetch(`${base}/ping`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
  });
});

describe('slow', () => {
  it('answers after the delay', async () => {
    await post('/sim/settings', { mode: 'slow', delayMs: 120 });
    const before = performance.now();
    expect((await get('/ping')).status).toBe(200);
    expect(performance.now() - before).toBeGreaterThan(110);
  });
});

describe('the control interface', () => {
  it('changes amount and status and raises the revision each time', async () => {
    const ticket = await firstPayable();
    await post('/sim/tickets/change', { ticketNo: ticket.violation_no, amountFils: 80_500 });
    const changed = (await ticketsOf('399123100017')).find((one) => one.violation_no === ticket.violation_no);
    expect(changed).toMatchObject({ amount_kwd: '80.500', status: 10, revision: ticket.revision + 1 });
    const { body } = await post('/sim/tickets/change', { ticketNo: ticket.violation_no, status: 'visit_office' });
    expect(body).toMatchObject({
      ticket: { version: ticket.revision + 2, notPayableReason: 'serious_or_repeated', officeCode: 'SERVICE-CENTRE' },
    });
  });

  it('can say what no documentation knows', async () => {
    const ticket = await firstPayable();
    await post('/sim/tickets/change', { ticketNo: ticket.violation_no, rawStatus: 77, rawReason: 'سبب-جديد' });
    const { body } = await get('/traffic/violations?idType=1&id=399123100017');
    expect(JSON.stringify(body)).toContain('"status":77,"reject_reason":"سبب-جديد"');
  });

  it('refuses what it does not understand', async () => {
    expect((await post('/sim/settings', { mode: 'asleep' })).status).toBe(400);
    expect((await post('/sim/settings', { speed: 3 })).status).toBe(400);
    expect((await post('/sim/tickets/change', { ticketNo: 'nobody' })).status).toBe(404);
    expect((await post('/sim/unknown', {})).status).toBe(404);
  });

  it('reset puts everything back to the beginning', async () => {
    const before = await ticketsOf('399123100017');
    const ticket = await firstPayable();
    await post('/traffic/settlements', settlementOf(ticket));
    await post('/sim/settings', { mode: 'slow', delayMs: 1 });
    expect((await post('/sim/reset', {})).body).toMatchObject({
      settings: defaultSettings,
      postings: { pending: 0, posted: 0, refused: 0 },
      requests: { settlements: 0 },
    });
    expect(await ticketsOf('399123100017')).toEqual(before);
  });
});

describe('the export', () => {
  it('lists every party with tickets once, in pages', async () => {
    const pageSchema = z.object({
      next_page: z.int().nullable(),
      total_persons: z.int(),
      persons: z.array(z.object({ id_no: z.string(), violations: z.array(z.unknown()).min(1) })),
    });
    const numbers: string[] = [];
    let next: number | null = 0;
    let total = 0;
    while (next !== null) {
      const page: z.infer<typeof pageSchema> = pageSchema.parse((await get(`/traffic/export?page=${next}`)).body);
      expect(page.persons.length).toBeLessThanOrEqual(50);
      numbers.push(...page.persons.map(({ id_no }) => id_no));
      total = page.total_persons;
      next = page.next_page;
    }
    const expected = world.parties.filter(({ obligations }) => obligations.length > 0).map(({ party }) => party.number);
    expect(numbers).toEqual(expected);
    expect(total).toBe(expected.length);
  });
});

describe('a restart with a ledger file', () => {
  it('remembers settlements, changes and what they made of the tickets', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ministry-'));
    const path = join(folder, 'ledger');
    await stop();
    await start(path);
    const [first, second] = (await ticketsOf('399123100017')).filter(({ status }) => status === 10);
    if (first === undefined || second === undefined) throw new Error('too few tickets');
    await post('/traffic/settlements', settlementOf(first));
    now += defaultSettings.postingDelayMs + 1;
    for (const { violation_no } of [first, second]) {
      await post('/sim/tickets/change', { ticketNo: violation_no, status: 'cancelled' });
    }
    const before = await ticketsOf('399123100017');
    expect(before.filter(({ status }) => status === 70)).toHaveLength(2);
    const ledger = (await get('/sim/ledger')).body;

    await stop();
    await start(path);
    expect(await ticketsOf('399123100017')).toEqual(before);
    expect((await get('/sim/ledger')).body).toEqual(ledger);
    rmSync(folder, { recursive: true });
  });
});

describe('the environment', () => {
  it('decides port, seed, day, delay and ledger', () => {
    const read = readEnvironment({
      MINISTRY_SIM_PORT: '8123',
      MINISTRY_SIM_SEED: '7',
      MINISTRY_SIM_TODAY: '2026-11-22',
      MINISTRY_SIM_POSTING_DELAY_MS: '0',
      MINISTRY_SIM_LEDGER: 'ledger',
    });
    expect(read).toMatchObject({
      ok: true,
      value: { port: 8123, seed: 7, today: '2026-11-22', ledgerFile: 'ledger', settings: { postingDelayMs: 0 } },
    });
  });

  it('names the variable that is wrong', () => {
    const read = readEnvironment({ MINISTRY_SIM_PORT: 'here' });
    expect(read.ok ? '' : read.error).toContain('MINISTRY_SIM_PORT');
  });
});
