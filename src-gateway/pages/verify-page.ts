import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { directionOf, languages, type Language } from '../../src-shared/domain/language.ts';
import { html, Html } from './html.ts';
import { page, styleHash } from './layout.ts';
import { judgeProof, runPage } from './verify-script.ts';
import { verifyWords, type VerifyWords } from './verify-words.ts';
import { wordsIn, type Words } from './words.ts';

/** What the page and its route are handed. */
export interface VerifyPageFacts {
  /** Raw public receipt key, base64url: all that is needed to check a receipt. */
  readonly receiptKey: string;
  readonly demo: boolean;
}

/** Fields of a genuine receipt, in the order they are shown. */
const fields = ['number', 'time', 'amount', 'tickets', 'payer'] as const satisfies readonly (keyof VerifyWords)[];

/** Shown beside Arabic until the browser or the reader asks for another. */
const firstBeside: Language = 'en';
const beside = languages.filter((language) => language !== 'ar');

const ownStyle = `
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem 1.25rem;margin:0 0 .75rem}
label{display:block;margin:0 0 .5rem}
strong.pair{font-size:1.25rem;margin:0 0 .5rem}
main{max-width:48rem}
textarea{display:block;width:100%;min-height:7rem;margin:0 0 1rem;padding:.75rem;border:1px solid var(--quiet);border-radius:14px;background:var(--card);color:var(--ink);font:1rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
textarea:focus-visible{outline:4px solid var(--saffron);outline-offset:3px}
button{margin:0 0 1.25rem}.languages{display:flex;flex-wrap:wrap;gap:.5rem;margin:0 0 1.25rem}.languages button{width:auto;min-height:3rem;margin:0;background:var(--card);color:var(--ink);border:1px solid var(--quiet);font-size:1.0625rem;font-weight:400}.languages [aria-pressed=true]{background:var(--petrol);color:#fff}.card .demo{margin:0 0 1rem;border-radius:14px}.key{overflow-wrap:anywhere}
`;

/** A carriage return, which a checkout on Windows puts into the source, would be hashed by us and dropped by browsers. */
const script = `(${String(runPage)})(${String(judgeProof)});`.replaceAll('\r\n', '\n');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Travels inside the page too, so that a saved copy is held to it; `frame-ancestors` works as a header only. */
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${styleHash} ${hashOf(ownStyle)}; form-action 'none'; base-uri 'none'`;

/** Put together outside the templates, like the layout's style: one more blank would break the hashes. */
const ownStyleElement = new Html(`<style>${ownStyle}</style>`);
const scriptElement = new Html(`<script>${script}</script>`);

/** The frame in both languages of the office; the page itself speaks the reader's, whoever holds the receipt. */
const bothWords: Words = {
  ...wordsIn('ar'),
  ministry: `${wordsIn('ar').ministry} · ${wordsIn('en').ministry}`,
  demo: `${wordsIn('ar').demo} · ${wordsIn('en').demo}`,
};

/** The whole page that checks receipts, the same for everybody. */
export function verifyPage({ receiptKey, demo }: VerifyPageFacts): string {
  const head = html`<meta http-equiv="Content-Security-Policy" content="${policy}" />${ownStyleElement}`;
  return page(
    { language: 'ar', words: bothWords, demo, title: 'التحقق من إيصال · Check a receipt', head },
    html`<nav class="languages">${beside.map(choice)}</nav>
      ${pair('intro')}
      <label for="proof">${inline('label')}</label>
      <textarea
        id="proof"
        dir="ltr"
        data-key="${receiptKey}"
        autofocus
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        maxlength="2000"
      ></textarea>
      <button type="button" data-check>${inline('button')}</button>
      <noscript><section class="card">${pair('noScript')}</section></noscript>
      <div role="status">
        ${verdictCard('genuine', 'good', '✓', 'genuine', 'genuineText', receiptFields())}
        ${verdictCard('not_genuine', 'bad', '✕', 'notGenuine', 'notGenuineText', html``)}
        ${verdictCard('unsupported', 'quiet', '?', 'unsupported', 'unsupportedText', html``)}
      </div>
      ${pair('offline')}
      <p class="quiet key"><bdi dir="ltr">${receiptKey}</bdi></p>
      ${scriptElement}`,
  );
}

/** GET /verify. */
export async function verifyRoute(fastify: FastifyInstance, facts: VerifyPageFacts): Promise<void> {
  const text = verifyPage(facts);
  fastify.get('/verify', { schema: { hide: true } }, (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .header('content-security-policy', `${policy}; frame-ancestors 'none'`)
      .type('text/html; charset=utf-8')
      .send(text),
  );
}

type Text = keyof VerifyWords;

function verdictCard(verdict: string, tone: string, mark: string, title: Text, text: Text, more: Html): Html {
  return html`<section class="card" data-verdict="${verdict}" hidden>
    <p class="mark ${tone}" aria-hidden="true">${mark}</p>
    <strong class="pair">${spoken(title)}</strong>
    ${pair(text)} ${more}
  </section>`;
}

function receiptFields(): Html {
  const rows = fields.map(
    (field) =>
      html`<div>
        <dt>${inline(field)}</dt>
        <dd><bdi dir="ltr" data-field="${field}"></bdi></dd>
      </div>`,
  );
  return html`<p class="demo" data-demo hidden>${inline('demo')}</p>
    <dl>${rows}</dl>`;
}

function choice(language: Language): Html {
  return html`<button type="button" data-choose="${language}" lang="${language}">
    ${verifyWords[language].name}
  </button>`;
}

/** Arabic and the reader's language side by side, one under the other where there is no room. */
function pair(text: Text): Html {
  return html`<div class="pair">${spoken(text)}</div>`;
}

function spoken(text: Text): Html {
  const others = beside.map(
    (language) =>
      html`<span
        lang="${language}"
        dir="${directionOf(language)}"
        data-language="${language}"
        ${hiddenAtFirst(language)}
        >${verifyWords[language][text]}</span
      >`,
  );
  return html`<span lang="ar" dir="rtl">${verifyWords.ar[text]}</span>${others}`;
}

function inline(text: Text): Html {
  const others = beside.map(
    (language) =>
      html`<bdi lang="${language}" data-language="${language}" ${hiddenAtFirst(language)}
        >${verifyWords[language][text]}</bdi
      >`,
  );
  return html`<bdi lang="ar">${verifyWords.ar[text]}</bdi> · ${others}`;
}

function hiddenAtFirst(language: Language): Html {
  return language === firstBeside ? html`` : html`hidden`;
}
