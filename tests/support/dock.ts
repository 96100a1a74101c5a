import type { TerminalDeed } from '../../src-simulators/dock/terminal-hands.ts';

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

  /** Hands at the card terminal. Resolves to whether it took notice: it does not when it asks for no card, say. */
  async terminal(deed: TerminalDeed): Promise<boolean> {
    const { noticed } = (await this.#post('/terminal', { do: deed })) as { noticed: boolean };
    return noticed;
  }

  terminalCable(cable: 'in' | 'out'): Promise<unknown> {
    return this.#post('/terminal/cable', { cable });
  }

  /** What stands on the card terminal's display; null when there is none. */
  async terminalDisplay(): Promise<string | null> {
    const response = await fetch(`${this.#url}/state`);
    const { terminal } = (await response.json()) as { terminal: { display: string } | null };
    return terminal?.display ?? null;
  }

  headphones(headphones: 'in' | 'out'): Promise<unknown> {
    return this.#post('/headphones', { headphones });
  }

  /** Which guiding lights are on. */
  async lights(): Promise<{ receipt: boolean; card: boolean }> {
    const response = await fetch(`${this.#url}/state`);
    const { board } = (await response.json()) as { board: { lights: { receipt: boolean; card: boolean } } };
    return board.lights;
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
    await this.headphones('out');
    if ((await this.terminalDisplay()) !== null) await this.terminal('calm');
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
