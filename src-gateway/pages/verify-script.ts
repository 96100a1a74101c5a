/*
 * What runs in the browser that checks a receipt. Both functions are sent as their own text (`String(judgeProof)`), so
 * each must be whole by itself: no imports but types, nothing of this file. Saved to disk, they work without a network.
 */

/** What a check came to. `fields` are texts to be shown, never markup. */
export type ProofVerdict =
  | { readonly verdict: 'genuine'; readonly fields: Readonly<Record<string, string>>; readonly demo: boolean }
  | { readonly verdict: 'not_genuine' }
  /** The browser has no Ed25519: nothing is known about the receipt. */
  | { readonly verdict: 'unsupported' };

/**
 * Checks a proof. White space in it does not matter: it comes from scanners and from broken lines.
 * @param key the gateway's raw public receipt key, base64url
 */
export async function judgeProof(text: string, key: string, subtle: SubtleCrypto | undefined): Promise<ProofVerdict> {
  const bytesOf = (part: string): Uint8Array<ArrayBuffer> | null => {
    if (!/^[\w-]+$/.test(part) || part.length % 4 === 1) return null;
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    // atob ignores stray bits at the end: only the one text that stands for these bytes is taken.
    const again = btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
    return again === part ? Uint8Array.from(binary, (character) => character.charCodeAt(0)) : null;
  };
  const shown = (bytes: Uint8Array): ProofVerdict => {
    // Signed by the gateway, and still only shown after its form is seen to be right.
    const { v, n, t, a, c, m, d } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Readonly<
      Record<string, unknown>
    >;
    const isText = typeof n === 'string' && typeof t === 'string' && typeof m === 'string';
    if (v !== 1 || !isText || !Number.isSafeInteger(a) || !Number.isSafeInteger(c)) return { verdict: 'not_genuine' };
    const fils = Number(a);
    const dinars = `${Math.trunc(fils / 1000)}.${String(fils % 1000).padStart(3, '0')}`;
    // Kuwait is three hours ahead of UTC all year.
    const inKuwait = new Date(Date.parse(t) + 3 * 3_600_000).toISOString();
    const fields = {
      number: n,
      time: inKuwait.slice(0, 16).replace('T', ' '),
      amount: dinars.replace(/\B(?=(\d{3})+\.)/g, ','),
      tickets: String(c),
      payer: m,
    };
    return { verdict: 'genuine', fields, demo: d !== undefined };
  };

  const keyBytes = bytesOf(key);
  let publicKey: CryptoKey;
  try {
    if (subtle === undefined || keyBytes === null) return { verdict: 'unsupported' };
    publicKey = await subtle.importKey('raw', keyBytes, 'Ed25519', false, ['verify']);
  } catch {
    return { verdict: 'unsupported' };
  }
  const proof = text.replace(/\s/g, '');
  const [prefix, body = '', tail = '', ...rest] = proof.split('.');
  const [statement, signature] = [bytesOf(body), bytesOf(tail)];
  const isForm = prefix === 'WAFA1' && rest.length === 0 && proof.length <= 1000;
  if (!isForm || statement === null || signature?.length !== 64) return { verdict: 'not_genuine' };
  try {
    const signed = new TextEncoder().encode(`${prefix}.${body}`);
    const genuine = await subtle.verify('Ed25519', publicKey, signature, signed);
    return genuine ? shown(statement) : { verdict: 'not_genuine' };
  } catch {
    return { verdict: 'not_genuine' };
  }
}

/** Joins `judge` to the page around it. The address's fragment never leaves the browser. */
export function runPage(judge: typeof judgeProof): void {
  const box = document.querySelector('textarea');
  if (box === null) return;
  // Browsers leave `subtle` out on pages they do not call secure.
  const { subtle } = crypto as { readonly subtle?: SubtleCrypto };
  let turn = 0;

  const show = (result: ProofVerdict | null): void => {
    for (const card of document.querySelectorAll<HTMLElement>('[data-verdict]')) {
      card.hidden = card.dataset['verdict'] !== result?.verdict;
    }
    const receipt = result?.verdict === 'genuine' ? result : null;
    for (const mark of document.querySelectorAll<HTMLElement>('[data-demo]')) mark.hidden = receipt?.demo !== true;
    for (const place of document.querySelectorAll<HTMLElement>('[data-field]')) {
      place.textContent = receipt?.fields[place.dataset['field'] ?? ''] ?? '';
    }
  };
  const choices = [...document.querySelectorAll<HTMLElement>('[data-choose]')];
  const speak = (language: string): void => {
    for (const text of document.querySelectorAll<HTMLElement>('[data-language]')) {
      text.hidden = text.dataset['language'] !== language;
    }
    for (const choice of choices) {
      choice.setAttribute('aria-pressed', String(choice.dataset['choose'] === language));
    }
  };
  const ownLanguage = (): string => {
    const offered = choices.map((choice) => choice.dataset['choose'] ?? '');
    // `tl` is what many phones call Filipino.
    const wanted = navigator.languages.map((tag) => tag.toLowerCase().replace(/-.*/, '').replace(/^tl$/, 'fil'));
    return wanted.find((language) => offered.includes(language)) ?? 'en';
  };
  const check = async (): Promise<void> => {
    turn += 1;
    const mine = turn;
    show(null);
    if (box.value.trim() === '') return;
    const result = await judge(box.value, box.dataset['key'] ?? '', subtle);
    if (mine === turn) show(result);
  };
  const typed = (event: Event): void => {
    // An old verdict never stands beside a new text; a scanner's text is checked with its last character.
    turn += 1;
    show(null);
    const isPasted = event instanceof InputEvent && event.inputType === 'insertFromPaste';
    if (isPasted || /^\s*WAFA1\.[\w-]+\.[\w-]{86}\s*$/.test(box.value)) void check();
  };
  const fromAddress = (): void => {
    if (location.hash.length < 2) return;
    box.value = location.hash.slice(1);
    void check();
  };

  box.addEventListener('input', typed);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    void check();
  });
  document.querySelector('[data-check]')?.addEventListener('click', () => void check());
  for (const choice of choices) {
    choice.addEventListener('click', () => speak(choice.dataset['choose'] ?? 'en'));
  }
  addEventListener('hashchange', fromAddress);
  // A page that was saved after a check still shows its verdict.
  show(null);
  speak(ownLanguage());
  fromAddress();
}
