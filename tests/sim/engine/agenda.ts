/** Cancels what was put on the agenda. */
export interface Entry {
  cancel(): void;
}

interface Due {
  readonly at: number;
  /** Breaks ties: what was put down first happens first. */
  readonly order: number;
  run: (() => void) | null;
}

/** The heap of timed events of one run. Time is simulated, in milliseconds, and moves only from event to event. */
export class Agenda {
  now = 0;
  #order = 0;
  readonly #heap: Due[] = [];

  /** Calls `run` once, `ms` from now. */
  after(ms: number, run: () => void): Entry {
    const due: Due = { at: this.now + Math.max(0, Math.round(ms)), order: (this.#order += 1), run };
    this.#heap.push(due);
    this.#up(this.#heap.length - 1);
    return { cancel: () => void (due.run = null) };
  }

  /** Moves to the next event that is due by `until` and runs it; false when there is none, and then it is `until`. */
  step(until: number): boolean {
    for (;;) {
      const next = this.#heap[0];
      if (next === undefined || next.at > until) {
        this.now = Math.max(this.now, until);
        return false;
      }
      this.#shift();
      if (next.run === null) continue;
      this.now = next.at;
      next.run();
      return true;
    }
  }

  #shift(): void {
    const last = this.#heap.pop();
    if (last === undefined || this.#heap.length === 0) return;
    this.#heap[0] = last;
    this.#down(0);
  }

  #up(from: number): void {
    let at = from;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!this.#swapIfSooner(at, above)) return;
      at = above;
    }
  }

  #down(from: number): void {
    let at = from;
    for (;;) {
      const left = at * 2 + 1;
      const right = left + 1;
      const sooner = this.#isSooner(right, left) ? right : left;
      if (!this.#swapIfSooner(sooner, at)) return;
      at = sooner;
    }
  }

  #isSooner(one: number, other: number): boolean {
    const a = this.#heap[one];
    const b = this.#heap[other];
    return a !== undefined && b !== undefined && (a.at < b.at || (a.at === b.at && a.order < b.order));
  }

  #swapIfSooner(below: number, above: number): boolean {
    if (!this.#isSooner(below, above)) return false;
    const a = this.#heap[below];
    const b = this.#heap[above];
    if (a === undefined || b === undefined) return false;
    this.#heap[below] = b;
    this.#heap[above] = a;
    return true;
  }
}
