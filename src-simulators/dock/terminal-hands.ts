import { z } from 'zod';

/** What hands can do at the card terminal. */
export const terminalDeeds = [
  'tap_card',
  'declined_card',
  'wrong_pin',
  'cancel_key',
  'leave_card_in',
  'remove_card',
  'reboot',
  'calm',
] as const;
export type TerminalDeed = (typeof terminalDeeds)[number];

/** Each as a call of the terminal simulator's control API. */
const calls: Readonly<Record<TerminalDeed, readonly [path: string, body: object]>> = {
  tap_card: ['/sim/card', { outcome: 'approve' }],
  declined_card: ['/sim/card', { outcome: 'Refusal' }],
  wrong_pin: ['/sim/card', { outcome: 'WrongPIN', entry: 'insert' }],
  cancel_key: ['/sim/cancel', {}],
  leave_card_in: ['/sim/card', { outcome: 'approve', entry: 'insert', leave: true }],
  remove_card: ['/sim/remove-card', {}],
  reboot: ['/sim/reboot', { announced: true }],
  calm: ['/sim/reset', {}],
};

const answerSchema = z.object({ done: z.boolean() });
const stateSchema = z.object({ display: z.string(), cable: z.enum(['in', 'out']), cardIn: z.boolean() });
/** What the dock shows of the terminal. */
export type TerminalView = z.infer<typeof stateSchema>;

/** Hands on the terminal simulator, wherever it runs. */
export class TerminalHands {
  readonly #url: string;

  /** @param url of its control API; empty: there is no terminal in this world */
  constructor(url: string) {
    this.#url = url;
  }

  /** False when the terminal took no notice: nobody was asked for a card, for example. */
  do(deed: TerminalDeed): Promise<boolean> {
    return this.#tell(...calls[deed]);
  }

  async setCable(cable: 'in' | 'out'): Promise<void> {
    await this.#tell('/sim/cable', { cable });
  }

  /** Null when there is no terminal, or when it has stopped. */
  async view(): Promise<TerminalView | null> {
    if (this.#url === '') return null;
    try {
      return stateSchema.parse(await (await fetch(`${this.#url}/sim/state`)).json());
    } catch {
      return null;
    }
  }

  async #tell(path: string, body: object): Promise<boolean> {
    if (this.#url === '') throw new Error('there is no card terminal in this world');
    const told = await fetch(`${this.#url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!told.ok) throw new Error(`the terminal refused: ${told.status}`);
    return answerSchema.parse(await told.json()).done;
  }
}
