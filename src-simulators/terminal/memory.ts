import type { PaymentResponse, TransactionId } from '../../src-shared/contract/nexo.ts';
import type { AcceptedPayment, LedgerEntry, MoneyFact, TerminalLedger } from './ledger.ts';

/** Who asked, under which number. */
export interface Names {
  readonly saleId: string;
  readonly serviceId: string;
}

/** Count and sum of one direction of money. */
export interface Total {
  readonly count: number;
  readonly fils: number;
}

const nothing: Total = { count: 0, fils: 0 };

/** What the terminal itself knows of earlier transactions: its ledger, read as far back as it remembers. */
export class TerminalMemory {
  readonly #ledger: TerminalLedger;
  readonly #payments = new Map<string, AcceptedPayment>();
  readonly #answers = new Map<string, PaymentResponse>();
  readonly #reversalNames = new Set<string>();
  /** By transaction id. */
  readonly #charges = new Map<string, MoneyFact>();
  readonly #reversed = new Set<string>();
  #last: string | null = null;
  #charged = nothing;
  #returned = nothing;
  #transactions = 0;

  constructor(ledger: TerminalLedger) {
    this.#ledger = ledger;
    for (const entry of ledger.entries()) this.#apply(entry);
  }

  /** A number that no transaction of this ledger had, not even a forgotten one. */
  nextTransactionId(): string {
    this.#transactions += 1;
    return `T${String(this.#transactions).padStart(9, '0')}`;
  }

  record(entry: LedgerEntry): void {
    this.#ledger.append(entry);
    this.#apply(entry);
  }

  knows(names: Names): boolean {
    const key = keyOf(names);
    return this.#payments.has(key) || this.#answers.has(key) || this.#reversalNames.has(key);
  }

  answerTo(names: Names): PaymentResponse | undefined {
    return this.#answers.get(keyOf(names));
  }

  /** Payments that were let in and never answered, oldest first. */
  unanswered(): readonly AcceptedPayment[] {
    return [...this.#payments].filter(([key]) => !this.#answers.has(key)).map(([, payment]) => payment);
  }

  /** What was charged under these numbers; both must be exactly as they were given out. */
  charge({ TransactionID, TimeStamp }: TransactionId): MoneyFact | undefined {
    const charge = this.#charges.get(TransactionID);
    return charge?.transactionTime === TimeStamp ? charge : undefined;
  }

  isReversed(transactionId: string): boolean {
    return this.#reversed.has(transactionId);
  }

  /** Whether nothing has been charged since. */
  isLast(transactionId: string): boolean {
    return this.#last === transactionId;
  }

  totals(): { readonly charged: Total; readonly reversed: Total } {
    return { charged: this.#charged, reversed: this.#returned };
  }

  #apply(entry: LedgerEntry): void {
    switch (entry.type) {
      case 'accepted':
        this.#payments.set(keyOf(entry), entry);
        this.#countTo(entry.transactionId);
        break;
      case 'answered':
        this.#answers.set(keyOf(entry), entry.answer);
        break;
      case 'reversal_accepted':
        this.#reversalNames.add(keyOf(entry));
        break;
      case 'money':
        this.#applyMoney(entry);
        break;
      case 'forgotten':
        this.#forget();
    }
  }

  #applyMoney(fact: MoneyFact): void {
    this.#countTo(fact.transactionId);
    if (fact.kind === 'charged') {
      this.#charges.set(fact.transactionId, fact);
      this.#last = fact.transactionId;
      this.#charged = plus(this.#charged, fact);
    } else {
      this.#reversed.add(fact.originalTransactionId ?? '');
      this.#returned = plus(this.#returned, fact);
    }
  }

  #countTo(transactionId: string): void {
    this.#transactions = Math.max(this.#transactions, Number(transactionId.slice(1)));
  }

  #forget(): void {
    for (const known of [this.#payments, this.#answers, this.#reversalNames, this.#charges, this.#reversed])
      known.clear();
    this.#last = null;
    this.#charged = nothing;
    this.#returned = nothing;
  }
}

function keyOf({ saleId, serviceId }: Names): string {
  return `${saleId}/${serviceId}`;
}

function plus({ count, fils }: Total, { amountFils }: MoneyFact): Total {
  return { count: count + 1, fils: fils + amountFils };
}
