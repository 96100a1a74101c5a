import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { html, Html } from './html.ts';
import { page, styleHash } from './layout.ts';
import { judgeProof, runPage } from './verify-script.ts';
import { wordsIn, type Words } from './words.ts';

/** What the page and its route are handed. */
export interface VerifyPageFacts {
  /** Raw public receipt key, base64url: all that is needed to check a receipt. */
  readonly receiptKey: string;
  readonly demo: boolean;
}

type Pair = readonly [arabic: string, english: string];

const says = {
  intro: [
    'الصق نص الرمز المطبوع على الإيصال، أو امسحه بقارئ الرموز. يجري التحقق داخل هذا المتصفح ولا يُرسل شيء.',
    "Paste the text of the receipt's code, or scan it into the field. It is checked inside this browser; nothing is sent.",
  ],
  label: ['نص الرمز', 'Text of the code'],
  button: ['تحقق', 'Check'],
  genuine: ['إيصال صحيح', 'Genuine'],
  genuineText: [
    'صدر عن هذه الخدمة ولم يتغيّر. قارن ما يلي بالورقة: صورة الإيصال الصحيح صحيحة أيضاً.',
    'Issued by this service and unchanged. Compare what follows with the paper: a copy of a genuine receipt is genuine too.',
  ],
  demo: ['تجريبي: لم يُدفع مبلغ حقيقي', 'DEMO: no real money was paid'],
  notGenuine: ['إيصال غير صحيح', 'Not genuine'],
  notGenuineText: [
    'لم تُصدر هذه الخدمة هذا النص، أو أنه تغيّر أو لم يُقرأ كاملاً. امسحه مرة أخرى قبل أن تحكم عليه.',
    'This service did not issue this text, or it was changed or not read whole. Scan it once more before you judge.',
  ],
  unsupported: ['لا يمكن التحقق في هذا المتصفح', 'This browser cannot check'],
  unsupportedText: [
    'لا يُعرف شيء عن الإيصال. ينقص المتصفح التحقق من تواقيع Ed25519: استخدم متصفحاً حديثاً عبر https أو من ملف محفوظ.',
    'Nothing is known about the receipt. The browser lacks Ed25519 signatures: use a current one, over https or from a saved file.',
  ],
  noScript: ['يحتاج التحقق إلى JavaScript.', 'Checking needs JavaScript.'],
  offline: [
    'احفظ هذه الصفحة لتعمل دون اتصال. المفتاح العام لهذه الخدمة:',
    "Save this page and it works without a network. This service's public key:",
  ],
} as const satisfies Readonly<Record<string, Pair>>;

const fieldNames: Readonly<Record<string, Pair>> = {
  number: ['رقم الإيصال', 'Receipt number'],
  time: ['الوقت في الكويت', 'Time in Kuwait'],
  amount: ['المبلغ (د.ك)', 'Amount (KWD)'],
  tickets: ['عدد المخالفات', 'Violations'],
  payer: ['رقم صاحب العلاقة', 'Number of the payer'],
};

const ownStyle = `
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.5rem 1.25rem;margin:0 0 .75rem}
label{display:block;margin:0 0 .5rem}
strong.pair{font-size:1.25rem;margin:0 0 .5rem}
main{max-width:48rem}
textarea{display:block;width:100%;min-height:7rem;margin:0 0 1rem;padding:.75rem;border:1px solid var(--quiet);border-radius:14px;background:var(--card);color:var(--ink);font:1rem/1.5 ui-monospace,monospace;overflow-wrap:anywhere}
textarea:focus-visible{outline:4px solid var(--saffron);outline-offset:3px}
button{margin:0 0 1.25rem}.card .demo{margin:0 0 1rem;border-radius:14px}.key{overflow-wrap:anywhere}
`;

/** A carriage return, which a checkout on Windows puts into the source, would be hashed by us and dropped by browsers. */
const script = `(${String(runPage)})(${String(judgeProof)});`.replaceAll('\r\n', '\n');

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Travels inside the page too, so that a saved copy is held to it; `frame-ancestors` works as a header only. */
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${styleHash} ${hashOf(ownStyle)}; form-action 'none'; base-uri 'none'`;

/** Put together outside the templates, like the layout's style: one more blank would break the hashes. */
const ownStyleElement = new Html(`<style>${ownStyle}</style>`);
const scriptElement = new Html(`<script>${script}</script>`);

/** Both languages for one page: nobody knows who holds the receipt. */
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
    html`${pair(says.intro)}
      <label for="proof">${inline(says.label)}</label>
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
      <button type="button">${inline(says.button)}</button>
      <noscript><section class="card">${pair(says.noScript)}</section></noscript>
      <div role="status">
        ${verdictCard('genuine', 'good', '✓', says.genuine, says.genuineText, receiptFields())}
        ${verdictCard('not_genuine', 'bad', '✕', says.notGenuine, says.notGenuineText, html``)}
        ${verdictCard('unsupported', 'quiet', '?', says.unsupported, says.unsupportedText, html``)}
      </div>
      ${pair(says.offline)}
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

function verdictCard(verdict: string, tone: string, mark: string, title: Pair, text: Pair, more: Html): Html {
  return html`<section class="card" data-verdict="${verdict}" hidden>
    <p class="mark ${tone}" aria-hidden="true">${mark}</p>
    <strong class="pair">${spoken(title)}</strong>
    ${pair(text)} ${more}
  </section>`;
}

function receiptFields(): Html {
  const rows = Object.entries(fieldNames).map(
    ([field, name]) =>
      html`<div>
        <dt>${inline(name)}</dt>
        <dd><bdi dir="ltr" data-field="${field}"></bdi></dd>
      </div>`,
  );
  return html`<p class="demo" data-demo hidden>${inline(says.demo)}</p>
    <dl>${rows}</dl>`;
}

/** Arabic and English side by side, one under the other where there is no room. */
function pair(text: Pair): Html {
  return html`<div class="pair">${spoken(text)}</div>`;
}

function spoken([arabic, english]: Pair): Html {
  return html`<span lang="ar" dir="rtl">${arabic}</span><span lang="en" dir="ltr">${english}</span>`;
}

function inline([arabic, english]: Pair): Html {
  return html`<bdi lang="ar">${arabic}</bdi> · <bdi lang="en">${english}</bdi>`;
}
