import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InquiryAnswer } from '../domain/inquiry.ts';
import { fils } from '../domain/money.ts';
import type { Obligation, ObligationStatus } from '../domain/obligation.ts';
import { err, ok } from '../result.ts';
import type { SessionEvent } from './events.ts';
import { selectionIsPayable, stepSession, type SessionFacts } from './machine.ts';
import { defaultPreferences } from './preferences.ts';
import { partyOf, subjectOf } from './question.ts';
import { initialSession, maxNumbersPerSession, type SessionState } from './state.ts';

const number = '399123100017';
const facts: SessionFacts = {
  nonce: 'token-1',
  paymentsOpen: true,
  maxItems: 20,
  fineTypes: ['residency'],
  partyOf: (service, told) => partyOf(service, told, subjectOf(told) === number),
};
const told = (value: string): SessionEvent => ({ type: 'FIELD_SUBMITTED', entry: value, read: ok(value) });
const answered = (what = answer()): SessionEvent => ({ type: 'INQUIRY_ANSWERED', answer: what, grant: null });

function ticket(id: string, status: ObligationStatus = 'payable'): Obligation {
  return {
    id,
    version: 1,
    system: 'traffic',
    amountFils: fils(15_000),
    status,
    detail: {
      ticketNo: `T${id}`,
      kind: 'direct',
      occurredAt: '2026-10-01T10:00:00+03:00',
      place: { ar: 'شارع الخليج العربي', en: 'Arabian Gulf Street' },
      offences: [{ code: '37-1', text: { ar: 'وقوف', en: 'Parking' } }],
    },
  };
}

function answer(source: InquiryAnswer['source'] = { from: 'live' }): InquiryAnswer {
  return {
    id: 'answer-1',
    partyKind: 'individual',
    maskedNumber: '••••••••••17',
    systems: [{ system: 'traffic', state: 'answered' }],
    obligations: [ticket('a'), ticket('b'), ticket('c', 'referred_to_court'), ticket('d')],
    offices: [],
    asOf: '2026-11-22T09:26:00+03:00',
    source,
  };
}

function play(events: SessionEvent[], from: SessionState = initialSession, with_: SessionFacts = facts): SessionState {
  return events.reduce((state, event) => stepSession(state, event, with_)?.state ?? state, from);
}

const toNumber: SessionEvent[] = [
  { type: 'BEGIN' },
  { type: 'LANGUAGE_CHOSEN', language: 'en' },
  { type: 'SERVICE_CHOSEN', serviceId: 'trafficIndividuals' },
];
const toList: SessionEvent[] = [...toNumber, told(number), answered()];
const toRail: SessionEvent[] = [...toList, { type: 'ALL_SELECTED' }, { type: 'REVIEW' }, { type: 'CHOOSE_RAIL' }];

describe('a visit led by ear (A38)', () => {
  const speak: SessionEvent = { type: 'PREFERENCES_SET', change: { speech: true } };

  it('stays in a language that has speech, or goes to English', () => {
    const at = (language: SessionState['language']): SessionState => ({
      ...initialSession,
      language,
      step: { at: 'home' },
    });
    expect(stepSession(at('ur'), speak, facts)?.state.language).toBe('ur');
    expect(stepSession(at('fil'), speak, facts)?.state).toMatchObject({ language: 'en', step: { at: 'home' } });
  });

  it('cannot be put into a language without speech, and can again when speech is off', () => {
    const spoken = stepSession(initialSession, speak, facts)?.state ?? initialSession;
    const filipino: SessionEvent = { type: 'LANGUAGE_CHOSEN', language: 'fil' };
    expect(stepSession(spoken, filipino, facts)).toBeNull();
    const silent = { ...spoken, preferences: { ...spoken.preferences, speech: false } };
    expect(stepSession(silent, filipino, facts)?.state.language).toBe('fil');
  });
});

describe('a visitor', () => {
  it('comes from the attract screen to the list in four touches and a number', () => {
    expect(play(toList)).toMatchObject({ language: 'en', step: { at: 'list', serviceId: 'trafficIndividuals' } });
  });

  it('keeps step, number and selection when the language changes midway', () => {
    const before = play([...toList, { type: 'ITEM_TOGGLED', obligationId: 'b' }]);
    expect(play([{ type: 'LANGUAGE_CHOSEN', language: 'ar' }], before)).toEqual({ ...before, language: 'ar' });
  });

  it('changes how the kiosk looks on any screen without losing anything', () => {
    const wish: SessionEvent = { type: 'PREFERENCES_SET', change: { display: 'large', lowReach: true } };
    for (const events of [toNumber, toList, toRail]) {
      const before = play(events);
      const preferences = { ...defaultPreferences, display: 'large', lowReach: true };
      expect(play([wish], before)).toEqual({ ...before, preferences });
    }
  });

  it('who sets a preference on the screen at rest has begun a visit, and keeps it on the way home', () => {
    const begun = play([{ type: 'PREFERENCES_SET', change: { speech: true } }]);
    expect(begun.step).toEqual({ at: 'language' });
    const home = play([...toNumber.slice(1), { type: 'HOME' }], begun);
    expect(home).toMatchObject({ step: { at: 'home' }, preferences: { speech: true } });
  });

  it('who typed a number that fails the civil check is asked whether it is a unified number', () => {
    const asked = play([...toNumber, { type: 'FIELD_SUBMITTED', entry: '123456789012', read: err('maybe_unified') }]);
    expect(asked.step).toMatchObject({ at: 'ask', problem: 'maybe_unified' });
    const yes = stepSession(asked, { type: 'UNIFIED_ANSWERED', yes: true }, facts);
    expect(yes?.commands).toMatchObject([
      {
        do: 'inquire',
        question: { party: { kind: 'individual', numberKind: 'unified', number: '123456789012' } },
      },
    ]);
  });

  it('may look up only a few different numbers', () => {
    let state = play(toNumber);
    for (let index = 0; index <= maxNumbersPerSession; index += 1) {
      state = play([told(String(100_000_000_000 + index))], state);
      if (index < maxNumbersPerSession) {
        expect(state.step.at).toBe('inquiring');
        state = play([{ type: 'INQUIRY_FAILED', problem: 'not_found' }, { type: 'BACK' }], state);
      }
    }
    expect(state.step).toMatchObject({ at: 'inquiry_failed', problem: 'too_many_numbers' });
  });

  it('cannot get around that limit by going home', () => {
    const state = play([...toList, { type: 'HOME' }]);
    expect(state.numbersTried).toEqual([number]);
    expect(state.answer).toBeNull();
    expect(state.party).toBeNull();
  });
});

describe('the selection', () => {
  it('takes only what can be paid, in the order of the list', () => {
    expect(play([...toList, { type: 'ALL_SELECTED' }]).selected).toEqual(['a', 'b', 'd']);
    expect(play([...toList, { type: 'ITEM_TOGGLED', obligationId: 'c' }]).selected).toEqual([]);
    const touched = ['d', 'a'].map((obligationId): SessionEvent => ({ type: 'ITEM_TOGGLED', obligationId }));
    expect(play([...toList, ...touched]).selected).toEqual(['a', 'd']);
  });

  it('stops at the limit of one payment', () => {
    expect(play([...toList, { type: 'ALL_SELECTED' }], initialSession, { ...facts, maxItems: 2 }).selected).toEqual([
      'a',
      'b',
    ]);
  });

  it('is not offered on an answer from the copy: money needs a live quote', () => {
    const fromCopy = play([...toNumber, told(number), answered(answer({ from: 'copy', edition: 3 }))]);
    expect(play([{ type: 'ALL_SELECTED' }, { type: 'REVIEW' }], fromCopy)).toEqual(fromCopy);
  });

  it('cannot be taken further while payments are closed', () => {
    const selected = play([...toList, { type: 'ALL_SELECTED' }]);
    expect(stepSession(selected, { type: 'REVIEW' }, { ...facts, paymentsOpen: false })).toBeNull();
  });
});

describe('Pay', () => {
  it('tapped twice starts one payment', () => {
    const state = play(toRail);
    const pay: SessionEvent = { type: 'PAY', rail: 'phone', token: 'token-1' };
    const first = stepSession(state, pay, facts);
    expect(first?.commands).toEqual([{ do: 'start_payment', rail: 'phone', itemIds: ['a', 'b', 'd'] }]);
    expect(first && stepSession(first.state, pay, facts)).toBeNull();
  });

  it('with a token of an earlier screen does nothing', () => {
    const again = play([{ type: 'BACK' }, { type: 'CHOOSE_RAIL' }], play(toRail), { ...facts, nonce: 'token-2' });
    expect(stepSession(again, { type: 'PAY', rail: 'phone', token: 'token-1' }, facts)).toBeNull();
  });

  it('after the amount changed goes back to the review with what can still be paid', () => {
    const fresh = { ...answer(), id: 'answer-2', obligations: [ticket('a'), ticket('b', 'paid')] };
    const state = play(
      [
        { type: 'PAY', rail: 'phone', token: 'token-1' },
        {
          type: 'QUOTE_CHANGED',
          reply: {
            result: 'changed',
            changes: [{ obligationId: 'b', ticketNo: 'Tb', wasFils: fils(15_000), why: 'paid' }],
            answer: fresh,
          },
        },
        { type: 'CHANGES_ACCEPTED' },
      ],
      play(toRail),
    );
    expect(state).toMatchObject({ step: { at: 'review' }, selected: ['a'], payToken: null });
  });
});

describe('the end of a visit', () => {
  it('leaves nothing behind, from wherever it happens', () => {
    for (const state of [play(toNumber), play(toList), play(toRail)]) {
      expect(stepSession(state, { type: 'END', reason: 'idle' }, facts)?.state).toEqual(initialSession);
    }
  });

  it('keeps every rule for any touches in any order', () => {
    const anyEvent = fc.constantFrom<SessionEvent>(
      ...toRail,
      { type: 'ITEM_TOGGLED', obligationId: 'c' },
      { type: 'ITEM_TOGGLED', obligationId: 'a' },
      { type: 'PAY', rail: 'screen', token: 'token-1' },
      { type: 'PAYMENT_STARTED', pid: 'p' },
      { type: 'PAYMENT_CLOSED', reason: 'network_down' },
      { type: 'INQUIRY_FAILED', problem: 'network_down' },
      { type: 'RETRY_INQUIRY' },
      { type: 'SLIP_WANTED' },
      { type: 'TRY_AGAIN' },
      { type: 'BACK' },
      { type: 'HOME' },
      { type: 'FINISH' },
      { type: 'SERVICE_CHOSEN', serviceId: 'settleAll' },
      { type: 'SERVICE_CHOSEN', serviceId: 'residencyCases' },
      { type: 'SERVICE_CHOSEN', serviceId: 'trafficInquiry' },
      { type: 'SERVICE_CHOSEN', serviceId: 'medicalResult' },
      { type: 'DEPARTMENT_OPENED', department: 'residency' },
      { type: 'KNOWN_USED' },
      { type: 'SCAN_TAKEN', values: { passportNumber: 'Z0000001', passportExpiry: '2030-01-15' } },
      { type: 'CODE_SUBMITTED', code: '1234' },
      { type: 'FINDING_SHOWN' },
      { type: 'TICKET_OPENED', obligationId: 'a' },
      { type: 'PREFERENCES_SET', change: { display: 'contrast', speech: true, blank: true, volume: 7, rate: 200 } },
    );
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let state = initialSession;
        let started = 0;
        let tokens = 0;
        for (const event of events) {
          const step = stepSession(state, event, facts);
          if (!step) continue;
          if (step.state.payToken !== null && state.payToken === null) tokens += 1;
          started += step.commands.filter((command) => command.do === 'start_payment').length;
          state = step.state;
          expect(selectionIsPayable(state)).toBe(true);
        }
        expect(started).toBeLessThanOrEqual(tokens);
        expect(stepSession(state, { type: 'END', reason: 'idle' }, facts)?.state).toEqual(initialSession);
      }),
      { seed: 7, numRuns: 1000 },
    );
  });
});
