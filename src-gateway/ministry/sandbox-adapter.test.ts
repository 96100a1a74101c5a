import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import type { Obligation } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { openBackEnd, type BackEnd } from '../../src-simulators/ministry/back-end.ts';
import { makeServer } from '../../src-simulators/ministry/http-server.ts';
import { defaultSettings } from '../../src-simulators/ministry/settings.ts';
import { demoSeed, makeWorld } from '../../src-simulators/world/world.ts';
import { systemTimers } from '../edge/system.ts';
import { networkFetch } from './edge/network.ts';
import { settlementKey, type MinistryLogEvent, type MinistryPort } from './port.ts';
import { makeSandboxAdapter } from './sandbox-adapter.ts';

const world = makeWorld({ seed: demoSeed, today: '2026-11-22' });
const startTime = Date.parse('2026-11-22T09:26:31+03:00');
const pid = '0123456789abcdef0123456789abcdef';
const handful: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };
const owesNothing: Party = { kind: 'individual', numberKind: 'civil', number: '399010100029' };
const unknown: Party = { kind: 'individual', numberKind: 'civil', number: '399010100099' };

let now: number;
let backEnd: BackEnd;
let server: Server;
let baseUrl: string;
let log: MinistryLogEvent[];
let adapter: MinistryPort;
/** What the wire carries instead of the back end's answer; null leaves it alone. */
let tamper: ((text: string, url: string) => string) | null;
/** Far longer than any answer takes on a busy machine, except where a test is about the limit. */
const patienceMs = 20_000;

beforeEach(async () => {
  now = startTime;
  log = [];
  tamper = null;
  backEnd = openBackEnd({ world, settings: defaultSettings, ledgerFile: null, now: () => now });
  server = makeServer(backEnd).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  baseUrl = `http://127.0.0.1:${address.port}`;
  adapter = adapterWith(patienceMs);
});

function adapterWith(timeoutMs: number): MinistryPort {
  return makeSandboxAdapter({
    baseUrl,
    fetch: async (url, options) => {
      const response = await networkFetch(url, options);
      if (tamper === null) return response;
      const { status, headers } = response;
      return new Response(tamper(await response.text(), url instanceof Request ? url.url : String(url)), {
        status,
        headers,
      });
    },
    clock: { monotonicMs: () => now, wallMs: () => now },
    timers: systemTimers,
    log: (event) => log.push(event),
    limits: { timeoutMs, mostBytes: 8_000_000 },
  });
}

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function listOf(party: Party): Promise<Obligation[]> {
  const answer = await adapter.owed.traffic(party);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.obligations;
}

async function firstPayable(): Promise<Obligation> {
  const found = (await listOf(handful)).find(({ status }) => status === 'payable');
  if (found === undefined) throw new Error('nothing payable');
  return found;
}

const settlementOf = (obligation: Obligation, change: { pid?: string; amountFils?: number } = {}) => ({
  key: settlementKey(change.pid ?? pid, obligation.detail.ticketNo),
  pid: change.pid ?? pid,
  obligationId: obligation.id,
  system: obligation.system,
  ticketNo: obligation.detail.ticketNo,
  amountFils: fils(change.amountFils ?? obligation.amountFils),
  receiptNo: 'K001-00000001',
  paidAt: '2026-11-22T06:26:00.000Z',
});

describe('a look-up', () => {
  it('brings back every ticket of the whole world exactly as it was made', async () => {
    const parties: unknown[] = [];
    for await (const one of adapter.allParties()) parties.push(one);
    const finesOf = ({ party }: { readonly party: Party }) =>
      world.files.find((file) => file.party === party)?.fines.map(({ obligation }) => obligation) ?? [];
    const everybody = world.parties.map((one) => ({
      party: one.party,
      obligations: [...one.obligations, ...finesOf(one)],
    }));
    const [withTickets, finesOnly] = [true, false].map((has) =>
      everybody.filter(
        ({ party, obligations }) =>
          obligations.length > 0 &&
          (world.parties.find((one) => one.party === party)?.obligations.length ?? 0) > 0 === has,
      ),
    );
    expect(finesOnly?.length).toBeGreaterThan(10);
    expect(parties).toEqual([...(withTickets ?? []), ...(finesOnly ?? [])]);
    // The demo world has two tickets with a reason only the back end understands: said once, not twice.
    expect(log).toEqual([{ event: 'MINISTRY_CODE_UNKNOWN', list: 'reason', code: 'قرار-إداري' }]);
  });

  it('says when that was, and names only the offices the tickets refer to', async () => {
    const answer = await adapter.owed.traffic(handful);
    expect(answer).toMatchObject({ ok: true, value: { asOf: '2026-11-22T09:26:31+03:00' } });
    const { obligations, offices } = answer.ok ? answer.value : { obligations: [], offices: [] };
    const codes = new Set(obligations.flatMap(({ officeCode }) => officeCode ?? []));
    expect(offices).toEqual(world.offices.filter(({ code }) => codes.has(code)));
    expect(offices).toHaveLength(1);
  });

  it('of a company and of a person without a civil card go by their kind of number', async () => {
    for (const kind of ['company', 'individual'] as const) {
      const one = world.parties.find(({ party }) => party.kind === kind && party.numberKind === 'unified');
      if (one === undefined) throw new Error('the world lacks somebody');
      expect(await listOf(one.party)).toEqual(one.obligations);
    }
  });

  it('tells "unknown" from "nothing recorded"', async () => {
    expect(await listOf(owesNothing)).toEqual([]);
    expect(await adapter.owed.traffic(unknown)).toEqual({ ok: false, error: 'not_found' });
    expect(log).toEqual([]);
  });

  it('asks for the offices once in ten minutes', async () => {
    await listOf(handful);
    await listOf(handful);
    expect(backEnd.requests.offices).toBe(1);
    now += 600_000;
    await listOf(handful);
    expect(backEnd.requests.offices).toBe(2);
  });

  it('goes without the offices when only they are missing', async () => {
    tamper = (text, url) => (url.endsWith('/offices') ? 'broken' : text);
    expect(await adapter.owed.traffic(handful)).toMatchObject({ ok: true, value: { offices: [] } });
  });

  it('shows a raised version after every change at the ministry', async () => {
    const before = await firstPayable();
    backEnd.changeTicket({ ticketNo: before.detail.ticketNo, amountFils: fils(80_500) });
    const raised = (await listOf(handful)).find(({ id }) => id === before.id);
    expect(raised).toMatchObject({ amountFils: 80_500, version: before.version + 1, status: 'payable' });
    backEnd.changeTicket({ ticketNo: before.detail.ticketNo, status: 'paid' });
    const paid = (await listOf(handful)).find(({ id }) => id === before.id);
    expect(paid).toMatchObject({ status: 'paid', version: before.version + 2 });
  });
});

describe('codes nobody knows', () => {
  it('an unknown status becomes "visit the office" and is logged without personal data', async () => {
    const { id, detail } = await firstPayable();
    backEnd.changeTicket({ ticketNo: detail.ticketNo, rawStatus: 77 });
    const shown = (await listOf(handful)).find((one) => one.id === id);
    expect(shown).toMatchObject({ status: 'visit_office', notPayableReason: 'other' });
    expect(log).toEqual([{ event: 'MINISTRY_CODE_UNKNOWN', list: 'status', code: '77' }]);
  });

  it('an unknown reason becomes "other"', async () => {
    const { id, detail } = await firstPayable();
    backEnd.changeTicket({ ticketNo: detail.ticketNo, status: 'suspended', rawReason: 'سبب-جديد' });
    const shown = (await listOf(handful)).find((one) => one.id === id);
    expect(shown).toMatchObject({ status: 'suspended', notPayableReason: 'other' });
    expect(log).toEqual([{ event: 'MINISTRY_CODE_UNKNOWN', list: 'reason', code: 'سبب-جديد' }]);
  });
});

describe('an answer that cannot be right', () => {
  const withAnswer = (from: string | RegExp, to: string): void => {
    tamper = (text, url) => (url.includes('/traffic/') ? text.replace(from, to) : text);
  };

  it.each([
    ['a new field', '"revision"', '"colour":"red","revision"'],
    ['a missing field', /"amount_kwd":"[^"]*",/, ''],
    ['an amount as a number', /"amount_kwd":"[^"]*"/, '"amount_kwd":75.0'],
    ['an amount with two decimals', '"75.000"', '"75.00"'],
    ['a negative amount', '"75.000"', '"-75.000"'],
    ['the 31 February', /"violation_date":"[^"]*"/, '"violation_date":"31/02/2026"'],
    ['25 o’clock', /"violation_time":"[^"]*"/, '"violation_time":"25:00"'],
    ['no offence', /"articles":\[[^\]]*\]/, '"articles":[]'],
    ['half an answer', /"violations".*$/, ''],
  ])('%s makes the whole answer unusable rather than partly believed', async (_, from, to) => {
    withAnswer(from, to);
    expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
    expect(log).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain(handful.number);
  });

  it('a ticket that comes twice would be paid twice: unusable', async () => {
    tamper = (text) => text.replace(/"violations":\[(\{.*?\]\}),/, '"violations":[$1,$1,');
    expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
  });

  it('an answer about somebody else is nobody’s', async () => {
    withAnswer(handful.number, '398022800028');
    expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
    expect(log).toEqual([{ event: 'MINISTRY_ANSWER_UNUSABLE', question: 'inquiry', why: 'wrong_subject' }]);
  });

  it('a 404 that the back end did not write is not "not found"', async () => {
    withAnswer('PERSON_NOT_FOUND', 'NO_SUCH_PAGE');
    expect(await adapter.owed.traffic(unknown)).toEqual({ ok: false, error: 'ministry_down' });
  });

  it('one person’s broken record does not close the look-up for the others', async () => {
    withAnswer('"revision"', '"colour":"red","revision"');
    for (let time = 0; time < 5; time += 1) await adapter.owed.traffic(handful);
    tamper = null;
    expect(await adapter.owed.traffic(owesNothing)).toMatchObject({ ok: true });
  });
});

describe('a settlement', () => {
  it('is pending, then posted, and the ticket follows', async () => {
    const ticket = await firstPayable();
    const settlement = settlementOf(ticket);
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: true, value: 'pending' });
    expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'pending' });
    now += defaultSettings.postingDelayMs;
    expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'posted' });
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: true, value: 'posted' });
    expect((await listOf(handful)).find(({ id }) => id === ticket.id)?.status).toBe('paid');
    expect(backEnd.register.postings()).toMatchObject([
      { request: { amount_kwd: '75.000', paid_on: '22/11/2026 09:26:00', receipt_no: 'K001-00000001' } },
    ]);
  });

  it('of a ticket that was paid elsewhere meanwhile is refused, and stays refused when asked again', async () => {
    const ticket = await firstPayable();
    backEnd.changeTicket({ ticketNo: ticket.detail.ticketNo, status: 'paid' });
    const settlement = settlementOf(ticket);
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: false, error: 'refused' });
    expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'refused' });
  });

  it('whose answer is lost is unknown, and the question afterwards finds it', async () => {
    const settlement = settlementOf(await firstPayable());
    backEnd.settings = { ...backEnd.settings, losePostingAnswers: true };
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: false, error: 'ministry_down' });
    expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'pending' });
    expect(backEnd.requests.settlements).toBe(1);
  });

  it('that never arrived is not found', async () => {
    expect(await adapter.findSettlement(settlementKey(pid, '1'))).toEqual({ ok: true, value: 'not_found' });
  });

  it('under a used key with another amount is unknown, never refused: a refusal would start a refund', async () => {
    const ticket = await firstPayable();
    await adapter.postSettlement(settlementOf(ticket));
    const other = settlementOf(ticket, { amountFils: 1000 });
    expect(await adapter.postSettlement(other)).toEqual({ ok: false, error: 'ministry_down' });
    expect(log).toMatchObject([{ question: 'settlement', why: 'wrong_shape', detail: 'status 409' }]);
  });

  it('with an answer about another settlement is unknown', async () => {
    const settlement = settlementOf(await firstPayable());
    tamper = (text) => text.replace(pid, 'f'.repeat(32));
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: false, error: 'ministry_down' });
  });

  it('in a state nobody knows is unknown', async () => {
    const settlement = settlementOf(await firstPayable());
    tamper = (text) => text.replace('"state":1', '"state":3');
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: false, error: 'ministry_down' });
  });
});

describe('while the ministry is away', () => {
  const goDown = (downAnswer: 'status_503' | 'hang_up' | 'html_page'): void => {
    backEnd.settings = { ...backEnd.settings, mode: 'down', downAnswer };
  };

  it.each(['status_503', 'hang_up', 'html_page'] as const)(
    '%s is ministry_down for every question',
    async (downAnswer) => {
      goDown(downAnswer);
      expect(await adapter.status()).toBe('down');
      expect(await adapter.findSettlement(settlementKey(pid, '1'))).toEqual({ ok: false, error: 'ministry_down' });
      expect(await adapter.offices()).toEqual({ ok: false, error: 'ministry_down' });
      expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
    },
  );

  it('three failures stop the questions; after the rest a ping brings them back', async () => {
    goDown('status_503');
    for (let time = 0; time < 4; time += 1) await adapter.findSettlement(settlementKey(pid, '1'));
    // A key does not say whose it is: three systems are asked, each has its own breaker.
    expect(backEnd.requests.settlementInquiries).toBe(9);
    backEnd.settings = { ...backEnd.settings, mode: 'up' };
    expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
    expect(backEnd.requests.violations).toBe(0);
    now += 5000;
    expect(await adapter.owed.traffic(handful)).toMatchObject({ ok: true });
    expect(backEnd.requests.ping).toBe(1);
    expect(log.filter((event) => 'part' in event && event.part === 'traffic').map(({ event }) => event)).toEqual([
      'MINISTRY_BREAKER_OPENED',
      'MINISTRY_BREAKER_CLOSED',
    ]);
  });

  it('a silent ministry is given up at the time limit', async () => {
    adapter = adapterWith(100);
    backEnd.settings = { ...backEnd.settings, mode: 'slow', delayMs: 2000 };
    expect(await adapter.owed.traffic(handful)).toEqual({ ok: false, error: 'ministry_down' });
    expect(log).toContainEqual(expect.objectContaining({ question: 'inquiry', why: 'timeout' }));
  });

  it('a list of all parties that ends early throws instead of ending', async () => {
    let parties = 0;
    const read = async (): Promise<void> => {
      for await (const one of adapter.allParties()) {
        parties += one.obligations.length > 0 ? 1 : 0;
        if (parties === 60) goDown('hang_up');
      }
    };
    await expect(read()).rejects.toThrow('the ministry stopped answering');
    expect(parties).toBe(100);
  });

  it('a list of all parties with fewer than announced throws', async () => {
    tamper = (text) => text.replace(/"next_page":\d+/, '"next_page":null');
    const read = async (): Promise<number> => {
      let parties = 0;
      for await (const one of adapter.allParties()) parties += one.obligations.length;
      return parties;
    };
    await expect(read()).rejects.toThrow('the list is not complete');
  });
});

describe('the status', () => {
  it('is up, or slow when a ping takes long, and is asked for at most every two seconds', async () => {
    expect(await adapter.status()).toBe('up');
    tamper = (text) => {
      now += 1600;
      return text;
    };
    now += 1999;
    expect(await adapter.status()).toBe('up');
    now += 1;
    expect(await adapter.status()).toBe('slow');
    expect(backEnd.requests.ping).toBe(2);
  });
});
