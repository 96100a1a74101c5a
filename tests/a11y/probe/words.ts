import { isSeen, languageOf, nameOf, seenTexts, stage } from './dom.ts';
import type { Finding } from './finding.ts';

/** Letters each language is written in. */
const scripts: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/u,
  ur: /\p{Script=Arabic}/u,
  hi: /\p{Script=Devanagari}/u,
  bn: /\p{Script=Bengali}/u,
  en: /\p{Script=Latin}/u,
  fil: /\p{Script=Latin}/u,
};

/** Names and signs that are written the same in every language here. */
const names = new Set(['K', 'Net', 'KNET', 'KWD', 'SMS', 'PIN', 'QR', 'DEMO', 'Wafa']);

/** Something only a program would say. */
const raw = /\{\w+|\bundefined\b|\[object|\bNaN\b|\bnull\b|^[a-z]+(?:\.[a-zA-Z_]\w*)+$/;

/** A number, time, address or reference whose parts change places inside Arabic text. */
const breaks = /[A-Za-z]+-?\d|\d[A-Za-z]|\d ?[-/:.+] ?\d|\d \d/;

/** The page says which language it is in, and every text is in the language it stands in: A28. */
export function judgeWords(language: string): Finding[] {
  return [...judgePage(language), ...judgeTexts(), ...judgeLabels()];
}

function judgePage(language: string): Finding[] {
  const { lang, dir } = document.documentElement;
  const direction = language === 'ar' || language === 'ur' ? 'rtl' : 'ltr';
  if (lang === language && dir === direction) return [];
  return [{ rule: 'language', where: 'html', what: `lang=${lang} dir=${dir}` }];
}

function judgeTexts(): Finding[] {
  return seenTexts(stage()).flatMap(({ element, text }) => {
    const where = nameOf(element);
    const findings = judgeWording(where, text, languageOf(element));
    const isolated = element.closest('bdi, [dir=ltr], [dir=auto]') !== null;
    if (getComputedStyle(element).direction === 'rtl' && !isolated && breaks.test(text)) {
      findings.push({ rule: 'not-isolated', where, what: breaks.exec(text)?.[0] ?? '' });
    }
    return findings;
  });
}

/** What only readers are told. */
function judgeLabels(): Finding[] {
  return Array.from(stage().querySelectorAll('[aria-label], [alt], [title]'))
    .filter(isSeen)
    .flatMap((element) =>
      ['aria-label', 'alt', 'title'].flatMap((attribute) => {
        const text = element.getAttribute(attribute)?.trim() ?? '';
        return text === '' ? [] : judgeWording(`${nameOf(element)} ${attribute}`, text, languageOf(element));
      }),
    );
}

function judgeWording(where: string, text: string, language: string): Finding[] {
  const findings: Finding[] = [];
  if (raw.test(text)) findings.push({ rule: 'raw-message', where, what: text.slice(0, 80) });
  const script = scripts[language];
  if (!script) return [...findings, { rule: 'language', where, what: `unknown language "${language}"` }];
  const foreign = foreignWords(text, script);
  if (foreign.length > 0)
    findings.push({ rule: 'script', where, what: `${language}: ${foreign.join(' ').slice(0, 80)}` });
  return findings;
}

/** Words in letters of another script; references such as K001 are no words. */
function foreignWords(text: string, script: RegExp): string[] {
  return (text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).filter((word) => {
    const letters = word.match(/\p{L}/gu) ?? [];
    if (letters.length === 0 || names.has(word)) return false;
    if (/\d/.test(word) && /^[A-Za-z\d]+$/.test(word)) return false;
    return letters.some((letter) => !script.test(letter));
  });
}

/** Sentences of the screen, to be compared with the same screen in another language. */
export function sentences(language: string): string[] {
  return seenTexts(stage())
    .filter(({ element }) => languageOf(element) === language)
    .map(({ text }) => text.replace(/\s+/g, ' '))
    .filter((text) => (text.match(/\p{L}{2,}/gu) ?? []).filter((word) => !names.has(word)).length >= 3);
}
