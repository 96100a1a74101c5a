import type { ErrorCondition, SaleToPoiRequest } from '../../src-shared/contract/nexo.ts';
import { filsFromMajor, majorFromFils } from './amount.ts';
import { namesOf, type Call, type CourseEvents } from './call.ts';
import type { Device } from './device.ts';
import type { MoneyFact } from './ledger.ts';
import { failure, success } from './messages.ts';

type ReversalRequest = NonNullable<SaleToPoiRequest['ReversalRequest']>;

/** A reversal that may begin, or why the terminal does not do it. */
export type ReversalCheck = { readonly charge: MoneyFact } | { readonly refused: ErrorCondition; readonly why: string };

/** Looks at a reversal before the bank is asked. Only whole payments go back. */
export function checkReversal(device: Device, call: Call, request: ReversalRequest): ReversalCheck {
  const { memory, settings } = device;
  if (memory.knows(namesOf(call))) return { refused: 'NotAllowed', why: 'this ServiceID was used before' };
  const charge = memory.charge(request.OriginalPOITransaction.POITransactionID);
  if (!charge) return { refused: 'NotFound', why: 'no such payment' };
  if (memory.isReversed(charge.transactionId)) return { refused: 'NotAllowed', why: 'already reversed' };
  if (settings.reversals === 'last' && !memory.isLast(charge.transactionId))
    return { refused: 'NotAllowed', why: 'only the last payment' };
  if (request.ReversedAmount !== undefined && filsFromMajor(request.ReversedAmount) !== charge.amountFils)
    return { refused: 'NotAllowed', why: 'only the whole amount' };
  return { charge };
}

/** One reversal, while the bank is asked. */
export class ReversalCourse {
  readonly call: Call;
  readonly #device: Device;
  readonly #charge: MoneyFact;
  readonly #events: CourseEvents;

  constructor(device: Device, call: Call, charge: MoneyFact, events: CourseEvents) {
    this.#device = device;
    this.call = call;
    this.#charge = charge;
    this.#events = events;
  }

  begin(): void {
    this.#device.memory.record({ type: 'reversal_accepted', ...namesOf(this.call) });
    this.#device.later(this.#device.settings.hostMs, () => this.#bankAnswers());
    this.#events.interrupt(this.call, 'during');
  }

  #bankAnswers(): void {
    const word = this.#refusedWith();
    if (word) {
      this.#events.end(this.call, { ReversalResponse: { Response: failure(word) } });
      return;
    }
    const { transactionId, transactionTime } = this.#giveBack();
    if (this.call.deeds.has('reverseTwice')) this.#giveBack();
    this.#events.end(this.call, {
      ReversalResponse: {
        Response: success,
        POIData: { POITransactionID: { TransactionID: transactionId, TimeStamp: transactionTime } },
        ReversedAmount: majorFromFils(this.#charge.amountFils),
      },
    });
  }

  #refusedWith(): ErrorCondition | undefined {
    if (this.#device.conditions.host === 'unreachable') return 'UnreachableHost';
    return this.call.deeds.find('decline')?.condition;
  }

  #giveBack(): MoneyFact {
    const { saleId, serviceId, pid, poiId, amountFils, approvalCode, transactionId } = this.#charge;
    const fact: MoneyFact = {
      ...{ type: 'money', kind: 'reversed', saleId, serviceId, pid, poiId, amountFils, approvalCode },
      reversalServiceId: namesOf(this.call).serviceId,
      originalTransactionId: transactionId,
      transactionId: this.#device.memory.nextTransactionId(),
      transactionTime: this.#device.now(),
      at: this.#device.wallMs(),
    };
    this.#device.memory.record(fact);
    return fact;
  }
}
