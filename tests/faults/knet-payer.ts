import { setTimeout as pause } from 'node:timers/promises';

export interface PayerSetting {
  /** Sent as the phone's address, because the gateway limits its pages per address. */
  readonly address: string;
  /** `09` is accepted by the simulator, every other month is declined. */
  readonly expiryMonth: string;
  /** Just before something money hangs on is sent: Pay on our page, the card on K-Net's. */
  readonly onStep?: (step: 'press' | 'card') => void;
}

/** What the visitor could do. `stuck`: Pay had been pressed already, and whoever got K-Net's address lost it. */
export type PayerOutcome = 'sent_card' | 'stuck' | 'gave_up';

/** Longest wait for one page, ms. */
const pageLimitMs = 5_000;
/** A visitor whose page does not load tries again this often. */
const tries = 6;
const pauseMs = 400;

interface Page {
  readonly url: string;
  readonly html: string;
}

/**
 * A visitor's phone: presses Pay on the gateway's page, then enters a card on K-Net's. Tries again where a person
 * would, up to the card: a card is entered once. Never throws.
 */
export async function payOnPhone(pageUrl: string, setting: PayerSetting): Promise<PayerOutcome> {
  const cardPage = await untilCardPage(pageUrl, setting);
  if (cardPage === null) return 'gave_up';
  const form = /<form\b[^>]*id="card-form"[^>]*>[\s\S]*?<\/form>/.exec(cardPage.html)?.[0];
  const action = /action="([^"]*)"/.exec(form ?? '')?.[1]?.replaceAll('&amp;', '&');
  const paymentId = /name="PaymentID"[^>]*value="([^"]*)"/.exec(form ?? '')?.[1];
  if (action === undefined || paymentId === undefined) return 'stuck';
  const card = { bank: 'KNET1', digits: '0000000001', year: '2025', pin: '1234', action: 'submit' };
  const body = new URLSearchParams({ ...card, month: setting.expiryMonth, PaymentID: paymentId });
  setting.onStep?.('card');
  await browse(new URL(action, cardPage.url).href, setting, body).catch(() => undefined);
  return 'sent_card';
}

async function untilCardPage(pageUrl: string, setting: PayerSetting): Promise<Page | null> {
  for (let tried = 0; tried < tries; tried += 1) {
    if (tried > 0) await pause(pauseMs);
    try {
      await browse(pageUrl, setting);
      setting.onStep?.('press');
      return await browse(pageUrl, setting, new URLSearchParams());
    } catch {
      // The gateway is away just now: as with any page that does not load.
    }
  }
  return null;
}

/** Loads a page, following redirects, on this machine only. */
async function browse(address: string, { address: from }: PayerSetting, body?: URLSearchParams): Promise<Page> {
  let url = address;
  let init: RequestInit = body === undefined ? {} : { method: 'POST', body };
  for (let step = 0; step < 6; step += 1) {
    if (new URL(url).hostname !== '127.0.0.1') throw new Error(`the phone was led to ${url}`);
    const signal = AbortSignal.timeout(pageLimitMs);
    const response = await fetch(url, { ...init, headers: { 'x-forwarded-for': from }, redirect: 'manual', signal });
    const html = await response.text();
    const location = response.headers.get('location');
    if (location === null) {
      if (response.status >= 500 || response.status === 429) throw new Error(`no page: ${response.status}`);
      return { url, html };
    }
    url = new URL(location, url).href;
    init = {};
  }
  throw new Error(`too many redirects from ${address}`);
}
