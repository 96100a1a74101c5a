import type { Attempt } from '../attempt.ts';
import { BANKS, type CardField } from '../card-form.ts';
import { actions, layout, summary } from './layout.ts';
import { Markup, markup } from './markup.ts';
import { WORDS } from './words.ts';

const MONTHS = Array.from({ length: 12 }, (_, index) => String(index + 1).padStart(2, '0'));
const FIRST_YEAR = 2024;
const YEARS = Array.from({ length: 17 }, (_, index) => String(FIRST_YEAR + index));

// The prefix follows the chosen bank by style alone: the page has to work without scripts.
const PREFIX_STYLE = new Markup(
  BANKS.map((bank) => `form:has(#bank-${bank.id}:checked) #prefix-${bank.id} { display: flex; }`).join('\n'),
);

/**
 * The card page.
 * @param testExpiry the expiry date that is accepted, MM/YYYY, said on the page.
 * @param wrong fields that could not be read in the last try.
 */
export function cardPage(attempt: Attempt, testExpiry: string, wrong: readonly CardField[]): string {
  const words = WORDS[attempt.language];
  const invalid = (field: CardField): string => (wrong.includes(field) ? 'true' : 'false');
  const prefixes = BANKS.map(
    (bank) => markup`<output id="prefix-${bank.id}" aria-label="${words.prefix}">${bank.prefix}</output>`,
  );
  return layout(
    attempt.language,
    words.payTitle,
    markup`${summary(attempt)}
<section class="card">
<h1>${words.payTitle}</h1>
<style>${PREFIX_STYLE}</style>
<form id="card-form" method="post" action="/kpg/paymentrouter.htm" autocomplete="off">
<input type="hidden" name="PaymentID" value="${attempt.paymentId}">
<p class="hint">${words.hint} <bdi dir="ltr"><strong>${testExpiry}</strong></bdi></p>
${wrong.length > 0 ? markup`<p class="alert" role="alert">${words.wrongField}</p>` : ''}
<fieldset class="banks"><legend>${words.bank}</legend>${BANKS.map((bank, index) => bankChoice(bank, index === 0))}</fieldset>
<label><span>${words.digits}</span><span class="number">${prefixes}
<input id="digits" name="digits" dir="ltr" inputmode="numeric" pattern="[0-9]{10}" maxlength="10" required
 aria-invalid="${invalid('digits')}"></span></label>
<div class="row"><fieldset class="pair"><legend>${words.expiry}</legend>
${choice('month', words.month, MONTHS, invalid('month'))}
${choice('year', words.year, YEARS, invalid('year'))}
</fieldset>
<label><span>${words.pin}</span>
<input id="pin" name="pin" type="password" dir="ltr" inputmode="numeric" pattern="[0-9]{4}" maxlength="4" required
 aria-describedby="pin-hint" aria-invalid="${invalid('pin')}"></label></div>
<p class="hint" id="pin-hint">${words.pinHint}</p>
${actions(attempt.language, words.submit)}
</form>
</section>`,
  );
}

function bankChoice(bank: (typeof BANKS)[number], checked: boolean): Markup {
  const state = new Markup(checked ? ' checked' : '');
  return markup`<label class="bank"><input type="radio" id="bank-${bank.id}" name="bank" value="${bank.id}"${state}>
<bdi lang="en">${bank.name}</bdi><span class="prefix"><bdi dir="ltr">${bank.prefix}…</bdi></span></label>`;
}

function choice(name: CardField, label: string, values: readonly string[], invalid: string): Markup {
  const options = values.map((value) => markup`<option value="${value}">${value}</option>`);
  return markup`<label><span class="hint">${label}</span><select id="${name}" name="${name}" required aria-invalid="${invalid}">
<option value="">–</option>${options}</select></label>`;
}
