import type { Language } from '../../src-shared/domain/language.ts';
import { formatKnetAmount, type Fils } from '../../src-shared/domain/money.ts';
import type { NotPaidReason } from '../../src-shared/payment/states.ts';
import { ar } from './words/ar.ts';
import { bn } from './words/bn.ts';
import { en } from './words/en.ts';
import { fil } from './words/fil.ts';
import { hi } from './words/hi.ts';
import { ur } from './words/ur.ts';

/** The words of the pages a visitor sees on a phone. */
export interface Words {
  readonly ministry: string;
  readonly demo: string;
  readonly payTitle: string;
  readonly payButton: (amount: string) => string;
  readonly tickets: (count: number) => string;
  readonly charge: string;
  readonly serviceCharge: string;
  /** Before the number of a traffic ticket, and of a residency fine or case. */
  readonly ticket: string;
  readonly fine: string;
  readonly cardOnKnet: string;
  readonly payOnce: string;
  readonly alreadyTitle: string;
  readonly alreadyText: string;
  readonly endedTitle: string;
  readonly endedText: string;
  readonly unknownTitle: string;
  readonly unknownText: string;
  readonly checkingTitle: string;
  readonly checkingText: string;
  readonly notYetTitle: string;
  readonly paidTitle: string;
  readonly paidText: string;
  readonly refundText: (amount: string) => string;
  readonly refundedText: (amount: string) => string;
  readonly notPaidTitle: string;
  readonly reasons: Readonly<Record<NotPaidReason, string>>;
  readonly noSms: string;
  readonly seeResult: string;
  readonly fields: Readonly<
    Record<
      | 'amount'
      | 'receiptNo'
      | 'date'
      | 'kiosk'
      | 'paymentId'
      | 'transactionId'
      | 'reference'
      | 'authCode'
      | 'postDate'
      | 'trackId',
      string
    >
  >;
}

const written: Partial<Record<Language, Words>> = { ar, en, ur, hi, bn, fil };

/** The language of the pages for a language of the kiosk: its own, or English where its words are not written. */
export function pageLanguage(language: Language): Language {
  return written[language] ? language : 'en';
}

/** The words in that language. */
export function wordsIn(language: Language): Words {
  return written[language] ?? en;
}

/** An amount as it is shown: always Western digits, always three decimals. */
export function amountText(amount: Fils, language: Language): string {
  const number = formatKnetAmount(amount).replace(/\B(?=(\d{3})+\.)/, ',');
  return language === 'ar' ? `${number} د.ك` : `KWD ${number}`;
}
