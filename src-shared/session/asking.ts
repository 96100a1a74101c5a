import type { FieldId, FieldValues } from '../domain/field.ts';
import { serviceById } from '../services/catalogue.ts';
import type { FindingService, ObligationService, Service } from '../services/service.ts';
import type { SessionCommand, SessionEvent } from './events.ts';
import { subjectOf, type Question } from './question.ts';
import { cleared, maxNumbersPerSession, type SessionState } from './state.ts';

/*
 * From the choice of a service to its answer: one question on a screen, then the code if one is wanted, then the
 * inquiry. What was told once in a visit is offered, not asked again.
 */

export interface AskingStep {
  readonly state: SessionState;
  readonly commands: readonly SessionCommand[];
}

/** What asking needs to know of the world at this moment. */
export interface AskingFacts {
  /** The codes of the fine types; a choice of one is no choice and is not asked. */
  readonly fineTypes: readonly string[];
  /** Whom the fields are about, for services about what is owed. */
  readonly partyOf: (service: ObligationService, fields: FieldValues) => SessionState['party'];
}

type AskingService = ObligationService | FindingService;

/** The service under way, if it asks anything. */
export function askingService(state: SessionState): AskingService | null {
  const service = state.serviceId === null ? undefined : serviceById(state.serviceId);
  return service !== undefined && asks(service) ? service : null;
}

function asks(service: Service): service is AskingService {
  return service.answers !== 'information';
}

/**
 * Begins a service. From an answer it is gone on with: what it asks and the visit has told is taken along without a
 * question (flow B: the reference number is not typed again). From a menu it is only offered.
 */
export function beginService(state: SessionState, service: AskingService, facts: AskingFacts): AskingStep {
  const goesOn = ['finding', 'list', 'information'].includes(state.step.at);
  const told = goesOn ? pick(state.known, service.fields) : {};
  const fresh = { ...cleared(state), serviceId: service.id, fields: { ...told, ...onlyChoice(service, facts) } };
  return askNext(fresh, service, facts);
}

/** A field was entered, taken from what is known, or confirmed. */
export function fieldTold(state: SessionState, value: string, facts: AskingFacts): AskingStep | null {
  return state.step.at === 'ask' ? fieldsTold(state, { [state.step.field]: value }, facts) : null;
}

/** One document told several fields; those that this service does not ask are left alone. */
export function fieldsTold(state: SessionState, values: FieldValues, facts: AskingFacts): AskingStep | null {
  const service = askingService(state);
  if (service === null || state.step.at !== 'ask') return null;
  const told = pick(values, service.fields);
  return askNext(
    { ...state, fields: { ...state.fields, ...told }, known: { ...state.known, ...told }, pendingNumber: null },
    service,
    facts,
  );
}

/** An entry that cannot be taken: the same screen says why. */
export function fieldRefused(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'FIELD_SUBMITTED' }>,
): AskingStep | null {
  if (state.step.at !== 'ask' || event.read.ok) return null;
  const problem = event.read.error;
  const pendingNumber = problem === 'maybe_unified' ? event.entry : null;
  return step({ ...state, step: { ...state.step, problem }, pendingNumber });
}

/** Asks whatever is left, or goes to the inquiry. */
function askNext(state: SessionState, service: AskingService, facts: AskingFacts): AskingStep {
  const field = service.fields.find((id) => state.fields[id] === undefined);
  return field === undefined ? startInquiry(state, service, facts) : step(askField(state, service, field));
}

function askField(state: SessionState, service: AskingService, field: FieldId): SessionState {
  const number = service.fields.indexOf(field) + 1;
  const ask = { at: 'ask', serviceId: service.id, field, problem: null, number, count: service.fields.length } as const;
  return { ...state, step: ask, pendingNumber: null };
}

function startInquiry(state: SessionState, service: AskingService, facts: AskingFacts): AskingStep {
  const subject = subjectOf(state.fields) ?? '';
  const numbersTried = state.numbersTried.includes(subject) ? state.numbersTried : [...state.numbersTried, subject];
  if (numbersTried.length > maxNumbersPerSession) {
    return step({ ...state, step: { at: 'inquiry_failed', serviceId: service.id, problem: 'too_many_numbers' } });
  }
  const party = service.answers === 'obligations' ? facts.partyOf(service, state.fields) : null;
  return inquire({ ...state, party, numbersTried }, service);
}

/** Asks (again); a service that may want a code asks for the challenge first, unless an earlier proof still counts. */
export function inquire(state: SessionState, service: AskingService): AskingStep {
  const wantsCode = service.answers === 'obligations' && service.challenge === true && state.grant === null;
  const asking = {
    ...state,
    step: { at: 'inquiring', serviceId: service.id },
    pendingNumber: null,
    challenge: null,
    answer: null,
    finding: null,
    selected: [],
    payToken: null,
    pid: null,
  } as const;
  return step(asking, { do: wantsCode ? 'challenge' : 'inquire', question: questionOf(asking, service) });
}

export function challengeGiven(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'CHALLENGE_GIVEN' }>,
): AskingStep | null {
  const service = askingService(state);
  if (service === null || state.step.at !== 'inquiring') return null;
  if (event.challenge === null) return step(state, { do: 'inquire', question: questionOf(state, service) });
  return step({
    ...state,
    challenge: event.challenge,
    step: { at: 'ask_code', serviceId: service.id, problem: null },
  });
}

const codeForm = /^\d{4,8}$/;

export function codeSubmitted(state: SessionState, code: string): AskingStep | null {
  const service = askingService(state);
  if (service === null || state.step.at !== 'ask_code' || state.challenge === null) return null;
  if (!codeForm.test(code)) return step({ ...state, step: { ...state.step, problem: 'bad_form' } });
  const proof = { id: state.challenge.id, code };
  return step(
    { ...state, step: { at: 'inquiring', serviceId: service.id } },
    { do: 'inquire', question: { ...questionOf(state, service), proof } },
  );
}

export function codeRefused(
  state: SessionState,
  { challenge, problem }: Extract<SessionEvent, { type: 'CODE_REFUSED' }>,
): AskingStep | null {
  if (state.step.at !== 'inquiring') return null;
  return step({ ...state, challenge, step: { at: 'ask_code', serviceId: state.step.serviceId, problem } });
}

/** The question before the present one; null when there is none. */
export function previousQuestion(state: SessionState, facts: AskingFacts): SessionState | null {
  const service = askingService(state);
  if (service === null || (state.step.at !== 'ask' && state.step.at !== 'ask_code')) return null;
  const fixed = onlyChoice(service, facts);
  const asked = service.fields.filter((id) => fixed[id] === undefined);
  const at = state.step.at === 'ask' ? asked.indexOf(state.step.field) : asked.length;
  const before = asked[at - 1];
  if (before === undefined) return null;
  const told = { ...fixed, ...pick(state.fields, asked.slice(0, at - 1)) };
  return askField({ ...state, fields: told, challenge: null }, service, before);
}

/** The first question again, with what was told on offer. */
export function askAgain(state: SessionState, facts: AskingFacts): AskingStep | null {
  const service = askingService(state);
  if (service === null) return null;
  const fresh = { ...cleared(state), serviceId: service.id, fields: onlyChoice(service, facts) };
  return askNext(fresh, service, facts);
}

function questionOf(state: SessionState, service: AskingService): Question {
  const { fields, party, grant } = state;
  return { service, fields, party, ...(grant === null ? {} : { grant }) };
}

function onlyChoice(service: AskingService, { fineTypes }: AskingFacts): FieldValues {
  const [only, ...others] = fineTypes;
  return service.fields.includes('fineType') && only !== undefined && others.length === 0 ? { fineType: only } : {};
}

function pick(values: FieldValues, ids: readonly FieldId[]): FieldValues {
  return Object.fromEntries(ids.flatMap((id) => (values[id] === undefined ? [] : [[id, values[id]]])));
}

function step(state: SessionState, ...commands: SessionCommand[]): AskingStep {
  return { state, commands };
}
