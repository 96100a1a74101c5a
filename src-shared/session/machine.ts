import { isPayable } from '../domain/obligation.ts';
import { serviceById } from '../services/catalogue.ts';
import { unreachable } from '../result.ts';
import type { SessionCommand, SessionEvent } from './events.ts';
import { changePreferences, type PreferencesChange } from './preferences.ts';
import { payableItems } from './screen.ts';
import { initialSession, maxNumbersPerSession, type SessionState } from './state.ts';

export interface SessionStep {
  readonly state: SessionState;
  readonly commands: readonly SessionCommand[];
}

/** What the machine needs to know of the world at this moment. */
export interface SessionFacts {
  /** A fresh unguessable text; becomes the pay token when one is due. */
  readonly nonce: string;
  /** The gateway takes payments now. */
  readonly paymentsOpen: boolean;
  readonly maxItems: number;
}

/**
 * The visitor session: one pure step. An event the current step does not know is not an error: the
 * visitor tapped something that was just leaving the screen. It returns null and nothing changes.
 */
export function stepSession(state: SessionState, event: SessionEvent, facts: SessionFacts): SessionStep | null {
  switch (event.type) {
    case 'BEGIN':
      return state.step.at === 'attract' ? go(state, { step: { at: 'language' } }) : null;
    case 'LANGUAGE_CHOSEN':
      return languageChosen(state, event.language);
    case 'PREFERENCES_SET':
      return preferencesSet(state, event.change);
    case 'SERVICE_CHOSEN':
      return serviceChosen(state, event.serviceId);
    case 'NUMBER_SUBMITTED':
      return numberSubmitted(state, event);
    case 'UNIFIED_ANSWERED':
      return unifiedAnswered(state, event.yes);
    case 'INQUIRY_ANSWERED':
      return state.step.at === 'inquiring'
        ? go(state, { step: { at: 'list', serviceId: state.step.serviceId }, answer: event.answer, selected: [] })
        : null;
    case 'INQUIRY_FAILED':
      return state.step.at === 'inquiring'
        ? go(state, { step: { at: 'inquiry_failed', serviceId: state.step.serviceId, problem: event.problem } })
        : null;
    case 'RETRY_INQUIRY':
      return retryInquiry(state);
    case 'ITEM_TOGGLED':
    case 'ALL_SELECTED':
    case 'SELECTION_CLEARED':
      return changeSelection(state, event, facts);
    case 'TICKET_OPENED':
      return ticketOpened(state, event.obligationId);
    case 'REVIEW':
      return state.step.at === 'list' && state.selected.length > 0 && canPay(state, facts)
        ? go(state, { step: { at: 'review', serviceId: state.step.serviceId } })
        : null;
    case 'CHOOSE_RAIL':
      return state.step.at === 'review' && canPay(state, facts)
        ? go(state, { step: { at: 'choose_rail', serviceId: state.step.serviceId }, payToken: facts.nonce })
        : null;
    case 'PAY':
      return pay(state, event);
    case 'QUOTE_CHANGED':
      return quoteChanged(state, event);
    case 'CHANGES_ACCEPTED':
      return changesAccepted(state);
    case 'PAYMENT_CLOSED':
      return state.step.at === 'starting_payment'
        ? go(state, { step: { at: 'payment_closed', serviceId: state.step.serviceId, reason: event.reason } })
        : null;
    case 'PAYMENT_STARTED':
      return state.step.at === 'starting_payment' ? go(state, { step: { at: 'payment' }, pid: event.pid }) : null;
    case 'PAYMENT_ADOPTED':
      return state.step.at === 'attract'
        ? go(state, { step: { at: 'payment' }, pid: event.pid, language: event.language })
        : null;
    case 'TRY_AGAIN':
      return tryAgain(state);
    case 'SLIP_WANTED':
      return slipWanted(state);
    case 'BACK':
      return back(state);
    case 'HOME':
      return home(state);
    case 'FINISH':
      return finish(state);
    case 'END':
      return { state: initialSession, commands: [{ do: 'end_session', reason: event.reason }] };
    default:
      return unreachable(event);
  }
}

function go(state: SessionState, change: Partial<SessionState>, ...commands: SessionCommand[]): SessionStep {
  return { state: { ...state, ...change }, commands };
}

/** On the language screen it leads on; on every other screen it keeps step and data (row 20). */
function languageChosen(state: SessionState, language: SessionState['language']): SessionStep | null {
  if (state.step.at === 'attract') return null;
  return go(state, state.step.at === 'language' ? { language, step: { at: 'home' } } : { language });
}

/** Known on every screen and keeps everything. At rest it begins the visit, so that the end of it sets them back (A41). */
function preferencesSet(state: SessionState, change: PreferencesChange): SessionStep {
  const preferences = changePreferences(state.preferences, change);
  return go(state, state.step.at === 'attract' ? { preferences, step: { at: 'language' } } : { preferences });
}

function serviceChosen(state: SessionState, serviceId: string): SessionStep | null {
  const service = serviceById(serviceId);
  if (!service || (state.step.at !== 'home' && !isHelpFrom(state, service.answers))) return null;
  if (service.answers === 'information') return go(state, { step: { at: 'information', serviceId } });
  return go(state, { step: { at: 'identify', serviceId, problem: null } });
}

/** Information pages may also be opened from dead ends, which offer them as the way on. */
function isHelpFrom(state: SessionState, answers: 'obligations' | 'information'): boolean {
  return answers === 'information' && ['inquiry_failed', 'list', 'payment_closed'].includes(state.step.at);
}

function numberSubmitted(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'NUMBER_SUBMITTED' }>,
): SessionStep | null {
  if (state.step.at !== 'identify') return null;
  const { serviceId } = state.step;
  if (!event.read.ok) {
    const pendingNumber = event.read.error === 'maybe_unified' ? event.digits : null;
    return go(state, { step: { at: 'identify', serviceId, problem: event.read.error }, pendingNumber });
  }
  return lookUp(state, serviceId, event.read.value);
}

function unifiedAnswered(state: SessionState, yes: boolean): SessionStep | null {
  if (state.step.at !== 'identify' || state.pendingNumber === null) return null;
  const { serviceId } = state.step;
  if (!yes) return go(state, { step: { at: 'identify', serviceId, problem: null }, pendingNumber: null });
  return lookUp(state, serviceId, { kind: 'individual', numberKind: 'unified', number: state.pendingNumber });
}

function lookUp(state: SessionState, serviceId: string, party: NonNullable<SessionState['party']>): SessionStep {
  const numbersTried = state.numbersTried.includes(party.number)
    ? state.numbersTried
    : [...state.numbersTried, party.number];
  if (numbersTried.length > maxNumbersPerSession) {
    return go(state, { step: { at: 'inquiry_failed', serviceId, problem: 'too_many_numbers' }, pendingNumber: null });
  }
  return go(
    state,
    {
      step: { at: 'inquiring', serviceId },
      party,
      numbersTried,
      pendingNumber: null,
      answer: null,
      selected: [],
      payToken: null,
    },
    { do: 'inquire', party },
  );
}

function retryInquiry(state: SessionState): SessionStep | null {
  if (state.step.at !== 'inquiry_failed' || !state.party || state.step.problem === 'too_many_numbers') return null;
  return go(
    state,
    { step: { at: 'inquiring', serviceId: state.step.serviceId } },
    { do: 'inquire', party: state.party },
  );
}

/** Only items that can be paid can be ticked; the order is the list's, whatever the order of touching. */
function changeSelection(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'ITEM_TOGGLED' | 'ALL_SELECTED' | 'SELECTION_CLEARED' }>,
  facts: SessionFacts,
): SessionStep | null {
  const onItem = state.step.at === 'ticket' && event.type === 'ITEM_TOGGLED';
  if ((state.step.at !== 'list' && !onItem) || !state.answer || !canPay(state, facts)) return null;
  const payable = payableItems(state.answer).map((item) => item.id);
  if (event.type === 'SELECTION_CLEARED') return go(state, { selected: [] });
  if (event.type === 'ALL_SELECTED') return go(state, { selected: payable.slice(0, facts.maxItems) });
  if (!payable.includes(event.obligationId)) return null;
  const wanted = new Set(state.selected);
  if (!wanted.delete(event.obligationId)) {
    if (wanted.size >= facts.maxItems) return null;
    wanted.add(event.obligationId);
  }
  return go(state, { selected: payable.filter((id) => wanted.has(id)) });
}

/** Money needs a live quote: what came from the copy can be read, not paid. */
function canPay(state: SessionState, facts: SessionFacts): boolean {
  return facts.paymentsOpen && state.answer?.source.from === 'live';
}

function ticketOpened(state: SessionState, obligationId: string): SessionStep | null {
  if (state.step.at !== 'list' || !state.answer?.obligations.some((item) => item.id === obligationId)) return null;
  return go(state, { step: { at: 'ticket', serviceId: state.step.serviceId, obligationId } });
}

/** The token makes a second tap on Pay do nothing: it was used up by the first (row 16). */
function pay(state: SessionState, event: Extract<SessionEvent, { type: 'PAY' }>): SessionStep | null {
  if (state.step.at !== 'choose_rail' || state.payToken === null || event.token !== state.payToken) return null;
  return go(
    state,
    { step: { at: 'starting_payment', serviceId: state.step.serviceId }, payToken: null },
    { do: 'start_payment', rail: event.rail, itemIds: state.selected },
  );
}

function quoteChanged(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'QUOTE_CHANGED' }>,
): SessionStep | null {
  if (state.step.at !== 'starting_payment') return null;
  const stillPayable = payableItems(event.reply.answer).map((item) => item.id);
  return go(state, {
    step: { at: 'quote_changed', serviceId: state.step.serviceId, changes: event.reply.changes },
    answer: event.reply.answer,
    selected: stillPayable.filter((id) => state.selected.includes(id)),
  });
}

/** Goes back to where the new total can be seen before it is agreed to. */
function changesAccepted(state: SessionState): SessionStep | null {
  if (state.step.at !== 'quote_changed') return null;
  const at = state.selected.length > 0 ? 'review' : 'list';
  return go(state, { step: { at, serviceId: state.step.serviceId } });
}

/** After "not paid": asks anew, because the ticket may have changed meanwhile. */
function tryAgain(state: SessionState): SessionStep | null {
  if (state.step.at !== 'payment') return null;
  if (!state.party) return go(state, { ...wiped(state), step: { at: 'home' } });
  const serviceId = state.party.kind === 'company' ? 'trafficCompanies' : 'trafficIndividuals';
  return go(
    state,
    { step: { at: 'inquiring', serviceId }, pid: null, payToken: null, answer: null, selected: [] },
    { do: 'inquire', party: state.party },
  );
}

function slipWanted(state: SessionState): SessionStep | null {
  const from = state.step;
  if ((from.at !== 'list' && from.at !== 'payment_closed') || !state.answer?.obligations.length) return null;
  return go(state, { step: { at: 'slip', serviceId: from.serviceId } }, { do: 'print_slip' });
}

/** Back is always a step the visitor has seen; it never undoes or repeats a payment. */
function back(state: SessionState): SessionStep | null {
  const { step } = state;
  switch (step.at) {
    case 'home':
      return go(state, { step: { at: 'language' } });
    case 'information':
      return state.answer && state.party
        ? go(state, { step: { at: 'list', serviceId: serviceOf(state) } })
        : go(state, { step: { at: 'home' } });
    case 'identify':
      return step.problem === 'maybe_unified'
        ? go(state, { step: { ...step, problem: null }, pendingNumber: null })
        : go(state, { ...wiped(state), step: { at: 'home' } });
    case 'inquiry_failed':
    case 'list':
      return go(state, { ...wiped(state), step: { at: 'identify', serviceId: step.serviceId, problem: null } });
    case 'ticket':
    case 'review':
    case 'quote_changed':
    case 'payment_closed':
    case 'slip':
      return go(state, { step: { at: 'list', serviceId: step.serviceId } });
    case 'choose_rail':
      return go(state, { step: { at: 'review', serviceId: step.serviceId }, payToken: null });
    case 'attract':
    case 'language':
    case 'inquiring':
    case 'starting_payment':
    case 'payment':
    case 'goodbye':
      return null;
    default:
      return unreachable(step);
  }
}

function serviceOf(state: SessionState): string {
  return state.party?.kind === 'company' ? 'trafficCompanies' : 'trafficIndividuals';
}

/** What a visitor leaves behind on the way home: nothing but how they want the kiosk to be and the count of numbers. */
function wiped(state: SessionState): SessionState {
  const { language, preferences, numbersTried } = state;
  return { ...initialSession, language, preferences, numbersTried };
}

const noWayHome = ['attract', 'language', 'starting_payment', 'payment', 'goodbye'];

function home(state: SessionState): SessionStep | null {
  if (noWayHome.includes(state.step.at)) return null;
  return go(state, { ...wiped(state), step: { at: 'home' } });
}

function finish(state: SessionState): SessionStep | null {
  if (state.step.at === 'attract' || state.step.at === 'starting_payment') return null;
  if (state.step.at === 'goodbye')
    return { state: initialSession, commands: [{ do: 'end_session', reason: 'finished' }] };
  return go(state, { ...wiped(state), step: { at: 'goodbye' } });
}

/** True when every ticked item can be paid: an invariant of the machine, checked by its tests. */
export function selectionIsPayable(state: SessionState): boolean {
  return state.selected.every((id) => state.answer?.obligations.some((item) => item.id === id && isPayable(item)));
}
