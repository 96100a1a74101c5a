import { createHash, generateKeyPairSync, sign, verify, webcrypto } from 'node:crypto';
import { createContext, runInContext } from 'node:vm';
import Fastify from 'fastify';
import { Window } from 'happy-dom';
import { describe, expect, it, vi } from 'vitest';
import { languages } from '../../src-shared/domain/language.ts';
import { encodeReceiptProof, verifyReceiptProof } from '../../src-shared/domain/receipt-proof.ts';
import { receiptStatementSchema } from '../../src-shared/domain/receipt.ts';
import { rawPublicKey } from '../../src-shared/encoding/ed25519-der.ts';
import { toBase64Url } from '../../src-shared/encoding/base64.ts';
import { verifyPage, verifyRoute } from './verify-page.ts';
import { verifyWords, type VerifyWords } from './verify-words.ts';
import { judgeProof } from './verify-script.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const receiptKey = toBase64Url(rawPublicKey(publicKey.export({ format: 'der', type: 'spki' })));
const statement = receiptStatementSchema.parse({
  v: 1,
  n: 'K001-00000012',
  t: '2026-11-22T21:26:00.000Z',
  k: 'K001',
  p: '0123456789abcdef0123456789abcdef',
  a: 1_025_050,
  c: 2,
  h: 'fedcba9876543210fedcba9876543210',
  m: '••••••••••17',
});
const proofOf = (change: object = {}, key = privateKey) =>
  encodeReceiptProof({ ...statement, ...change }, (bytes) => sign(null, bytes, key));
const judge = (text: string) => judgeProof(text, receiptKey, webcrypto.subtle as SubtleCrypto);

const [, script = ''] = /<script>([^]*?)<\/script>/.exec(verifyPage({ receiptKey, demo: false })) ?? [];

/** The page as a browser holds it: only what is in the served text, and what a browser brings. */
function opened(hash = '', crypto: object = { subtle: webcrypto.subtle }, languages = ['en-GB']) {
  const window = new Window({ url: `https://pay.example.org/verify${hash}` });
  const { document } = window;
  document.write(verifyPage({ receiptKey, demo: false }));
  const listeners: Record<string, () => void> = {};
  const { InputEvent, location } = window;
  const addEventListener = (name: string, run: () => void) => void (listeners[name] = run);
  const browser = { navigator: { languages }, atob, btoa, TextEncoder, TextDecoder, Uint8Array, crypto };
  runInContext(script, createContext({ ...browser, document, InputEvent, location, addEventListener }));
  const box = document.querySelector('textarea')!;
  const shown = (selector: string) => [...document.querySelectorAll(selector)].filter((found) => !isHidden(found));
  const press = (selector: string) => void document.querySelector(selector)!.dispatchEvent(new window.Event('click'));
  return {
    verdicts: () => shown('[data-verdict]').map((card) => card.getAttribute('data-verdict')),
    demoMarks: () => shown('[data-demo]').length,
    field: (name: string) => document.querySelector(`[data-field="${name}"]`)!,
    type: (text: string) => {
      box.value = text;
      box.dispatchEvent(new InputEvent('input', { inputType: 'insertText' }));
    },
    pressCheck: () => press('[data-check]'),
    choose: (language: string) => press(`[data-choose="${language}"]`),
    /** The languages in which something stands on the page, besides Arabic. */
    languages: () => [...new Set(shown('[data-language]').map((text) => text.getAttribute('lang')))],
    chosen: () =>
      [...document.querySelectorAll('[data-choose][aria-pressed="true"]')].map((one) => one.getAttribute('lang')),
    goTo: (next: string) => {
      location.hash = next;
      listeners['hashchange']?.();
    },
  };
}

const isHidden = (element: { hasAttribute(name: string): boolean }) => element.hasAttribute('hidden');

describe('the page that checks receipts', () => {
  it('shows a genuine receipt from the address, with its fields in words of Kuwait', async () => {
    const tab = opened(`#${proofOf()}`);
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']));
    const fields = ['number', 'time', 'amount', 'tickets', 'payer'].map((name) => tab.field(name).textContent);
    expect(fields).toEqual(['K001-00000012', '2026-11-23 00:26', '1,025.050', '2', '••••••••••17']);
    expect(tab.demoMarks()).toBe(0);
  });

  it('checks what a scanner types with the last character, and forgets a verdict when the text changes', async () => {
    const tab = opened();
    expect(tab.verdicts()).toEqual([]);
    const proof = proofOf({ d: 1 });
    tab.type(proof.slice(0, -1));
    expect(tab.verdicts()).toEqual([]);
    tab.type(`${proof.slice(0, 50)}\n${proof.slice(50)}`);
    tab.pressCheck();
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']));
    expect(tab.demoMarks()).toBe(1);
    tab.type(`${proof}x`);
    expect([tab.verdicts(), tab.demoMarks(), tab.field('number').textContent]).toEqual([[], 0, '']);
    tab.type(proof);
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']));
  });

  it('says not genuine to another receipt in the address of the open page', async () => {
    const tab = opened(`#${proofOf()}`);
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']));
    tab.goTo('#<img src=x>');
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['not_genuine']));
    expect(tab.field('number').textContent).toBe('');
  });

  it('says that a browser without Ed25519 knows nothing, instead of not genuine', async () => {
    const refusing = { importKey: () => Promise.reject(new Error('NotSupportedError')) };
    for (const crypto of [{}, { subtle: refusing }]) {
      const tab = opened(`#${proofOf()}`, crypto);
      await vi.waitFor(() => expect(tab.verdicts()).toEqual(['unsupported']));
    }
  });

  it('shows markup in a signed field as text', async () => {
    const tab = opened(`#${proofOf({ m: '<img src=x onerror=1>' })}`);
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']));
    expect(tab.field('payer').children.length).toBe(0);
    expect(tab.field('payer').textContent).toBe('<img src=x onerror=1>');
  });
});

describe('the language beside Arabic', () => {
  it.each([
    [['bn-BD', 'en'], 'bn'],
    [['tl-PH', 'en'], 'fil'],
    [['ml-IN', 'hi-IN'], 'hi'],
    [['ar-KW', 'ur-PK'], 'ur'],
    [['de-DE'], 'en'],
    [[], 'en'],
  ] as const)('a browser set to %j reads %s', (set, language) => {
    const tab = opened('', undefined, [...set]);
    expect([tab.languages(), tab.chosen()]).toEqual([[language], [language]]);
  });

  it('changes when the reader chooses another, and keeps the verdict', async () => {
    const tab = opened(`#${proofOf()}`);
    await vi.waitFor(() => expect(tab.verdicts()).toEqual(['genuine']), { timeout: 10_000 });
    tab.choose('fil');
    expect([tab.languages(), tab.chosen(), tab.verdicts()]).toEqual([['fil'], ['fil'], ['genuine']]);
  });

  it.each(languages.filter((language) => language !== 'en'))('%s says everything in its own words', (language) => {
    for (const name of Object.keys(verifyWords.en) as (keyof VerifyWords)[]) {
      const text = verifyWords[language][name];
      expect(text.trim(), name).toBe(text);
      expect(text, name).not.toBe(verifyWords.en[name]);
      expect(text, name).not.toMatch(/[\u200e\u200f\u202a-\u202e\u2066-\u2069٠-٩۰-۹०-९০-৯]/u);
    }
  });
});

describe('the check in the page', () => {
  it('refuses a proof with any one byte flipped', { timeout: 30_000 }, async () => {
    const proof = proofOf();
    expect((await judge(proof)).verdict).toBe('genuine');
    for (let at = 0; at < proof.length; at += 1) {
      for (const bit of [1, 2, 16, 64]) {
        const changed = String.fromCharCode(proof.charCodeAt(at) ^ bit);
        const flipped = proof.slice(0, at) + changed + proof.slice(at + 1);
        expect((await judge(flipped)).verdict, `byte ${at}, bit ${bit}`).toBe('not_genuine');
      }
    }
  });

  it('refuses the proof of another key, and a signed statement that is not one', async () => {
    const stranger = generateKeyPairSync('ed25519').privateKey;
    expect(await judge(proofOf({}, stranger))).toEqual({ verdict: 'not_genuine' });
    for (const change of [{ v: 2 }, { t: 'yesterday' }, { a: '25' }, { n: undefined }]) {
      expect(await judge(proofOf(change))).toEqual({ verdict: 'not_genuine' });
    }
  });

  it('agrees with the check every other program uses', async () => {
    const good = proofOf();
    for (const text of [
      good,
      proofOf({ d: 1 }),
      `${good}.`,
      `${good}A`,
      `${good}=`,
      good.toLowerCase(),
      'WAFA1..',
      '',
    ]) {
      const other = await verifyReceiptProof(text, (bytes, signature) => verify(null, bytes, publicKey, signature));
      expect((await judge(text)).verdict === 'genuine', text).toBe(other.ok);
    }
  });
});

describe('GET /verify', () => {
  it('is one file that may load nothing, and its policy names exactly its own script and styles', async () => {
    const app = Fastify();
    await app.register(verifyRoute, { receiptKey, demo: true });
    const reply = await app.inject('/verify');
    await app.close();
    const policy = String(reply.headers['content-security-policy']);
    const inline = [...reply.body.matchAll(/<(script|style)>([^]*?)<\/\1>/g)];
    expect(inline.map(([, element]) => element)).toEqual(['style', 'style', 'script']);
    for (const [, element, text = ''] of inline) {
      const hash = createHash('sha256').update(text).digest('base64');
      expect(policy).toMatch(new RegExp(`${element}-src [^;]*'sha256-${hash.replaceAll('+', '\\+')}'`));
    }
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe');
    const inPage = new Window();
    inPage.document.write(reply.body);
    const meta = inPage.document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
    expect(policy).toBe(`${meta}; frame-ancestors 'none'`);
    expect(reply.body).not.toMatch(/\s(src|href|action|on\w+|style)=/);
    expect(script).not.toMatch(/<!--|innerHTML|fetch|import\b/);
  });

  it('escapes what it is handed', () => {
    expect(verifyPage({ receiptKey: '"><script>', demo: false })).not.toContain('"><script>');
  });
});
