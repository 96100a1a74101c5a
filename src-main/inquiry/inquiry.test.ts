import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gatewayProblemSchema, type GatewayProblemCode } from '../../src-shared/contract/gateway-http.ts';
import { inquiryAnswerSchema, type InquiryAnswer, type InquiryProblem } from '../../src-shared/domain/inquiry.ts';
import { obligationSchema, type Obligation, type Office } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { CopyAnswer, CopyEdition } from '../sync/copy-desk.ts';
import { residencyFines } from '../../src-shared/services/residency-fines.ts';
import type { ObligationService } from '../../src-shared/services/service.ts';
import { trafficIndividuals } from '../../src-shared/services/traffic-individuals.ts';
import { makeInquiry } from './inquiry.ts';

const party: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };
const office = (code: string): Office => ({ code, name: { ar: code, en: code }, area: { ar: code, en: code } });
const readAt = '2026-11-22T09:00:00+03:00';
const edition: CopyEdition = {
  seq: 7,
  readAt,
  systems: ['traffic'],
  offices: [office('HAW'), office('CAP')],
};
const ticket = obligationSchema.parse({
  id: 'T1',
  version: 1,
  system: 'traffic',
  amountFils: 15_000,
  status: 'visit_office',
  officeCode: 'CAP',
  detail: {
    ticketNo: 'T1',
    kind: 'direct',
    occurredAt: '2026-11-01T10:00:00+03:00',
    place: { ar: 'السالمية', en: 'Salmiya' },
    offences: [{ code: '37', text: { ar: 'وقوف', en: 'Parking' } }],
  },
});
const live: InquiryAnswer = {
  id: 'given by the gateway',
  partyKind: 'individual',
  maskedNumber: '••••••••••17',
  obligations: [],
  systems: [{ system: 'traffic', state: 'answered' }],
  offices: [],
  asOf: '2026-11-22T12:00:00+03:00',
  source: { from: 'live' },
};

const nowMs = Date.parse('2026-11-22T23:59:00+03:00');
const these = (obligations: Obligation[], when = nowMs): CopyAnswer => ({
  says: 'these',
  obligations,
  edition,
  nowMs: when,
});
const row = these([ticket]);
const nothing = these([]);
const cannotSay: CopyAnswer = { says: 'cannot_say' };

/** Asks a kiosk whose gateway and copy answer like this; says what came out and whom the copy was asked about. */
async function find(
  gateway: Result<InquiryAnswer, GatewayFailure>,
  copy: CopyAnswer,
  paid: readonly string[] = [],
  service: ObligationService = trafficIndividuals,
) {
  const asked: Party[] = [];
  const failed: string[] = [];
  const { ask: inquire } = makeInquiry({
    gateway: {
      inquire: async () => (gateway.ok ? ok({ result: 'answered', answer: gateway.value }) : gateway),
      challenge: async () => ok({ challenge: null }),
      find: async () => networkDown,
    },
    copy: {
      lookUp: async (whom) => {
        asked.push(whom);
        return copy;
      },
    },
    paidSince: (moment) => new Set(moment === readAt ? paid : []),
    rng: { bytes: (length) => randomBytes(length) },
    log: (event, details) => failed.push([event, ...Object.values(details)].join(' ')),
  });
  return { found: await inquire({ service, fields: { civilOrUnified: party.number }, party }), asked, failed };
}

async function ask(...how: Parameters<typeof find>) {
  const { found, asked } = await find(...how);
  const answer = found.ok && found.value.kind === 'answer' ? ok(found.value.answer) : found;
  return { answer: answer as Result<InquiryAnswer, InquiryProblem>, asked }; // these gateways ask for no code
}
const problem = (code: GatewayProblemCode) => err<GatewayFailure>({ kind: 'problem', code, message: '' });
const networkDown = err<GatewayFailure>({ kind: 'network_down' });
const oddAnswer = err<GatewayFailure>({ kind: 'bad_answer', reason: 'unsigned' });

describe('with the gateway answering', () => {
  it('the answer is its own, under a fresh name, and the copy is not asked', async () => {
    const { answer, asked } = await ask(ok(live), row);
    expect(answer).toMatchObject({
      ok: true,
      value: { ...live, id: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
    });
    expect(asked).toEqual([]);
  });
});

describe('from the copy', () => {
  it('a row is shown as it was, with the moment of its edition and the offices it names', async () => {
    const { answer, asked } = await ask(networkDown, row);
    if (!answer.ok) throw new Error(answer.error);
    expect(inquiryAnswerSchema.parse(answer.value)).toEqual({
      id: answer.value.id,
      partyKind: 'individual',
      maskedNumber: '••••••••••17',
      obligations: [ticket],
      systems: [{ system: 'traffic', state: 'answered' }],
      offices: [office('CAP')],
      asOf: readAt,
      source: { from: 'copy', edition: 7 },
    });
    expect(asked).toEqual([party]);
  });

  it('nothing in a whole edition is an empty answer, not a missing one', async () => {
    const { answer } = await ask(networkDown, nothing);
    expect(answer).toMatchObject({ ok: true, value: { obligations: [], offices: [], source: { from: 'copy' } } });
  });

  it('what was paid here since is no longer to be paid', async () => {
    const payable = { ...ticket, status: 'payable' as const };
    const { answer } = await ask(networkDown, these([payable, { ...payable, id: 'T2' }]), ['T2']);
    expect(answer.ok && answer.value.obligations.map(({ status }) => status)).toEqual([
      'payable',
      'payment_pending_posting',
    ]);
  });

  it('a fine that grows by the day has an amount until the day in Kuwait is over', async () => {
    const fine = obligationSchema.parse({
      id: 'R1',
      version: 1,
      system: 'residency',
      amountFils: 24_000,
      status: 'payable',
      detail: { ticketNo: 'R1', kind: 'permit_expired', text: { ar: 'إقامة', en: 'Permit' }, from: '2026-11-01' },
    });
    const ended = obligationSchema.parse({ ...fine, id: 'R2', detail: { ...fine.detail, to: '2026-11-12' } });
    const held: CopyAnswer = { ...row, edition: { ...edition, systems: ['residency'] } } as CopyAnswer;
    const amounts = async (when: number): Promise<unknown> => {
      const copy = { ...held, obligations: [fine, ended], nowMs: when } as CopyAnswer;
      const { answer } = await ask(networkDown, copy, [], residencyFines);
      return answer.ok && answer.value.obligations.map(({ amountFils }) => amountFils);
    };
    expect(await amounts(nowMs)).toEqual([24_000, 24_000]);
    expect(await amounts(nowMs + 60_000)).toEqual([0, 24_000]);
  });

  it('too old for amounts, a visitor still hears whether there was anything', async () => {
    const { found } = await find(problem('ministry_down'), { says: 'outline', any: true, edition });
    expect(found).toEqual(ok({ kind: 'outline', problem: 'ministry_down', outline: { asOf: readAt, any: true } }));
  });

  it('every answer has its own name', async () => {
    const [one, other] = [await ask(networkDown, row), await ask(networkDown, row)];
    expect(one.answer.ok && one.answer.value.id).not.toBe(other.answer.ok && other.answer.value.id);
  });
});

describe('without a live answer', () => {
  const failures: [string, Result<InquiryAnswer, GatewayFailure>, string, boolean][] = [
    ['the network down', networkDown, 'network_down', true],
    ['an odd answer', oddAnswer, 'network_down', true],
    ['ministry_down', problem('ministry_down'), 'ministry_down', true],
    ['internal', problem('internal'), 'network_down', true],
    ['too_many_requests', problem('too_many_requests'), 'network_down', true],
    ['not_found', problem('not_found'), 'not_found', false],
    ['unknown_kiosk', problem('unknown_kiosk'), 'network_down', false],
    ['not_signed', problem('not_signed'), 'network_down', false],
  ];

  it.each(failures)('(%s) the copy answers if it may', async (_what, failure, expected, mayCopy) => {
    const { answer, asked } = await ask(failure, row);
    expect(asked).toHaveLength(mayCopy ? 1 : 0);
    if (mayCopy) expect(answer).toMatchObject({ ok: true, value: { source: { from: 'copy' } } });
    else expect(answer).toEqual({ ok: false, error: expected });
  });

  it.each(failures)(
    '(%s) and with a copy that cannot say, the visitor learns why',
    async (_what, failure, expected) => {
      const others: CopyAnswer = { ...row, edition: { ...edition, systems: ['residency'] } } as CopyAnswer;
      for (const copy of [cannotSay, others])
        expect((await ask(failure, copy)).answer).toEqual({ ok: false, error: expected });
    },
  );

  it('the log says why, except that nobody having this number is an answer', async () => {
    const reasons = await Promise.all(failures.map(async ([, failure]) => (await find(failure, row)).failed));
    const why = ['network_down', 'unsigned', 'ministry_down', 'internal', 'too_many_requests', null];
    const wanted = [...why, 'unknown_kiosk', 'not_signed'].map((one) => (one ? [`look-up-failed ${one}`] : []));
    expect(reasons).toEqual(wanted);
    expect((await find(ok(live), row)).failed).toEqual([]);
  });

  it('every problem the gateway knows leads to one of ours', async () => {
    for (const code of gatewayProblemSchema.shape.error.options) {
      const { answer } = await ask(problem(code), cannotSay);
      expect(answer).toMatchObject({ ok: false, error: expect.any(String) as string });
    }
  });
});
