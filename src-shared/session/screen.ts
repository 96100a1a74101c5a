import type { PaymentView, Snapshot } from '../contract/kiosk-ipc.ts';
import { fields } from '../domain/field.ts';
import { isPayable } from '../domain/obligation.ts';
import type { InquiryAnswer } from '../domain/inquiry.ts';
import { unreachable } from '../result.ts';
import type { QuoteChange } from '../contract/gateway-http.ts';

/** Every screen of the kiosk window; `<name>Screen.vue` draws it. */
export const screenNames = [
  'Attract',
  'Language',
  'Home',
  'Department',
  'Information',
  'AskNumber',
  'AskLetters',
  'AskDate',
  'AskChoice',
  'AskCode',
  'ConfirmUnified',
  'Inquiring',
  'NotFound',
  'MinistryDown',
  'NetworkDown',
  'TooManyNumbers',
  'TooManyCodes',
  'FoundNumber',
  'FoundStatus',
  'FoundSteps',
  'NothingDue',
  'TicketList',
  'Ticket',
  'Review',
  'ChooseRail',
  'StartingPayment',
  'AmountChanged',
  'PaidMeanwhile',
  'PaymentClosed',
  'PayOnPhone',
  'PayOnScreen',
  'PayOnTerminal',
  'PaymentConfirming',
  'PaymentUnknown',
  'PaymentReturned',
  'NotPaid',
  'Paid',
  'Slip',
  'Reprint',
  'Goodbye',
  'OutOfService',
] as const;
export type ScreenName = (typeof screenNames)[number];

/** The answer a snapshot refers to, if the window has it. */
export type KnownAnswer = Pick<InquiryAnswer, 'obligations' | 'systems'> | null;

/**
 * The one ladder that picks the screen: open money first, then faults nobody can work past, then the
 * visitor's step. A fault never covers "we are checking your payment".
 */
export function selectScreen(snapshot: Snapshot, answer: KnownAnswer): ScreenName {
  if (snapshot.step.at === 'payment' && snapshot.payment) return paymentScreen(snapshot.payment);
  if (snapshot.kiosk.outOfService) return 'OutOfService';
  return visitorScreen(snapshot, answer);
}

function paymentScreen(payment: PaymentView): ScreenName {
  switch (payment.state) {
    case 'created':
    case 'reserved':
      return 'StartingPayment';
    case 'sending':
      return ({ phone: 'PayOnPhone', screen: 'PayOnScreen', terminal: 'PayOnTerminal' } as const)[payment.rail];
    case 'unknown':
      return payment.unknownReason === 'confirming' ? 'PaymentConfirming' : 'PaymentUnknown';
    case 'captured':
    case 'posted':
      return 'Paid';
    case 'not_charged':
    case 'cancelled':
      return 'NotPaid';
    case 'manual':
      return payment.refund === null ? 'PaymentUnknown' : returnScreen(payment);
    case 'reversal_due':
    case 'reversed':
    case 'closed':
      return returnScreen(payment);
    default:
      return unreachable(payment.state);
  }
}

/** A payment of which only a part goes back has settled the rest: that is paid, with a word about the part. */
function returnScreen({ refund }: PaymentView): ScreenName {
  return refund?.whole === false ? 'Paid' : 'PaymentReturned';
}

function visitorScreen({ step, finding }: Snapshot, answer: KnownAnswer): ScreenName {
  switch (step.at) {
    case 'attract':
      return 'Attract';
    case 'language':
      return 'Language';
    case 'home':
      return 'Home';
    case 'department':
      return 'Department';
    case 'information':
      return 'Information';
    case 'ask':
      return step.problem === 'maybe_unified' ? 'ConfirmUnified' : askScreens[fields[step.field].entry];
    case 'ask_code':
      return 'AskCode';
    case 'inquiring':
      return 'Inquiring';
    case 'inquiry_failed':
      return (
        {
          not_found: 'NotFound',
          ministry_down: 'MinistryDown',
          network_down: 'NetworkDown',
          too_many_numbers: 'TooManyNumbers',
          too_many_codes: 'TooManyCodes',
        } as const
      )[step.problem];
    case 'finding':
      return findingScreen(finding);
    case 'list':
      return nothingDue(answer) ? 'NothingDue' : 'TicketList';
    case 'ticket':
      return 'Ticket';
    case 'review':
      return 'Review';
    case 'choose_rail':
      return 'ChooseRail';
    case 'starting_payment':
      return 'StartingPayment';
    case 'quote_changed':
      return onlyAmounts(step.changes) ? 'AmountChanged' : 'PaidMeanwhile';
    case 'payment_closed':
      return 'PaymentClosed';
    case 'payment':
      return 'StartingPayment';
    case 'slip':
      return 'Slip';
    case 'reprint':
      return 'Reprint';
    case 'goodbye':
      return 'Goodbye';
    default:
      return unreachable(step);
  }
}

const askScreens = { digits: 'AskNumber', letters: 'AskLetters', date: 'AskDate', choice: 'AskChoice' } as const;

/** A finding that is held back is a status: only they can be about health. */
function findingScreen(finding: Snapshot['finding']): ScreenName {
  return finding === null
    ? 'FoundStatus'
    : ({ number: 'FoundNumber', status: 'FoundStatus', steps: 'FoundSteps' } as const)[finding.kind];
}

/** "Nothing due" is said only when every system that was asked has answered. */
function nothingDue(answer: KnownAnswer): boolean {
  return answer?.obligations.length === 0 && answer.systems.every(({ state }) => state === 'answered');
}

function onlyAmounts(changes: readonly QuoteChange[]): boolean {
  return changes.every((change) => change.why === 'amount');
}

/** The items of an answer that may be ticked, in list order. */
export function payableItems(answer: Pick<InquiryAnswer, 'obligations'>): InquiryAnswer['obligations'] {
  return answer.obligations.filter((obligation) => isPayable(obligation));
}
