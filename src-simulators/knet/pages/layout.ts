import type { Attempt } from '../attempt.ts';
import { type Markup, markup } from './markup.ts';
import { STYLE } from './style.ts';
import { type PageLanguage, WORDS } from './words.ts';

/** A whole page. The heading says in both languages that this is a simulator; nothing of the real service's look is used. */
export function layout(language: PageLanguage, title: string, content: Markup): string {
  return markup`<!doctype html>
<html lang="${language}" dir="${WORDS[language].dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<header><bdi lang="en">K-Net simulator</bdi> · <bdi lang="ar">محاكي كي نت</bdi></header>
<p class="demo"><bdi lang="en">DEMO — no real card</bdi> · <bdi lang="ar">عرض تجريبي — لا تُستخدم بطاقة حقيقية</bdi></p>
<main>
${content}
</main>
</body>
</html>
`.source;
}

/** What is being paid, to whom, under which number. */
export function summary(attempt: Attempt): Markup {
  const words = WORDS[attempt.language];
  return markup`<section class="card"><dl>
<dt>${words.merchant}</dt><dd>${words.merchantName}</dd>
<dt>${words.amount}</dt><dd class="amount"><bdi dir="ltr" id="amount">${attempt.amt}</bdi> ${words.currency}</dd>
<dt>${words.trackId}</dt><dd><bdi dir="ltr" id="track-id">${attempt.trackId}</bdi></dd>
</dl></section>`;
}

/** The primary button and Cancel, wide apart; Cancel works with empty fields. */
export function actions(language: PageLanguage, primary: string): Markup {
  return markup`<div class="actions">
<button class="primary" id="submit" type="submit" name="action" value="submit">${primary}</button>
<button id="cancel" type="submit" name="action" value="cancel" formnovalidate>${WORDS[language].cancel}</button>
</div>`;
}
