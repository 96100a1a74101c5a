import { createHmac, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { feedKeysOf } from '../../src-shared/contract/feed-keys.ts';
import { gatewayProblemSchema, type GatewayProblemCode } from '../../src-shared/contract/gateway-http.ts';
import type { FeedEdition, VaultReply, VaultRequest, VaultVerb } from '../../src-shared/contract/vault-rpc.ts';
import { inquiryAnswerSchema, type InquiryAnswer, type InquiryProblem } from '../../src-shared/domain/inquiry.ts';
import { obligationSchema, type Office } from '../../src-shared/domain/obligation.ts';
import type { Party } from '../../src-shared/domain/party.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { GatewayFailure } from '../gateway/failure.ts';
import type { VaultCalls, VaultFailure } from '../vault/vault-calls.ts';
import { trafficIndividuals } from '../../src-shared/services/traffic-individuals.ts';
import { makeInquiry } from './inquiry.ts';

const party: Party = { kind: 'individual', numberKind: 'civil', number: '399123100017' };
const mac = (key: string) => (text: string) => createHmac('sha256', key).update(text).digest();
const feedMacs = { index: mac('index'), row: mac('row') };
const office = (code: string): Office => ({ code, name: { ar: code, en: code }, area: { ar: code, en: code } });
const edition: FeedEdition = {
  edition: 7,
  madeAt: '2026-11-22T09:00:00+03:00',
  records: 1,
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

type LookUp = Result<VaultReply<'lookUpRow'>, VaultFailure>;
const row: LookUp = ok({ found: 'row', row: { obligations: [ticket] }, edition });
const nothing: LookUp = ok({ found: 'nothing', edition });
const cannotSay: LookUp = ok({ found: 'cannot_say' });

/** Asks a kiosk whose gateway and vault answer like this; says what came out and what the vault was asked. */
async function ask(gateway: Result<InquiryAnswer, GatewayFailure>, copy: LookUp) {
  const asked: unknown[] = [];
  const vault: VaultCalls = {
    call: async <V extends VaultVerb>(_verb: V, request: VaultRequest<V>) => {
      asked.push(request);
      return copy as Result<VaultReply<V>, VaultFailure>; // only lookUp is ever called here
    },
  };
  const { ask: inquire } = makeInquiry({
    gateway: {
      inquire: async () => (gateway.ok ? ok({ result: 'answered', answer: gateway.value }) : gateway),
      challenge: async () => ok({ challenge: null }),
      find: async () => networkDown,
    },
    vault,
    feedMacs,
    rng: { bytes: (length) => randomBytes(length) },
  });
  const found = await inquire({ service: trafficIndividuals, fields: { civilOrUnified: party.number }, party });
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
      asOf: edition.madeAt,
      source: { from: 'copy', edition: 7 },
    });
    expect(asked).toEqual([feedKeysOf(party, feedMacs)]);
    expect(JSON.stringify(asked)).not.toContain(party.number);
  });

  it('nothing in a whole edition is an empty answer, not a missing one', async () => {
    const { answer } = await ask(networkDown, nothing);
    expect(answer).toMatchObject({ ok: true, value: { obligations: [], offices: [], source: { from: 'copy' } } });
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
      const silent: LookUp[] = [cannotSay, err('gone'), err('no_answer'), err('failed'), err('bad_reply')];
      for (const copy of silent) expect((await ask(failure, copy)).answer).toEqual({ ok: false, error: expected });
    },
  );

  it('every problem the gateway knows leads to one of ours', async () => {
    for (const code of gatewayProblemSchema.shape.error.options) {
      const { answer } = await ask(problem(code), cannotSay);
      expect(answer).toMatchObject({ ok: false, error: expect.any(String) as string });
    }
  });
});
