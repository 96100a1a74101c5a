import type { ErrorCondition, PaymentResponse, TransactionId } from '../../src-shared/contract/nexo.ts';
import { namesOf, type Call, type CourseEvents } from './call.ts';
import type { Device, Pending } from './device.ts';
import type { AcceptedPayment, MoneyFact } from './ledger.ts';
import { approvedPayment, failure, refusedPayment, type Approval } from './messages.ts';
import type { Card, CardOutcome } from './settings.ts';
import type { PaymentPhase } from './state.ts';

/** A payment that may begin. */
export interface PaymentOrder {
  readonly call: Call;
  readonly sale: TransactionId;
  readonly amountFils: number;
}

/** Words that a card or the bank gives; any other word refuses a payment before a card is asked for. */
const cardWords: ReadonlySet<ErrorCondition> = new Set<CardOutcome & ErrorCondition>([
  'Refusal',
  'WrongPIN',
  'InvalidCard',
  'PaymentRestriction',
  'Cancel',
]);

function isCardWord(word: ErrorCondition): word is CardOutcome & ErrorCondition {
  return cardWords.has(word);
}

/**
 * Why a payment does not begin. A ServiceID that is known is never charged again, whatever came of it.
 * @param fils null: the request names no amount that could be charged
 * @param busy another transaction is under way
 */
export function whyNotBegun(
  device: Device,
  call: Call,
  fils: number | null,
  busy: boolean,
): ErrorCondition | undefined {
  if (device.memory.knows(namesOf(call))) return 'NotAllowed';
  if (busy) return 'Busy';
  if (fils === null) return 'MessageFormat';
  if (!device.sound) return 'UnavailableDevice';
  if (device.cardIn) return 'InsertedCard';
  const word = call.deeds.find('decline')?.condition;
  return word === undefined || isCardWord(word) ? undefined : word;
}

const quickCard: Omit<Card, 'outcome'> = { entry: 'tap', askPin: false, leave: false };

/** One payment, from the display that asks for a card to its answer. A dropped line does not stop it. */
export class PaymentCourse {
  readonly order: PaymentOrder;
  readonly #device: Device;
  readonly #events: CourseEvents;
  readonly #startedMs: number;
  readonly #accepted: AcceptedPayment;
  #phase: PaymentPhase = 'card';
  #card: Card | null = null;
  #wait: Pending | null = null;

  constructor(device: Device, order: PaymentOrder, events: CourseEvents) {
    this.#device = device;
    this.order = order;
    this.#events = events;
    this.#startedMs = device.monotonicMs();
    this.#accepted = {
      type: 'accepted',
      ...namesOf(order.call),
      pid: order.sale.TransactionID,
      saleTime: order.sale.TimeStamp,
      amountFils: order.amountFils,
      transactionId: device.memory.nextTransactionId(),
      transactionTime: device.now(),
    };
  }

  get phase(): PaymentPhase {
    return this.#phase;
  }

  get cardStaysIn(): boolean {
    return this.#card?.leave === true || this.order.call.deeds.has('leaveCardIn');
  }

  begin(): void {
    const { settings, memory } = this.#device;
    memory.record(this.#accepted);
    this.#waitFor(settings.cardEntryMs, () => this.#refuse('Cancel'));
    const played = this.#played();
    if (played) this.present(played);
    else if (settings.auto) {
      const { afterMs, card } = settings.auto;
      this.#device.later(afterMs, () => this.present(card));
    }
  }

  /** False when no card is asked for. */
  present(card: Card): boolean {
    if (this.#phase !== 'card') return false;
    this.#card = card;
    if (card.entry === 'insert' && !this.#device.cardIn) this.#device.insertCard();
    if (card.entry === 'insert' && card.askPin) {
      this.#phase = 'pin';
      this.#waitFor(this.#device.settings.pinEntryMs, () => this.#refuse('Cancel'));
    } else {
      this.#afterPin(card.outcome);
    }
    return true;
  }

  /** False when no PIN is asked for. */
  enterPin(pin: 'good' | 'wrong'): boolean {
    if (this.#phase !== 'pin' || !this.#card) return false;
    this.#afterPin(pin === 'good' ? this.#card.outcome : 'WrongPIN');
    return true;
  }

  /** The cancel key, or an Abort. False when it is too late. */
  stop(word: 'Cancel' | 'Aborted'): boolean {
    if (this.#phase !== 'card' && this.#phase !== 'pin') return false;
    this.#refuse(word);
    return true;
  }

  #played(): Card | null {
    const { deeds } = this.order.call;
    const word = deeds.find('decline')?.condition;
    if (word !== undefined && isCardWord(word)) return { ...quickCard, outcome: word };
    if (!deeds.has('charge')) return null;
    return { ...quickCard, outcome: 'approve', entry: deeds.has('leaveCardIn') ? 'insert' : 'tap' };
  }

  #afterPin(outcome: CardOutcome): void {
    if (outcome === 'InvalidCard' || outcome === 'Cancel') return this.#refuse(outcome);
    this.#phase = 'bank';
    this.#waitFor(this.#device.settings.hostMs, () => this.#bankAnswers(outcome));
    this.#events.interrupt(this.order.call, 'during');
  }

  #bankAnswers(outcome: CardOutcome): void {
    const offline = this.order.call.deeds.has('approveOffline');
    if (!offline && this.#device.conditions.host === 'unreachable') this.#refuse('UnreachableHost');
    else if (outcome === 'approve') this.#charge();
    else this.#refuse(outcome);
  }

  #charge(): void {
    const { deeds } = this.order.call;
    const partial = deeds.find('partial');
    const approval: Approval = {
      amountFils: deeds.find('wrongAmount')?.amountFils ?? partial?.amountFils ?? this.order.amountFils,
      currency: deeds.find('wrongCurrency')?.currency ?? 'KWD',
      online: !deeds.has('approveOffline'),
      partial: partial !== undefined,
      approvalCode: this.#device.approvalCode(),
    };
    this.#device.memory.record(this.#fact(approval));
    if (deeds.has('chargeAndDecline')) this.#refuse('Refusal');
    else this.#finish(approvedPayment({ ...this.#names(), poiId: this.#device.poiId }, approval));
  }

  #refuse(word: ErrorCondition): void {
    const { sale, poi } = this.#names();
    this.#finish(refusedPayment(sale, failure(word), poi));
  }

  #finish(answer: PaymentResponse): void {
    this.#wait?.cancel();
    this.#phase = 'lingering';
    const lasts = this.order.call.deeds.find('inProgress')?.forMs ?? 0;
    const left = this.#startedMs + lasts - this.#device.monotonicMs();
    if (left > 0) this.#waitFor(left, () => this.#end(answer));
    else this.#end(answer);
  }

  #end(answer: PaymentResponse): void {
    this.#device.memory.record({ type: 'answered', ...namesOf(this.order.call), answer });
    this.#events.end(this.order.call, { PaymentResponse: answer });
  }

  #waitFor(ms: number, run: () => void): void {
    this.#wait?.cancel();
    this.#wait = this.#device.later(ms, run);
  }

  #names(): { sale: TransactionId; poi: TransactionId } {
    const { transactionId, transactionTime } = this.#accepted;
    return { sale: this.order.sale, poi: { TransactionID: transactionId, TimeStamp: transactionTime } };
  }

  #fact({ amountFils, approvalCode }: Approval): MoneyFact {
    const { transactionId, transactionTime, pid } = this.#accepted;
    return {
      type: 'money',
      kind: 'charged',
      ...namesOf(this.order.call),
      poiId: this.#device.poiId,
      pid,
      amountFils,
      approvalCode,
      transactionId,
      transactionTime,
      at: this.#device.wallMs(),
    };
  }
}

/** What a terminal says of a payment that the power cut interrupted, from what it wrote down before. */
export function answerAfterPowerCut(payment: AcceptedPayment, charge: MoneyFact | undefined): PaymentResponse {
  const sale = { TransactionID: payment.pid, TimeStamp: payment.saleTime };
  const poi = { TransactionID: payment.transactionId, TimeStamp: payment.transactionTime };
  if (!charge) return refusedPayment(sale, failure('Aborted', 'power cut'), poi);
  const { amountFils, approvalCode, poiId } = charge;
  const partial = amountFils < payment.amountFils;
  return approvedPayment({ sale, poi, poiId }, { amountFils, approvalCode, partial, currency: 'KWD', online: true });
}
