/** Makes numbers durable: once this has resolved, `from` and the `count - 1` after it are never given out again. */
export interface DurableNumbers {
  reserve(count: number): Promise<{ from: number } | null>;
}

/** Numbers made durable at a time; what is left of a block when the program ends stays unused. */
const blockSize = 64;
/** Ten characters in base 36. */
const end = 36 ** 10;

/** Names for messages (ServiceID): a counter in base 36 that never gives the same name twice. */
export class MessageIds {
  readonly #numbers: DurableNumbers;
  #next = 0;
  #left = 0;
  /** Callers wait for one another, so that a block is asked for once. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(numbers: DurableNumbers) {
    this.#numbers = numbers;
  }

  /** Null when no number could be made durable. */
  next(): Promise<string | null> {
    const turn = this.#turn.then(() => this.#take());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #take(): Promise<string | null> {
    if (this.#left === 0) {
      const block = await this.#numbers.reserve(blockSize);
      if (!block) return null;
      this.#next = block.from;
      this.#left = blockSize;
    }
    if (this.#next >= end) return null;
    this.#left -= 1;
    const number = this.#next;
    this.#next += 1;
    return number.toString(36).toUpperCase();
  }
}
