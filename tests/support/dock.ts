/** Hands on the outside world: what the dock's panel does, from a test. */
export class Dock {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  network(mode: 'up' | 'down' | 'slow'): Promise<unknown> {
    return this.#post('/network', { mode });
  }

  ministry(mode: 'up' | 'down' | 'slow'): Promise<unknown> {
    return this.#post('/ministry', { mode });
  }

  knet(settings: { mode?: 'normal' | 'silent' | 'slow'; outcome?: string }): Promise<unknown> {
    return this.#post('/knet', settings);
  }

  printer(state: string): Promise<unknown> {
    return this.#post('/printer', { state });
  }

  scan(text: string): Promise<unknown> {
    return this.#post('/scan', { text });
  }

  /** Everything back to fine weather. */
  async calm(): Promise<void> {
    await this.network('up');
    await this.ministry('up');
    await this.knet({ mode: 'normal', outcome: 'by_card' });
    await this.printer('ready');
  }

  /** Papers that left the printer, oldest first. */
  async papers(): Promise<{ id: string; complete: boolean; width: number; height: number }[]> {
    const response = await fetch(`${this.#url}/state`);
    const state = (await response.json()) as {
      papers: { id: string; complete: boolean; width: number; height: number }[];
    };
    return state.papers;
  }

  async paperPicture(id: string): Promise<Buffer> {
    const response = await fetch(`${this.#url}/paper/${id}.png`);
    return Buffer.from(await response.arrayBuffer());
  }

  async #post(path: string, body: unknown): Promise<unknown> {
    const response = await fetch(`${this.#url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`dock ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
