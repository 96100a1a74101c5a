import { describe, expect, it } from 'vitest';
import type { Challenge } from '../domain/challenge.ts';
import type { FieldProblem } from '../domain/field.ts';
import type { Finding } from '../domain/finding.ts';
import type { InquiryAnswer } from '../domain/inquiry.ts';
import { err, ok } from '../result.ts';
import type { SessionCommand, SessionEvent } from './events.ts';
import { stepSession, type SessionFacts } from './machine.ts';
import { partyOf, subjectOf } from './question.ts';
import { initialSession, type SessionState } from './state.ts';

const civil = '399123100017';
const reference = '204815162342';
const facts: SessionFacts = {
  nonce: 'token-1',
  paymentsOpen: true,
  maxItems: 20,
  fineTypes: ['residency'],
  partyOf: (service, told) => partyOf(service, told, subjectOf(told) === civil),
};
const image: Challenge = { kind: 'image', id: 'challenge-1', png: 'AAAA', triesLeft: 3 };
const about = { asOf: '2026-11-22T09:26:00+03:00', offices: [] };
const number: Finding = { kind: 'number', number: reference, ...about };
const medical: Finding = { kind: 'status', status: 'fit', reasons: [], facts: [], ...about };

const answer: InquiryAnswer = {
  id: 'answer-1',
  partyKind: 'individual',
  maskedNumber: '••••42',
  obligations: [],
  systems: [{ system: 'traffic', state: 'answered' }],
  offices: [],
  asOf: about.asOf,
  source: { from: 'live' },
};

const start: SessionEvent[] = [{ type: 'BEGIN' }, { type: 'LANGUAGE_CHOSEN', language: 'en' }];
const choose = (serviceId: string): SessionEvent => ({ type: 'SERVICE_CHOSEN', serviceId });
const tell = (value: string): SessionEvent => ({ type: 'FIELD_SUBMITTED', entry: value, read: ok(value) });
const refuse = (problem: FieldProblem): SessionEvent => ({ type: 'FIELD_SUBMITTED', entry: 'x', read: err(problem) });

/** Plays events; says where it led and what was last asked of the caller. */
function play(events: readonly SessionEvent[], from: SessionState = initialSession, with_ = facts) {
  let state = from;
  let commands: readonly SessionCommand[] = [];
  for (const event of events) {
    const step = stepSession(state, event, with_);
    if (step === null) continue;
    state = step.state;
    commands = step.commands;
  }
  return { state, commands };
}

const findReference = [...start, { type: 'DEPARTMENT_OPENED', department: 'papers' } as const];
const toldAll = [...findReference, choose('referenceResidents'), tell(civil), tell('Z0000001'), tell('2030-01-15')];
const withReference = [...toldAll, { type: 'FINDING_ANSWERED', finding: number } as const];

describe('a service with several questions', () => {
  it('asks them one after the other and then inquires with all of them', () => {
    const { state, commands } = play(toldAll);
    expect(state.step.at).toBe('inquiring');
    expect(commands).toMatchObject([
      {
        do: 'inquire',
        question: { fields: { civilNumber: civil, passportNumber: 'Z0000001', passportExpiry: '2030-01-15' } },
      },
    ]);
  });

  it('goes back question by question and then to its menu', () => {
    const { state } = play([...findReference, choose('referenceResidents'), tell(civil), tell('Z0000001')]);
    expect(state.step).toMatchObject({ at: 'ask', field: 'passportExpiry', number: 3, count: 3 });
    const back = (from: SessionState) => play([{ type: 'BACK' }], from).state;
    expect(back(state).step).toMatchObject({ field: 'passportNumber', number: 2 });
    expect(back(back(state)).step).toMatchObject({ field: 'civilNumber', number: 1 });
    expect(back(back(back(state))).step).toEqual({ at: 'department', department: 'papers' });
  });

  it('stays at the question whose answer cannot be taken, and says why', () => {
    const { state } = play([...findReference, choose('referenceResidents'), tell(civil), refuse('not_latin')]);
    expect(state.step).toMatchObject({ at: 'ask', field: 'passportNumber', problem: 'not_latin' });
    expect(play([tell('Z0000001')], state).state.step).toMatchObject({ field: 'passportExpiry', problem: null });
  });
});

describe('what was told once in a visit', () => {
  it('is carried into the service that goes on with it: the reference number is not typed again', () => {
    const { state, commands } = play([...withReference, choose('residencyCases')]);
    expect(state.step.at).toBe('inquiring');
    expect(commands).toMatchObject([
      {
        do: 'challenge',
        question: {
          fields: { fineType: 'residency', referenceNumber: reference },
          party: { kind: 'individual', numberKind: 'reference', number: reference },
        },
      },
    ]);
  });

  it('is offered, not assumed, when a service is begun from a menu', () => {
    const { state } = play([...withReference, { type: 'HOME' }, choose('residencyFines')]);
    expect(state.step).toMatchObject({ at: 'ask', field: 'civilNumber' });
    const used = play([{ type: 'KNOWN_USED' }], state);
    expect(used.commands).toMatchObject([{ do: 'inquire', question: { fields: { civilNumber: civil } } }]);
  });

  it('is gone when the visit ends', () => {
    const { state } = play([...withReference, { type: 'END', reason: 'idle' }]);
    expect(state).toEqual(initialSession);
  });
});

describe('the verification code', () => {
  const asked = play([...withReference, choose('residencyCases'), { type: 'CHALLENGE_GIVEN', challenge: image }]).state;

  it('is asked for when the ministry wants one, and not when it wants none', () => {
    expect(asked.step).toMatchObject({ at: 'ask_code', problem: null });
    const none = play([...withReference, choose('residencyCases'), { type: 'CHALLENGE_GIVEN', challenge: null }]);
    expect(none.commands).toMatchObject([{ do: 'inquire' }]);
  });

  it('goes with the inquiry; a code of the wrong form never leaves the kiosk', () => {
    expect(play([{ type: 'CODE_SUBMITTED', code: '12' }], asked)).toMatchObject({
      state: { step: { at: 'ask_code', problem: 'bad_form' } },
      commands: [],
    });
    expect(play([{ type: 'CODE_SUBMITTED', code: '4711' }], asked).commands).toMatchObject([
      { do: 'inquire', question: { proof: { id: 'challenge-1', code: '4711' } } },
    ]);
  });

  it('that was wrong is asked for again with the new challenge', () => {
    const fresh: Challenge = { ...image, id: 'challenge-2', triesLeft: 2 };
    const again = play(
      [
        { type: 'CODE_SUBMITTED', code: '4711' },
        { type: 'CODE_REFUSED', challenge: fresh, problem: 'wrong' },
      ],
      asked,
    ).state;
    expect(again).toMatchObject({ step: { at: 'ask_code', problem: 'wrong' }, challenge: { id: 'challenge-2' } });
  });

  it('that was right is not asked for a second time in this service', () => {
    const events: SessionEvent[] = [
      { type: 'CODE_SUBMITTED', code: '4711' },
      { type: 'INQUIRY_ANSWERED', answer, grant: 'granted' },
    ];
    expect(play(events, asked).state).toMatchObject({ step: { at: 'list' }, grant: 'granted' });
  });

  it('that was wrong too often leads to staff, and nothing can be tried again', () => {
    const over = play(
      [
        { type: 'CODE_SUBMITTED', code: '4711' },
        { type: 'INQUIRY_FAILED', problem: 'too_many_codes' },
      ],
      asked,
    ).state;
    expect(over.step).toMatchObject({ at: 'inquiry_failed', problem: 'too_many_codes' });
    expect(stepSession(over, { type: 'RETRY_INQUIRY' }, facts)).toBeNull();
  });
});

describe('an answer about health', () => {
  it('waits for a touch, also after a look at an information page', () => {
    const found = play([...withReference, choose('medicalResult'), { type: 'FINDING_ANSWERED', finding: medical }]);
    expect(found.state.step).toMatchObject({ at: 'finding', shown: false });
    const shown = play([{ type: 'FINDING_SHOWN' }], found.state).state;
    expect(shown.step).toMatchObject({ shown: true });
    const back = play([choose('privacy'), { type: 'BACK' }], shown).state;
    expect(back.step).toMatchObject({ at: 'finding', shown: false });
  });

  it('is not printed before it is shown', () => {
    const found = play([...withReference, choose('medicalResult'), { type: 'FINDING_ANSWERED', finding: medical }]);
    expect(stepSession(found.state, { type: 'SLIP_WANTED' }, facts)).toBeNull();
  });
});

describe('a choice', () => {
  it('of several kinds of fine is asked; of one it is not', () => {
    const residency: SessionEvent[] = [...start, { type: 'DEPARTMENT_OPENED', department: 'residency' }];
    expect(play([...residency, choose('residencyCases')]).state.step).toMatchObject({ field: 'referenceNumber' });
    const several = { ...facts, fineTypes: ['residency', 'other'] };
    expect(play([...residency, choose('residencyCases')], initialSession, several).state.step).toMatchObject({
      field: 'fineType',
    });
  });
});

describe('looking up without paying', () => {
  it('cannot select, and goes on to the service that pays without asking for the number again', () => {
    const looked = play([
      ...start,
      { type: 'DEPARTMENT_OPENED', department: 'traffic' },
      choose('trafficInquiry'),
      tell(civil),
      { type: 'INQUIRY_ANSWERED', answer, grant: null },
    ]).state;
    expect(looked.step.at).toBe('list');
    expect(stepSession(looked, { type: 'ALL_SELECTED' }, facts)).toBeNull();
    const paying = play([choose('trafficIndividuals')], looked);
    expect(paying.commands).toMatchObject([{ do: 'inquire', question: { fields: { civilOrUnified: civil } } }]);
  });
});
