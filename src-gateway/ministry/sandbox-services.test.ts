import { once } from 'node:events';
import type { Server } from 'node:http';
import { PNG } from 'pngjs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fils } from '../../src-shared/domain/money.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { openBackEnd, type BackEnd } from '../../src-simulators/ministry/back-end.ts';
import { makeServer } from '../../src-simulators/ministry/http-server.ts';
import { defaultSettings } from '../../src-simulators/ministry/settings.ts';
import { demoSeed, makeWorld } from '../../src-simulators/world/world.ts';
import { systemTimers } from '../edge/system.ts';
import { networkFetch } from './edge/network.ts';
import { settlementKey, type MinistryLogEvent, type MinistryPort, type Settlement } from './port.ts';
import { makeSandboxAdapter } from './sandbox-adapter.ts';

const world = makeWorld({ seed: demoSeed, today: '2026-11-22' });
const startTime = Date.parse('2026-11-22T23:00:00+03:00');
const dayMs = 86_400_000;
const pid = '0123456789abcdef0123456789abcdef';
const mixed: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };
const newcomer: Party = { kind: 'individual', numberKind: 'unified', number: '800000000017' };
const byReference: Party = { kind: 'individual', numberKind: 'reference', number: '310000017' };
const down = { ok: false, error: 'ministry_down' };

let now: number;
let backEnd: BackEnd;
let server: Server;
let log: MinistryLogEvent[];
let adapter: MinistryPort;
let tamper: ((text: string) => string) | null;

beforeEach(async () => {
  now = startTime;
  log = [];
  tamper = null;
  backEnd = openBackEnd({ world, settings: defaultSettings, ledgerFile: null, now: () => now });
  server = makeServer(backEnd).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  adapter = makeSandboxAdapter({
    baseUrl: `http://127.0.0.1:${address.port}`,
    fetch: async (url, options) => {
      const response = await networkFetch(url, options);
      if (tamper === null) return response;
      const { status, headers } = response;
      return new Response(tamper(await response.text()), { status, headers });
    },
    clock: { monotonicMs: () => now, wallMs: () => now },
    timers: systemTimers,
    log: (event) => log.push(event),
    limits: { timeoutMs: 20_000, mostBytes: 8_000_000 },
  });
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function fines(party = mixed) {
  const answer = await adapter.owed.residency(party);
  if (!answer.ok) throw new Error(answer.error);
  return answer.value.obligations;
}

function settlementOf(one: Awaited<ReturnType<typeof fines>>[number], paidAt: string): Settlement {
  return {
    key: settlementKey(pid, one.detail.ticketNo, one.system),
    pid,
    obligationId: one.id,
    system: one.system,
    ticketNo: one.detail.ticketNo,
    amountFils: one.amountFils,
    receiptNo: 'K001-00000001',
    paidAt,
  };
}

describe('residency fines', () => {
  it('come exactly as the back end keeps them, with the law’s article and the permit’s apart', async () => {
    const own = world.files.find(({ party }) => party.number === mixed.number);
    expect(await fines()).toEqual(own?.fines.map(({ obligation }) => obligation));
    expect((await fines())[0]).toMatchObject({
      amountFils: 88_000, // 37 days: 30 at 2 KD, 7 at 4 KD
      detail: { kind: 'permit_expired', lawArticle: '13', permitArticle: '18', days: 37, ratePerDayFils: 4000 },
    });
  });

  it('rise every day while the violation goes on, with a new version; others stay', async () => {
    const before = await fines();
    now += dayMs;
    const after = await fines();
    expect(after[0]).toMatchObject({
      amountFils: 92_000,
      version: (before[0]?.version ?? 0) + 1,
      detail: { days: 38 },
    });
    expect(after.slice(1)).toEqual(before.slice(1));
  });

  it('paid before midnight and told afterwards are paid in full', async () => {
    const [first] = await fines();
    if (first === undefined) throw new Error('no fine');
    now += 2 * 3_600_000;
    const settlement = settlementOf(first, '2026-11-22T23:59:00+03:00');
    expect(await adapter.postSettlement(settlement)).toEqual({ ok: true, value: 'pending' });
    expect(await adapter.findSettlement(settlement.key)).toEqual({ ok: true, value: 'pending' });
    now += dayMs;
    expect((await fines())[0]).toMatchObject({ status: 'paid', amountFils: 92_000 });
  });

  it('of somebody without a civil card are found by the unified number', async () => {
    expect(await fines(newcomer)).toMatchObject([{ amountFils: 50_000, detail: { kind: 'overstayed_visit' } }]);
  });

  it('are settled in residency only: traffic knows nothing of their number', async () => {
    const [first] = await fines();
    if (first === undefined) throw new Error('no fine');
    const wrongPlace: Settlement = { ...settlementOf(first, '2026-11-22T23:00:00+03:00'), system: 'traffic' };
    expect(await adapter.postSettlement(wrongPlace)).toEqual({ ok: false, error: 'refused' });
  });

  it('of a kind nobody knows keep their own text, and the code is logged once', async () => {
    tamper = (text) => text.replaceAll('"kind_code":13', '"kind_code":14');
    const shown = await fines();
    await fines();
    expect(shown[0]).toMatchObject({ detail: { kind: 'other', text: { en: expect.any(String) as string } } });
    expect(log).toEqual([{ event: 'MINISTRY_CODE_UNKNOWN', list: 'residency kind', code: '14' }]);
  });

  it.each([
    ['a new field', '"kind_code"', '"colour":1,"kind_code"'],
    ['an amount with two decimals', '"88.000"', '"88.00"'],
    ['the 31 February', /"start_date":"[^"]*"/, '"start_date":"31/02/2026"'],
    ['a third answer to yes or no', '"لا"', '"ربما"'],
    ['another person', mixed.number, newcomer.number],
    ['half an answer', /"fines".*$/, ''],
  ])('with %s are no answer at all', async (_what, from, to) => {
    tamper = (text) => text.replace(from, to);
    expect(await adapter.owed.residency(mixed)).toEqual(down);
    expect(JSON.stringify(log)).not.toContain(mixed.number);
  });

  it('that do not answer leave traffic alone, also when they fail again and again', async () => {
    backEnd.settings = { ...backEnd.settings, residency: 'down' };
    for (let time = 0; time < 5; time += 1) expect(await adapter.owed.residency(mixed)).toEqual(down);
    expect(backEnd.requests.fines).toBe(3);
    expect(await adapter.owed.traffic(mixed)).toMatchObject({ ok: true });
  });
});

describe('the code before the residency cases', () => {
  const start = async () => {
    const wanted = await adapter.challenge('residency_cases', byReference);
    if (!wanted.ok || wanted.value === null) throw new Error(JSON.stringify(wanted));
    return wanted.value;
  };
  const check = (id: string, code: string) => adapter.checkCode('residency_cases', byReference, { id, code });
  const codeOf = (id: string) => backEnd.verification.codes().find((one) => one.id === id)?.code ?? '';

  it('is a picture one can look at, new every time, and right once', async () => {
    const [first, second] = [await start(), await start()];
    if (first.kind !== 'image' || second.kind !== 'image') throw new Error('not a picture');
    const png = PNG.sync.read(Buffer.from(first.png, 'base64'));
    expect([png.width > 200, png.height > 60]).toEqual([true, true]);
    expect(second.png).not.toBe(first.png);
    expect(await check(first.id, codeOf(first.id))).toEqual({ ok: true, value: 'right' });
    expect(await check(first.id, '12345')).toEqual({ ok: true, value: 'expired' });
  });

  it('is a message that is sent once, says where it went, and grows old', async () => {
    backEnd.settings = { ...backEnd.settings, codeKind: 'one_time_code' };
    const wanted = await start();
    expect(wanted).toMatchObject({ kind: 'one_time_code', sentTo: '••••••17', triesLeft: 3 });
    expect((await start()).id).toBe(wanted.id);
    const code = codeOf(wanted.id);
    now += defaultSettings.codeLifeMs;
    expect(await check(wanted.id, code)).toEqual({ ok: true, value: 'expired' });
  });

  it('three times wrong is the end for a while, for this number only', async () => {
    for (const verdict of ['wrong', 'wrong', 'too_many']) {
      expect(await check((await start()).id, '00000')).toEqual({ ok: true, value: verdict });
    }
    expect(await adapter.challenge('residency_cases', byReference)).toEqual({ ok: false, error: 'too_many' });
    const other = { ...byReference, number: '3100000029' };
    expect(await adapter.challenge('residency_cases', other)).toMatchObject({ ok: true });
    now += defaultSettings.codeLockMs;
    expect(await start()).toMatchObject({ triesLeft: 3 });
  });

  it('is none where the back end wants none, and never one for other systems', async () => {
    expect(await adapter.challenge('traffic', mixed)).toEqual({ ok: true, value: null });
    expect(await adapter.checkCode('residency', mixed, { id: 'x', code: '12345' })).toEqual({
      ok: true,
      value: 'right',
    });
    backEnd.settings = { ...backEnd.settings, codeKind: 'none' };
    expect(await adapter.challenge('residency_cases', byReference)).toEqual({ ok: true, value: null });
  });

  it('of a shape nobody agreed on is no code', async () => {
    tamper = (text) => text.replace('صورة', 'صوت');
    expect(await adapter.challenge('residency_cases', byReference)).toEqual(down);
  });
});

describe('residency cases', () => {
  it('differ by fine type; the usual one is the first of the list', async () => {
    const types = await adapter.fineTypes();
    expect(types.ok && types.value.map(({ code }) => code)).toEqual(['residency', 'type_02', 'type_03']);
    const counts = [];
    for (const type of [undefined, 'residency', 'type_02', 'type_03']) {
      const answer = await adapter.owed.residency_cases(byReference, type);
      counts.push(answer.ok ? answer.value.obligations.length : null);
    }
    expect(counts).toEqual([2, 2, 1, 0]);
    const unknown = { ...byReference, number: '999999999' };
    expect(await adapter.owed.residency_cases(unknown)).toEqual({ ok: false, error: 'not_found' });
  });
});

describe('findings', () => {
  const ask = (service: string, fields: Record<string, string>) => {
    const inquiry = adapter.findings[service];
    if (inquiry === undefined) throw new Error(`no ${service}`);
    return inquiry(fields);
  };
  const passport = { civilNumber: '399123100017', passportNumber: 'Z0000001', passportExpiry: '2030-01-15' };

  it('the reference number comes for the right passport only, and a wrong one looks like nobody', async () => {
    expect(await ask('referenceResidents', passport)).toMatchObject({
      ok: true,
      value: { kind: 'number', number: '310000017' },
    });
    for (const wrong of [
      { ...passport, passportNumber: 'Z0000002' },
      { ...passport, passportExpiry: '2030-01-16' },
      { ...passport, civilNumber: '399010100029' },
    ]) {
      expect(await ask('referenceResidents', wrong)).toEqual({ ok: false, error: 'not_found' });
    }
  });

  it('a citizen’s goes by the day of the nationality certificate', async () => {
    const citizen = { civilNumber: '397061500015', passportNumber: 'K0000015', nationalityDate: '2001-05-20' };
    expect(await ask('referenceCitizens', citizen)).toMatchObject({ value: { number: '310000000015' } });
    expect(await ask('referenceCitizens', { ...citizen, nationalityDate: '2001-05-21' })).toMatchObject({ ok: false });
  });

  it.each([
    ['0', 'fit'],
    ['1', 'unfit'],
    ['2', 'temporarily_fit'],
    ['3', 'repeat_test'],
    ['4', 'exempt'],
    ['5', 'no_test_found'],
    ['9', 'not_known'],
  ])('the medical result %s is %s', async (code, status) => {
    const found = await ask('medicalResult', { referenceNumber: `90000000${code}` });
    expect(found).toMatchObject({ ok: true, value: { kind: 'status', status } });
    expect(log).toHaveLength(status === 'not_known' ? 1 : 0);
    expect(JSON.stringify(log)).not.toContain('90000000');
  });

  it('of a number the health system does not know is 6, a status of its own', async () => {
    expect(await ask('medicalResult', { referenceNumber: '123456789' })).toMatchObject({
      value: { status: 'number_not_correct' },
    });
  });

  it('a case has its steps, oldest first, or none yet', async () => {
    const found = await ask('caseProgress', { referenceNumber: '310000017' });
    const days = found.ok && found.value.kind === 'steps' ? found.value.steps.map(({ on }) => on) : [];
    expect(days).toHaveLength(4);
    expect(days).toEqual(days.toSorted());
    expect(await ask('caseProgress', { referenceNumber: '310000000015' })).toMatchObject({ value: { steps: [] } });
    expect(await ask('caseProgress', { referenceNumber: '999999999' })).toEqual({ ok: false, error: 'not_found' });
  });

  it('the civil card is found by civil number and by receipt', async () => {
    for (const cardNumber of ['399123100017', '700017']) {
      expect(await ask('civilCard', { cardNumber })).toMatchObject({
        value: { status: 'ready', facts: [{ code: 'fee' }] },
      });
    }
    expect(await ask('civilCard', { cardNumber: '700029' })).toMatchObject({ value: { status: 'in_issue' } });
    expect(await ask('civilCard', { cardNumber: '111111' })).toEqual({ ok: false, error: 'not_found' });
  });

  it('renewal names what is in the way, and it goes away when it is paid', async () => {
    const renewal = async () => ask('renewalIndividuals', { civilNumber: '399123100017' });
    expect(await renewal()).toMatchObject({
      value: { status: 'not_eligible', reasons: ['unpaid_residency', 'unpaid_traffic'] },
    });
    expect(await ask('renewalIndividuals', { civilNumber: '399010100029' })).toMatchObject({
      value: { status: 'eligible', reasons: [] },
    });
    for (const one of await fines()) backEnd.changeTicket({ ticketNo: one.detail.ticketNo, status: 'paid' });
    expect(await renewal()).toMatchObject({ value: { reasons: ['unpaid_traffic'] } });
    expect(await ask('renewalCompanies', { companyNumber: '990000000017' })).toMatchObject({
      value: { status: 'not_eligible', reasons: ['unpaid_traffic'], offices: [{}, {}, {}] },
    });
  });

  it.each([
    'referenceResidents',
    'medicalResult',
    'caseProgress',
    'civilCard',
    'renewalIndividuals',
    'renewalCompanies',
  ])('%s: broken, foreign or missing answers are "down"', async (service) => {
    const fields = {
      ...passport,
      referenceNumber: '310000017',
      cardNumber: '700017',
      companyNumber: '990000000017',
    };
    const changes: ((text: string) => string)[] = [
      (text) => text.slice(0, -2),
      (text) => text.replace('{', '{"extra":1,'),
      (text) => text.replace(/"answered_at":"[^"]*"/, '"answered_at":"yesterday"'),
      (text) => text.replace(/"(civil_no|ref_no|asked_no|id_no)":"\d+"/, '"$1":"111111111"'),
      () => '<html>maintenance</html>',
    ];
    for (const change of changes) {
      tamper = change;
      expect(await ask(service, fields)).toEqual(down);
      now += 10_000;
    }
    tamper = null;
    backEnd.settings = { ...backEnd.settings, papers: 'down' };
    expect(await ask(service, fields)).toEqual(down);
  });
});

describe('messages of the ministry', () => {
  it('come with their places and days; one that belongs nowhere is left out', async () => {
    const notices = await adapter.notices();
    expect(notices).toMatchObject({
      value: [
        {
          id: '2026-R-01',
          tone: 'attention',
          places: ['home', 'residency'],
          validFrom: '2026-11-12',
          validTo: '2027-01-21',
        },
        { id: '2026-T-01', tone: 'info', places: ['traffic'] },
        { id: '2025-T-09', validTo: '2026-10-23' },
      ],
    });
    now += 60_000;
    tamper = (text) => text.replace('"shown_in":[1]', '"shown_in":[7]');
    const fewer = await adapter.notices();
    expect(fewer.ok && fewer.value.map(({ id }) => id)).toEqual(['2026-R-01', '2025-T-09']);
    expect(log).toEqual([{ event: 'MINISTRY_CODE_UNKNOWN', list: 'notice place', code: '7' }]);
  });

  it('stay as they were last known while the ministry is away', async () => {
    const before = await adapter.notices();
    now += 60_000;
    backEnd.settings = { ...backEnd.settings, mode: 'down' };
    expect(await adapter.notices()).toEqual(before);
    expect(await adapter.fineTypes()).toEqual(down);
  });
});

describe('settlements of a day', () => {
  it('are those of every system, or none', async () => {
    const [first] = await fines();
    const tickets = await adapter.owed.traffic(mixed);
    const ticket = tickets.ok ? tickets.value.obligations.find(({ status }) => status === 'payable') : undefined;
    if (first === undefined || ticket === undefined) throw new Error('nothing to pay');
    const paidAt = '2026-11-22T23:00:00+03:00';
    for (const one of [first, ticket]) await adapter.postSettlement(settlementOf(one, paidAt));
    const listed = await adapter.settlementsOf('2026-11-22');
    expect(listed.ok && listed.value.map(({ system, amountFils }) => [system, amountFils])).toEqual([
      ['traffic', fils(75_000)],
      ['residency', fils(88_000)],
    ]);
    backEnd.settings = { ...backEnd.settings, residency: 'down' };
    expect(await adapter.settlementsOf('2026-11-22')).toEqual(down);
  });
});
