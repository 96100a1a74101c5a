import type { Finding } from '../domain/finding.ts';
import { isPayable } from '../domain/obligation.ts';
import { unreachable } from '../result.ts';
import { serviceById } from '../services/catalogue.ts';
import type { Department } from '../services/service.ts';
import {
  askAgain,
  askingService,
  beginService,
  challengeGiven,
  codeRefused,
  codeSubmitted,
  fieldRefused,
  fieldTold,
  fieldsTold,
  inquire,
  previousQuestion,
  type AskingFacts,
} from './asking.ts';
import { hasSpeech } from '../speech/spoken.ts';
import type { SessionCommand, SessionEvent } from './events.ts';
import { changePreferences, type PreferencesChange } from './preferences.ts';
import { payableItems } from './screen.ts';
import { cleared, initialSession, type SessionState } from './state.ts';

export interface SessionStep {
  readonly state: SessionState;
  readonly commands: readonly SessionCommand[];
}

/** What the machine needs to know of the world at this moment. */
export interface SessionFacts extends AskingFacts {
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
    case 'DEPARTMENT_OPENED':
      return departmentOpened(state, event.department);
    case 'PREFERENCES_SET':
      return preferencesSet(state, event.change);
    case 'SERVICE_CHOSEN':
      return serviceChosen(state, event.serviceId, facts);
    case 'FIELD_SUBMITTED':
      return fieldSubmitted(state, event, facts);
    case 'SCAN_TAKEN':
      return fieldsTold(state, event.values, facts);
    case 'KNOWN_USED':
      return knownUsed(state, facts);
    case 'UNIFIED_ANSWERED':
      return unifiedAnswered(state, event.yes, facts);
    case 'CHALLENGE_GIVEN':
      return challengeGiven(state, event);
    case 'CODE_SUBMITTED':
      return codeSubmitted(state, event.code);
    case 'CODE_REFUSED':
      return codeRefused(state, event);
    case 'INQUIRY_ANSWERED':
      return inquiryAnswered(state, event);
    case 'FINDING_ANSWERED':
      return findingAnswered(state, event.finding);
    case 'FINDING_SHOWN':
      return state.step.at === 'finding' ? go(state, { step: { ...state.step, shown: true } }) : null;
    case 'INQUIRY_FAILED':
      return state.step.at === 'inquiring' ? go(state, { step: inquiryFailed(state.step.serviceId, event) }) : null;
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
    case 'REPRINT_OPENED':
      return state.step.at === 'home' ? go(state, { step: { at: 'reprint', problem: null } }) : null;
    case 'REPRINT_REFUSED':
      return state.step.at === 'reprint' ? go(state, { step: { at: 'reprint', problem: event.problem } }) : null;
    case 'REPRINT_FOUND':
      return state.step.at === 'reprint' ? go(state, { step: { at: 'payment' }, pid: event.pid }) : null;
    case 'BACK':
      return back(state, facts);
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

/** Who reads a language that has no speech is led by ear in this one. */
const nearestSpeech = 'en';

/** On the language screen it leads on; on every other screen it keeps step and data (row 20). */
function languageChosen(state: SessionState, language: SessionState['language']): SessionStep | null {
  if (state.step.at === 'attract') return null;
  // Who is led by ear would be left alone in a language without speech (A38).
  if (state.preferences.speech && !hasSpeech(language)) return null;
  return go(state, state.step.at === 'language' ? { language, step: { at: 'home' } } : { language });
}

/** Known on every screen and keeps everything. At rest it begins the visit, so that the end of it sets them back (A41). */
function preferencesSet(state: SessionState, change: PreferencesChange): SessionStep {
  const preferences = changePreferences(state.preferences, change);
  const language = preferences.speech && !hasSpeech(state.language) ? nearestSpeech : state.language;
  const wanted = { preferences, language };
  return go(state, state.step.at === 'attract' ? { ...wanted, step: { at: 'language' } } : wanted);
}

const menus = ['home', 'department', 'information', 'finding', 'list'];

function serviceChosen(state: SessionState, serviceId: string, facts: SessionFacts): SessionStep | null {
  const service = serviceById(serviceId);
  if (!service) return null;
  if (service.answers === 'information') {
    const deadEnd = ['inquiry_failed', 'payment_closed'].includes(state.step.at);
    return deadEnd || menus.includes(state.step.at) ? go(state, { step: { at: 'information', serviceId } }) : null;
  }
  return menus.includes(state.step.at) ? beginService(state, service, facts) : null;
}

function departmentOpened(state: SessionState, department: Department): SessionStep | null {
  return state.step.at === 'home' ? go(state, { step: { at: 'department', department } }) : null;
}

function fieldSubmitted(
  state: SessionState,
  event: Extract<SessionEvent, { type: 'FIELD_SUBMITTED' }>,
  facts: SessionFacts,
): SessionStep | null {
  return event.read.ok ? fieldTold(state, event.read.value, facts) : fieldRefused(state, event);
}

function knownUsed(state: SessionState, facts: SessionFacts): SessionStep | null {
  const known = state.step.at === 'ask' ? state.known[state.step.field] : undefined;
  return known === undefined ? null : fieldTold(state, known, facts);
}

function unifiedAnswered(state: SessionState, yes: boolean, facts: SessionFacts): SessionStep | null {
  if (state.step.at !== 'ask' || state.pendingNumber === null) return null;
  if (!yes) return go(state, { step: { ...state.step, problem: null }, pendingNumber: null });
  return fieldTold(state, state.pendingNumber, facts);
}

function inquiryAnswered(
  state: SessionState,
  { answer, grant }: Extract<SessionEvent, { type: 'INQUIRY_ANSWERED' }>,
): SessionStep | null {
  if (state.step.at !== 'inquiring') return null;
  const step = { at: 'list', serviceId: state.step.serviceId } as const;
  return go(state, { step, answer, grant: grant ?? state.grant, challenge: null, selected: [] });
}

function findingAnswered(state: SessionState, finding: Finding): SessionStep | null {
  const service = askingService(state);
  if (service === null || state.step.at !== 'inquiring') return null;
  const yields = service.answers === 'number' && finding.kind === 'number' ? { [service.yields]: finding.number } : {};
  return go(state, {
    step: { at: 'finding', serviceId: service.id, shown: !guarded(state) },
    finding,
    known: { ...state.known, ...yields },
  });
}

/** Health data waits for the visitor's touch (domain 3.6). */
function guarded(state: SessionState): boolean {
  const service = askingService(state);
  return service?.answers === 'status' && service.sensitive === true;
}

function retryInquiry(state: SessionState): SessionStep | null {
  const service = askingService(state);
  if (state.step.at !== 'inquiry_failed' || service === null) return null;
  return ['too_many_numbers', 'too_many_codes'].includes(state.step.problem) ? null : inquire(state, service);
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
  const service = askingService(state);
  const pays = service?.answers === 'obligations' && service.pays;
  return pays && facts.paymentsOpen && state.answer?.source.from === 'live';
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

function inquiryFailed(
  serviceId: string,
  { problem, outline }: Extract<SessionEvent, { type: 'INQUIRY_FAILED' }>,
): SessionState['step'] {
  return { at: 'inquiry_failed', serviceId, problem, ...(outline && { outline }) };
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

/** After "not paid": asks anew, because the item may have changed meanwhile. */
function tryAgain(state: SessionState): SessionStep | null {
  if (state.step.at !== 'payment') return null;
  const service = askingService(state);
  return service && state.party ? inquire(state, service) : go(state, { ...cleared(state), step: { at: 'home' } });
}

function slipWanted(state: SessionState): SessionStep | null {
  const { step } = state;
  if (step.at === 'finding') return state.finding && step.shown ? go(state, {}, { do: 'print_slip' }) : null;
  if ((step.at !== 'list' && step.at !== 'payment_closed') || !state.answer?.obligations.length) return null;
  return go(state, { step: { at: 'slip', serviceId: step.serviceId } }, { do: 'print_slip' });
}

/** Back is always a step the visitor has seen; it never undoes or repeats a payment. */
function back(state: SessionState, facts: SessionFacts): SessionStep | null {
  const { step } = state;
  switch (step.at) {
    case 'home':
      return go(state, { step: { at: 'language' } });
    case 'department':
    case 'reprint':
      return go(state, { step: { at: 'home' } });
    case 'information':
      return fromInformation(state, step.serviceId);
    case 'ask':
      return step.problem === 'maybe_unified'
        ? go(state, { step: { ...step, problem: null }, pendingNumber: null })
        : (earlierQuestion(state, facts) ?? toMenu(state, step.serviceId));
    case 'ask_code':
      return earlierQuestion(state, facts) ?? toMenu(state, step.serviceId);
    case 'inquiry_failed':
    case 'finding':
    case 'list':
      return askAgain(state, facts);
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

function earlierQuestion(state: SessionState, facts: SessionFacts): SessionStep | null {
  const earlier = previousQuestion(state, facts);
  return earlier && go(earlier, {});
}

/** The menu a service stands in: the home screen for what is featured there. */
function toMenu(state: SessionState, serviceId: string): SessionStep {
  const service = serviceById(serviceId);
  const step = !service || service.featured ? ({ at: 'home' } as const) : menuOf(service.department);
  return go(state, { ...cleared(state), step });
}

const menuOf = (department: Department) => ({ at: 'department', department }) as const;

/** An answer that was left for an explanation is still there. */
function fromInformation(state: SessionState, informationId: string): SessionStep {
  const { serviceId } = state;
  if (serviceId !== null && state.finding)
    return go(state, { step: { at: 'finding', serviceId, shown: !guarded(state) } });
  return serviceId !== null && state.answer
    ? go(state, { step: { at: 'list', serviceId } })
    : toMenu(state, informationId);
}

const noWayHome = ['attract', 'language', 'starting_payment', 'payment', 'goodbye'];

function home(state: SessionState): SessionStep | null {
  if (noWayHome.includes(state.step.at)) return null;
  return go(state, { ...cleared(state), step: { at: 'home' } });
}

function finish(state: SessionState): SessionStep | null {
  if (state.step.at === 'attract' || state.step.at === 'starting_payment') return null;
  if (state.step.at === 'goodbye')
    return { state: initialSession, commands: [{ do: 'end_session', reason: 'finished' }] };
  return go(state, { ...cleared(state), step: { at: 'goodbye' } });
}

/** True when every ticked item can be paid: an invariant of the machine, checked by its tests. */
export function selectionIsPayable(state: SessionState): boolean {
  return state.selected.every((id) => state.answer?.obligations.some((item) => item.id === id && isPayable(item)));
}
