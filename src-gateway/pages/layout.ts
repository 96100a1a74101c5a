import { createHash } from 'node:crypto';
import { directionOf, type Language } from '../../src-shared/domain/language.ts';
import { html, Html } from './html.ts';
import type { Words } from './words.ts';

/*
 * Pearl ground, deep petrol, saffron accent, one radius, borders instead of shadows. Everything a page needs is
 * inside it: a phone on a weak network loads one file, and the policy can forbid everything else.
 */
const style = `
:root{--pearl:#faf8f4;--card:#fff;--ink:#16242a;--quiet:#46565c;--petrol:#0b4a56;--petrol-deep:#073741;--saffron:#e6a01e;--line:#d9d3c7;--good:#17663a;--bad:#9c2b1f;color-scheme:light}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--pearl);color:var(--ink);font:1.0625rem/1.6 system-ui,"Segoe UI","Noto Naskh Arabic","Noto Sans Arabic",Tahoma,sans-serif}
header{background:var(--petrol-deep);color:#fff;padding:1rem 1.25rem;font-weight:600}
.band{display:block;width:100%;height:12px;background:var(--petrol)}
.demo{background:var(--saffron);color:#241a02;padding:.5rem 1.25rem;font-weight:700;text-align:center}
main{max-width:32rem;margin:0 auto;padding:1.5rem 1.25rem 3rem}
h1{font-size:1.5rem;line-height:1.35;margin:0 0 1rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:1.25rem;margin:0 0 1.25rem}
.amount{font-size:2.5rem;line-height:1.2;font-weight:700;font-variant-numeric:tabular-nums;margin:0}
.quiet{color:var(--quiet);margin:.25rem 0 0}
.mark{font-size:2.5rem;line-height:1;margin:0 0 .5rem}
.good{color:var(--good)}.bad{color:var(--bad)}
button,.button{display:block;width:100%;min-height:3.5rem;padding:.75rem 1rem;border:0;border-radius:14px;background:var(--petrol);color:#fff;font:inherit;font-size:1.25rem;font-weight:700;text-align:center;text-decoration:none;cursor:pointer}
button:focus-visible,.button:focus-visible{outline:4px solid var(--saffron);outline-offset:3px}
dl{margin:0}dl div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1rem;padding:.5rem 0;border-bottom:1px solid var(--line)}
dl div:last-child{border:0}dt{color:var(--quiet)}dd{margin:0;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
`;

/** The policy's name for our style, so that no other can come in. */
export const styleHash = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Geometric weaving in the manner of sadu textiles: the only ornament. */
const band = new Html(
  '<svg class="band" aria-hidden="true" xmlns="http://www.w3.org/2000/svg"><defs><pattern id="sadu" width="24" height="12" patternUnits="userSpaceOnUse">' +
    '<path d="M0 12 6 2l6 10z" fill="#e6a01e"/><path d="M12 0l6 10 6-10z" fill="#faf8f4"/></pattern></defs><rect width="100%" height="12" fill="url(#sadu)"/></svg>',
);

/** Put together here and not inside a template: a formatter that adds one blank to the style would break its hash. */
const styleElement = new Html(`<style>${style}</style>`);

/** What is in a page besides its content. */
export interface PageFrame {
  readonly language: Language;
  readonly words: Words;
  readonly demo: boolean;
  readonly title: string;
  /** Seconds after which the phone asks again; absent on final pages. */
  readonly refreshSeconds?: number;
  /** What one page alone needs in its head. */
  readonly head?: Html;
}

/** A whole page as text. */
export function page({ language, words, demo, title, refreshSeconds, head }: PageFrame, content: Html): string {
  const refresh =
    refreshSeconds === undefined ? html`` : html`<meta http-equiv="refresh" content="${refreshSeconds}" />`;
  const demoMark = demo ? html`<div class="demo" role="note">${words.demo}</div>` : html``;
  return html`<!doctype html>
    <html lang="${language}" dir="${directionOf(language)}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${refresh} ${styleElement} ${head ?? html``}
      </head>
      <body>
        <header>${words.ministry}</header>
        ${band}${demoMark}
        <main>
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.text;
}
