import type { Attempt } from '../attempt.ts';
import { actions, layout, summary } from './layout.ts';
import { markup } from './markup.ts';
import { WORDS } from './words.ts';

/** The one-time code page. No message is sent to anybody: the code stands on the page. */
export function codePage(attempt: Attempt, code: string, wasWrong: boolean): string {
  const words = WORDS[attempt.language];
  return layout(
    attempt.language,
    words.codeTitle,
    markup`${summary(attempt)}
<section class="card">
<h1>${words.codeTitle}</h1>
<form id="otp-form" method="post" action="/kpg/paymentrouter.htm" autocomplete="off">
<input type="hidden" name="PaymentID" value="${attempt.paymentId}">
<p class="hint">${words.demoCode} <bdi dir="ltr" class="code" id="demo-code">${code}</bdi></p>
${wasWrong ? markup`<p class="alert" role="alert">${words.wrongCode}</p>` : ''}
<label><span>${words.code}</span>
<input id="otp" name="otp" dir="ltr" inputmode="numeric" pattern="[0-9]{6}" maxlength="6" required
 aria-invalid="${String(wasWrong)}"></label>
${actions(attempt.language, words.confirm)}
</form>
</section>`,
  );
}
