import type { Language } from '../../src-shared/domain/language.ts';
import { kuwaitIso } from '../../src-shared/domain/time.ts';
import type { Reversal } from '../../src-shared/payment/record.ts';
import type { GatewayState } from '../../src-shared/payment/states.ts';
import type { Payment, PaymentItemRow } from '../payment/payment-row.ts';
import { html, type Html } from './html.ts';
import { page } from './layout.ts';
import { amountText, pageLanguage, wordsIn, type Words } from './words.ts';

/** How often a page without an answer asks again. */
const refreshSeconds = 3;

/** One attempt as a page shows it. */
export interface PageFacts {
  readonly payment: Payment;
  readonly items: readonly PaymentItemRow[];
  /** What goes or went back; null when nothing does. */
  readonly reversal: Reversal | null;
  readonly demo: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

interface Spoken extends PageFacts {
  readonly language: Language;
  readonly words: Words;
}

function spoken(facts: PageFacts): Spoken {
  const language = pageLanguage(facts.payment.language);
  return { ...facts, language, words: wordsIn(language) };
}

/** What the QR code opens. Looking at it changes nothing; only the button does. */
export function payPage(facts: PageFacts): string {
  const { payment, now, words, ...frame } = spoken(facts);
  const { page_expires_at: end } = payment;
  if (payment.state === 'intent' && end !== null && end.getTime() > now)
    return offer({ payment, now, words, ...frame });
  if (payment.pressed_at === null) return endedPage(facts);
  return alreadyPage(facts);
}

function offer({ payment, items, language, words, demo }: Spoken): string {
  const amount = amountText(payment.total_fils, language);
  const charge =
    payment.service_charge_fils > 0
      ? html`<p class="quiet">${words.charge} <bdi>${amountText(payment.service_charge_fils, language)}</bdi></p>`
      : html``;
  return page(
    { language, words, demo, title: words.payTitle },
    html`<section class="card">
        <p class="amount"><bdi>${amount}</bdi></p>
        <p class="quiet">${words.tickets(items.length)}</p>
        ${charge}
      </section>
      <form method="post"><button type="submit">${words.payButton(amount)}</button></form>
      <p>${words.cardOnKnet}</p>
      <p><strong>${words.payOnce}</strong></p>`,
  );
}

/** Pay was pressed before: K-Net's address is never given a second time. */
export function alreadyPage(facts: PageFacts): string {
  const { payment, language, words, demo } = spoken(facts);
  return page(
    { language, words, demo, title: words.alreadyTitle },
    html`<section class="card"><p>${words.alreadyText}</p></section>
      <a class="button" href="/receipt/${payment.page_token ?? ''}">${words.seeResult}</a>`,
  );
}

/** Pay was never pressed, and cannot be any more. */
export function endedPage(facts: PageFacts): string {
  const { language, words, demo } = spoken(facts);
  return page(
    { language, words, demo, title: words.endedTitle },
    html`<section class="card"><p>${words.endedText}</p></section>`,
  );
}

/** For an address that stands for nothing, in both languages because nobody knows which. */
export function unknownPage(demo: boolean): string {
  const [arabic, english] = [wordsIn('ar'), wordsIn('en')];
  return page(
    { language: 'ar', words: arabic, demo, title: arabic.unknownTitle },
    html`<section class="card"><p>${arabic.unknownText}</p></section>
      <section class="card" lang="en" dir="ltr">
        <p><strong>${english.unknownTitle}</strong></p>
        <p>${english.unknownText}</p>
      </section>`,
  );
}

/** What has become of the attempt, from our own record. Never from anything the browser brings. */
export function receiptPage(facts: PageFacts): string {
  const { payment } = facts;
  switch (fateOf(payment)) {
    case 'paid':
      return paid(spoken(facts));
    case 'not_charged':
      return notPaid(spoken(facts));
    case 'unused':
      return notYet(spoken(facts));
    case 'checking':
      return checking(spoken(facts));
  }
}

type Fate = 'unused' | 'checking' | 'paid' | 'not_charged';

const fates: Readonly<Record<Exclude<GatewayState, 'manual'>, Fate>> = {
  reserved: 'unused',
  intent: 'unused',
  open: 'checking',
  notified: 'checking',
  captured: 'paid',
  posted: 'paid',
  not_charged: 'not_charged',
  refund_due: 'paid',
  refunded: 'paid',
};

/** A case is shown as what is certain about it: captured money, or "being checked". */
function fateOf(payment: Payment): Fate {
  if (payment.state === 'manual') return payment.captured_at === null ? 'checking' : 'paid';
  return fates[payment.state];
}

function checking({ payment, language, words, demo }: Spoken): string {
  return page(
    // A case is settled by people, not within seconds.
    { language, words, demo, title: words.checkingTitle, ...(payment.state === 'manual' ? {} : { refreshSeconds }) },
    html`<section class="card" role="status">
        <p class="mark" aria-hidden="true">…</p>
        <p><strong>${words.checkingText}</strong></p>
      </section>
      ${fieldList([
        [words.fields.amount, amountText(payment.total_fils, language)],
        [words.fields.trackId, payment.pid],
      ])}`,
  );
}

function notYet({ payment, language, words, demo }: Spoken): string {
  return page(
    { language, words, demo, title: words.notYetTitle, refreshSeconds },
    html`<a class="button" href="/p/${payment.page_token ?? ''}">${words.payTitle}</a>`,
  );
}

function notPaid({ payment, language, words, demo }: Spoken): string {
  const { not_paid_reason: reason } = payment;
  return page(
    { language, words, demo, title: words.notPaidTitle },
    html`<section class="card">
        <p class="mark bad" aria-hidden="true">✕</p>
        <p>${reason === null ? '' : words.reasons[reason]}</p>
      </section>
      ${fieldList([...knetFields(payment, words), [words.fields.trackId, payment.pid]])}`,
  );
}

function paid(facts: Spoken): string {
  const { payment, language, words, demo, items } = facts;
  const { fields } = words;
  const at =
    payment.captured_at === null ? '' : kuwaitIso(payment.captured_at.getTime()).slice(0, 16).replace('T', ' ');
  return page(
    { language, words, demo, title: words.paidTitle },
    html`<section class="card">
        <p class="mark good" aria-hidden="true">✓</p>
        <p class="amount"><bdi>${amountText(payment.total_fils, language)}</bdi></p>
        <p class="quiet">${words.tickets(items.length)}</p>
        <p>${whatNow(facts)}</p>
      </section>
      ${fieldList([
        ...(payment.receipt_no === null ? [] : [[fields.receiptNo, payment.receipt_no] as const]),
        [fields.date, at],
        [fields.kiosk, payment.kiosk_code],
        ...knetFields(payment, words),
        [fields.trackId, payment.pid],
      ])}${itemList(facts)}
      <p>${words.noSms}</p>`,
  );
}

/** Whether the visitor has to do or expect anything. */
function whatNow({ payment, reversal, language, words }: Spoken): string {
  if (reversal === null) return words.paidText;
  const amount = amountText(reversal.amountFils, language);
  return payment.state === 'refunded' ? words.refundedText(amount) : words.refundText(amount);
}

/** What was paid, ticket by ticket. */
function itemList({ items, payment, language, words }: Spoken): Html {
  const charge = payment.service_charge_fils;
  return fieldList([
    ...items.map(({ ticket_no: ticketNo, system, amount_fils: amount }): Field => [
      `${system === 'traffic' ? words.ticket : words.fine} ${ticketNo}`,
      amountText(amount, language),
    ]),
    ...(charge > 0 ? [[words.serviceCharge, amountText(charge, language)] as const] : []),
  ]);
}

type Field = readonly [name: string, value: string];

function knetFields({ knet }: Payment, { fields }: Words): Field[] {
  const found = (['paymentId', 'transactionId', 'reference', 'authCode', 'postDate'] as const).map(
    (name) => [fields[name], knet?.[name]] as const,
  );
  return found.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function fieldList(fields: readonly Field[]): Html {
  return html`<section class="card">
    <dl>
      ${fields.map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd><bdi>${value}</bdi></dd>
          </div>`,
      )}
    </dl>
  </section> `;
}
