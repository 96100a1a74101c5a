/** A page as the phone has it: where it is and what it says. */
export interface PhonePage {
  readonly url: string;
  readonly status: number;
  readonly html: string;
}

/** Redirects one step may lead through; K-Net's way has three. */
const longestTrail = 10;

/**
 * A visitor's phone, as far as paying needs one: opens a page, reads its forms, sends one and follows
 * where it leads. Goes to this machine only.
 */
export class Phone {
  #page: PhonePage | null = null;

  get page(): PhonePage {
    if (!this.#page) throw new Error('the phone shows no page');
    return this.#page;
  }

  /** Opens an address, as the camera does with a code. */
  async open(address: string): Promise<PhonePage> {
    return this.#go(address, { method: 'GET' });
  }

  /** Sends the form with this id (or the only one), with the page's own hidden fields and the given ones. */
  async send(formId: string | null, fields: Readonly<Record<string, string>> = {}): Promise<PhonePage> {
    const form = formOn(this.page, formId);
    const body = new URLSearchParams({ ...form.hidden, ...fields });
    return this.#go(form.action, { method: 'POST', body });
  }

  /** The whole way: Pay on our page, the test card, the one-time code. */
  async pay(address: string, card: { expiryMonth: string } = { expiryMonth: '09' }): Promise<PhonePage> {
    await this.open(address);
    await this.send(null);
    await this.send('card-form', {
      bank: 'KNET1',
      digits: '0000000001',
      month: card.expiryMonth,
      year: '2025',
      pin: '1234',
      action: 'submit',
    });
    return this.confirmCode();
  }

  /** Types the one-time code the simulator's page shows. */
  async confirmCode(): Promise<PhonePage> {
    const code = /id="demo-code"[^>]*>\D*(\d{6})/.exec(this.page.html)?.[1];
    if (!code) throw new Error(`no one-time code on ${this.page.url}`);
    return this.send('otp-form', { otp: code, action: 'submit' });
  }

  async #go(address: string, request: { method: string; body?: URLSearchParams }): Promise<PhonePage> {
    let url = address;
    let next: { method: string; body?: URLSearchParams } = request;
    for (let step = 0; step < longestTrail; step += 1) {
      if (new URL(url).hostname !== '127.0.0.1') throw new Error(`the phone was led to ${url}`);
      const response = await fetch(url, { ...next, redirect: 'manual' });
      const location = response.headers.get('location');
      if (!location) {
        this.#page = { url, status: response.status, html: await response.text() };
        return this.#page;
      }
      url = new URL(location, url).href;
      next = { method: 'GET' };
    }
    throw new Error(`too many redirects from ${address}`);
  }
}

function formOn(page: PhonePage, id: string | null): { action: string; hidden: Record<string, string> } {
  const forms = [...page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
  const form = forms.find(([, attributes]) => id === null || attributes?.includes(`id="${id}"`));
  if (!form) throw new Error(`no form ${id ?? ''} on ${page.url}: ${page.html.slice(0, 300)}`);
  const action = /action="([^"]*)"/.exec(form[1] ?? '')?.[1]?.replaceAll('&amp;', '&') ?? page.url;
  const hidden = [...(form[2] ?? '').matchAll(/<input\b[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
    /name="([^"]*)"/.exec(input)?.[1] ?? '',
    /value="([^"]*)"/.exec(input)?.[1] ?? '',
  ]);
  return { action: new URL(action, page.url).href, hidden: Object.fromEntries(hidden) as Record<string, string> };
}
