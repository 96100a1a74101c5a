import type { Manner } from './faults.ts';
import type { TerminalMessage } from './messages.ts';

/** One connection, as the core sees it: messages, no bytes. */
export interface TerminalLink {
  /** `manner` spoils the bytes where there are any; a link without bytes takes such a message for lost. */
  send(message: TerminalMessage, manner: Manner): void;
  /** `reset`: not in good order, the other side gets an error. */
  close(how: 'end' | 'reset'): void;
}

/** A link with the ways in which it can break. */
export class Line {
  readonly #link: TerminalLink;
  #state: 'open' | 'deaf' | 'closed' = 'open';

  constructor(link: TerminalLink) {
    this.#link = link;
  }

  get open(): boolean {
    return this.#state === 'open';
  }

  send(message: TerminalMessage, manner: Manner = 'plain'): void {
    if (this.open) this.#link.send(message, manner);
  }

  /** The terminal ends it. */
  close(how: 'end' | 'reset'): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#link.close(how);
  }

  /** From now on nothing gets through, and nobody is told. */
  deafen(): void {
    if (this.open) this.#state = 'deaf';
  }

  /** The other side has ended it. */
  ended(): void {
    this.#state = 'closed';
  }
}
