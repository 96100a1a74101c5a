import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { InquiryReply, InquiryRequest } from '../../src-shared/contract/gateway-http.ts';
import { inquiryReplySchema } from '../../src-shared/contract/gateway-http.ts';
import type { Finding } from '../../src-shared/domain/finding.ts';
import type { System } from '../../src-shared/domain/obligation.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { fine, ticket, World } from '../payment/test-world.ts';
import { challenge, find, inquire, type InquiryDeps } from './inquire.ts';

vi.setConfig({ testTimeout: 30_000 });

const civil = { kind: 'individual', numberKind: 'civil', number: '399123100017' } as const;
const byReference = { kind: 'individual', numberKind: 'reference', number: '310000017' } as const;
const company = { kind: 'company', numberKind: 'unified', number: '990000000017' } as const;
const kiosk = 'K001';

let database: Database;
let world: World;
let deps: InquiryDeps;

beforeAll(async () => {
  database = await openDatabase('pglite:memory');
}, 120_000);
afterAll(() => database.close());
beforeEach(async () => {
  world = new World(database);
  await world.emptyDatabase();
  deps = { ...world.deps, ministry: world.ministry, demo: true };
});

const ask = async (systems: System[], more: Partial<InquiryRequest> = {}) =>
  inquire(deps, kiosk, { party: civil, systems, ...more });

async function answered(systems: System[], more: Partial<InquiryRequest> = {}) {
  const reply = await ask(systems, more);
  if (!reply.ok || reply.value.result !== 'answered') throw new Error(JSON.stringify(reply));
  inquiryReplySchema.parse(reply.value);
  return reply.value;
}

async function refused(request: InquiryRequest): Promise<Exclude<InquiryReply, { result: 'answered' }>> {
  const reply = await inquire(deps, kiosk, request);
  if (!reply.ok || reply.value.result === 'answered') throw new Error(JSON.stringify(reply));
  return reply.value;
}

describe('what a person owes in two systems', () => {
  beforeEach(() => {
    world.ministry.tickets = [ticket('T1'), fine('R1')];
  });

  it('comes as one list, true since the older of the two answers', async () => {
    world.ministry.asOf.residency = '2026-11-22T08:59:00+03:00';
    const { answer } = await answered(['traffic', 'residency']);
    expect(answer.obligations.map(({ id }) => id)).toEqual(['T1', 'R1']);
    expect(answer.asOf).toBe('2026-11-22T08:59:00+03:00');
    expect(answer.systems.map(({ state }) => state)).toEqual(['answered', 'answered']);
  });

  it('with one system away names it, and does not say that nothing is owed there', async () => {
    world.ministry.away.add('residency');
    const { answer } = await answered(['traffic', 'residency']);
    expect(answer.obligations.map(({ id }) => id)).toEqual(['T1']);
    expect(answer.systems).toEqual([
      { system: 'traffic', state: 'answered' },
      { system: 'residency', state: 'unavailable' },
    ]);
  });

  it('with both away is no answer', async () => {
    world.ministry.away.add('residency').add('traffic');
    expect(await ask(['traffic', 'residency'])).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
  });

  it('of a number only one system knows is what that one knows', async () => {
    world.ministry.strangers.add('residency');
    const { answer } = await answered(['traffic', 'residency']);
    expect(answer.systems.map(({ state }) => state)).toEqual(['answered', 'answered']);
    expect(answer.obligations.map(({ id }) => id)).toEqual(['T1']);
  });

  it('is "not found" when all say so, and not while one that might know is away', async () => {
    world.ministry.strangers.add('residency').add('traffic');
    expect(await ask(['traffic', 'residency'])).toMatchObject({ ok: false, error: { error: 'not_found' } });
    world.ministry.strangers.delete('traffic');
    world.ministry.away.add('traffic');
    expect(await ask(['traffic', 'residency'])).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
  });
});

describe('a question a kiosk of ours cannot send', () => {
  it.each<[string, InquiryRequest]>([
    ['a civil number with a wrong check digit', { party: { ...civil, number: '399123100018' }, systems: ['traffic'] }],
    ['a company in residency', { party: company, systems: ['residency'] }],
    ['a company by a civil number', { party: { ...company, numberKind: 'civil' }, systems: ['traffic'] }],
    ['a system named twice', { party: civil, systems: ['traffic', 'traffic'] }],
    ['residency cases by a civil number', { party: civil, systems: ['residency_cases'] }],
    ['traffic by a reference number', { party: byReference, systems: ['traffic'] }],
    ['cases beside others', { party: byReference, systems: ['residency_cases', 'residency'] }],
    ['a fine type nobody offered', { party: byReference, systems: ['residency_cases'], fineType: 'type_99' }],
    ['a fine type where there are none', { party: civil, systems: ['traffic'], fineType: 'residency' }],
  ])('%s is refused, and the ministry is not asked', async (_what, request) => {
    world.ministry.down = request.fineType === undefined;
    expect(await inquire(deps, kiosk, request)).toMatchObject({ ok: false, error: { error: 'bad_request' } });
    expect(await challenge(deps, request)).toMatchObject({ ok: false, error: { error: 'bad_request' } });
  });

  it('outside the demo, a birth in the future is one too', async () => {
    deps = { ...deps, demo: false };
    expect(await ask(['traffic'])).toMatchObject({ ok: false, error: { error: 'bad_request' } });
  });
});

describe('a system that wants a code', () => {
  const cases: InquiryRequest = { party: byReference, systems: ['residency_cases'], fineType: 'residency' };
  const right = { id: 'C1', code: '12345' };
  const wrong = { id: 'C1', code: '54321' };

  beforeEach(() => {
    world.ministry.wantsCode.add('residency_cases');
    world.ministry.tickets = [fine('C7', { system: 'residency_cases' })];
  });

  async function grantOf(request: InquiryRequest = cases): Promise<string> {
    const reply = await inquire(deps, kiosk, { ...request, proof: right });
    if (!reply.ok || reply.value.result !== 'answered') throw new Error(JSON.stringify(reply));
    expect(reply.value.answer.obligations).toHaveLength(1);
    return reply.value.grant ?? '';
  }

  it('says which before the inquiry, and that none is wanted elsewhere', async () => {
    expect(await challenge(deps, cases)).toMatchObject({ ok: true, value: { challenge: { triesLeft: 3 } } });
    expect(await challenge(deps, { party: civil, systems: ['traffic'] })).toEqual({
      ok: true,
      value: { challenge: null },
    });
  });

  it('tells nothing without the code, and nothing with a wrong one', async () => {
    expect(await refused(cases)).toMatchObject({ result: 'code_refused', problem: 'expired' });
    expect(await refused({ ...cases, proof: wrong })).toMatchObject({
      result: 'code_refused',
      problem: 'wrong',
      challenge: { triesLeft: 2 },
    });
  });

  it('after the last wrong code tells nothing to anybody, and no further code is handed out', async () => {
    for (let time = 0; time < 2; time += 1) await refused({ ...cases, proof: wrong });
    expect(await refused({ ...cases, proof: wrong })).toEqual({ result: 'too_many_codes' });
    expect(await refused({ ...cases, proof: right })).toEqual({ result: 'too_many_codes' });
    expect(await challenge(deps, cases)).toEqual({ ok: true, value: { challenge: null } });
    expect(await refused(cases)).toEqual({ result: 'too_many_codes' });
  });

  it('after the right code needs no second one for 45 minutes', async () => {
    const grant = await grantOf();
    world.now += 44 * 60_000;
    const again = await inquire(deps, kiosk, { ...cases, grant });
    expect(again).toMatchObject({ ok: true, value: { result: 'answered', grant } });
    world.now += 2 * 60_000;
    expect(await refused({ ...cases, grant })).toMatchObject({ result: 'code_refused', problem: 'expired' });
  });

  it('believes no grant of another person, of another kiosk, or one that was made by hand', async () => {
    const grant = await grantOf();
    const [until = '', systems = '', seal = ''] = grant.split('.');
    const later = (Number.parseInt(until, 36) + 3600).toString(36);
    const forged = [
      `${later}.${systems}.${seal}`,
      `${until}.residency.${seal}`,
      `${until}.${systems}.${seal.slice(1)}`,
      `${until}.${systems}.`,
      `${grant}.x`,
      '..',
      'x',
    ];
    for (const one of forged) expect(await refused({ ...cases, grant: one })).toMatchObject({ result: 'code_refused' });
    const other = { ...cases, party: { ...byReference, number: '310000018' }, grant };
    expect(await refused(other)).toMatchObject({ result: 'code_refused' });
    expect(await inquire(deps, 'K002', { ...cases, grant })).toMatchObject({ value: { result: 'code_refused' } });
  });

  it('that is away is "down", not a wrong code', async () => {
    world.ministry.away.add('residency_cases');
    for (const request of [cases, { ...cases, proof: right }]) {
      expect(await inquire(deps, kiosk, request)).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
    }
    expect(await challenge(deps, cases)).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
  });
});

describe('a finding', () => {
  const about = { asOf: '2026-11-22T09:00:00+03:00', offices: [] };
  const fit: Finding = { kind: 'status', status: 'fit', reasons: [], facts: [], ...about };
  const medical = { service: 'medicalResult', fields: { referenceNumber: '310000017' } };

  it('is what the ministry says', async () => {
    world.ministry.answers.set('medicalResult', fit);
    expect(await find(deps, medical)).toEqual({ ok: true, value: fit });
  });

  it('that is not known, and a ministry that is away, are two things', async () => {
    expect(await find(deps, medical)).toMatchObject({ ok: false, error: { error: 'not_found' } });
    world.ministry.down = true;
    expect(await find(deps, medical)).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
  });

  it('of another kind than the service shows is not passed on', async () => {
    world.ministry.answers.set('medicalResult', { kind: 'number', number: '310000017', ...about });
    expect(await find(deps, medical)).toMatchObject({ ok: false, error: { error: 'ministry_down' } });
  });

  const passport = { civilNumber: civil.number, passportNumber: 'Z0000001', passportExpiry: '2030-01-15' };
  it.each([
    ['no such service', { service: 'medicalResults', fields: {} }],
    ['a service about what is owed', { service: 'residencyFines', fields: { civilNumber: civil.number } }],
    ['a page of information', { service: 'privacy', fields: {} }],
    ['a service this ministry does not offer', { service: 'civilCard', fields: { cardNumber: '700017' } }],
    ['a missing field', { service: 'medicalResult', fields: {} }],
    ['a field too many', { service: 'medicalResult', fields: { ...medical.fields, civilNumber: civil.number } }],
    ['a number that is too short', { service: 'medicalResult', fields: { referenceNumber: '31000001' } }],
    ['digits as they were typed', { service: 'medicalResult', fields: { referenceNumber: '٣١٠٠٠٠٠١٧' } }],
    ['an expired passport', { service: 'referenceResidents', fields: { ...passport, passportExpiry: '2026-11-21' } }],
    ['a day that is none', { service: 'referenceResidents', fields: { ...passport, passportExpiry: '2030-02-30' } }],
    ['small letters', { service: 'referenceResidents', fields: { ...passport, passportNumber: 'z0000001' } }],
  ])('with %s is refused', async (_what, request) => {
    world.ministry.answers.set('medicalResult', fit);
    const reply = await find(deps, request);
    expect(reply).toMatchObject({ ok: false, error: { error: 'bad_request' } });
    expect(JSON.stringify(reply)).not.toMatch(/31000001|z0000001|2030-02-30/);
  });
});
