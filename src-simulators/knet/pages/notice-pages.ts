import { IPAY_TEXT, type IpayCode } from '../ipay-errors.ts';
import { layout } from './layout.ts';
import { type Markup, markup } from './markup.ts';
import { type PageLanguage, WORDS } from './words.ts';

/** A request error that has no merchant address to go to. */
export function errorPage(language: PageLanguage, code: IpayCode): string {
  const words = WORDS[language];
  const detail = markup`<bdi dir="ltr" id="error-code">${code}</bdi> <bdi lang="en">${IPAY_TEXT[code]}</bdi>`;
  return notice(language, words.errorTitle, markup`${words.errorText} ${detail}`);
}

/** The merchant's reply was no good. */
export function voidedPage(language: PageLanguage, reason: string): string {
  const words = WORDS[language];
  return notice(language, words.voidedTitle, markup`${words.voidedText} <bdi lang="en" id="reason">${reason}</bdi>`);
}

/** Nobody sends the browser anywhere. */
export function closingPage(language: PageLanguage): string {
  const words = WORDS[language];
  return notice(language, words.closingTitle, markup`${words.closingText}`);
}

/** Carries fields to an address when the visitor presses the button. */
export function continuePage(language: PageLanguage, url: string, fields: readonly [string, string][]): string {
  const words = WORDS[language];
  const hidden = fields.map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`);
  return layout(
    language,
    words.continueTitle,
    markup`<section class="card">
<h1>${words.continueTitle}</h1>
<form id="continue-form" method="post" action="${url}">${hidden}
<p class="hint">${words.continueText}</p>
<button class="primary" id="continue" type="submit">${words.continueButton}</button>
</form>
</section>`,
  );
}

function notice(language: PageLanguage, title: string, text: Markup): string {
  const content = markup`<section class="card" role="alert"><h1>${title}</h1><p>${text}</p></section>`;
  return layout(language, title, content);
}
