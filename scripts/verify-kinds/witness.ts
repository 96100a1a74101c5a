/** A record of one journal as another one saw it. */
export interface Witness {
  readonly seq: number;
  readonly hash: string;
  /** Where it is written down, in words. */
  readonly by: string;
}

/**
 * Compares a journal with what another one saw of it. Whoever cuts the end of one, or puts an older one in its place,
 * has to do the same to the other.
 */
export class Witnesses {
  readonly #seen: ReadonlyMap<number, Witness>;

  constructor(seen: readonly Witness[]) {
    this.#seen = new Map(seen.map((one) => [one.seq, one]));
  }

  /** A sentence when this is not the record that was seen. */
  contradict(seq: number, hash: string): string | null {
    const seen = this.#seen.get(seq);
    return seen === undefined || seen.hash === hash ? null : `${seen.by} saw another record here`;
  }

  /** A sentence when records were seen beyond the last one. */
  miss(lastSeq: number): string | null {
    const beyond = [...this.#seen.values()].filter(({ seq }) => seq > lastSeq);
    const [first] = beyond.toSorted((one, other) => one.seq - other.seq);
    return first ? `${first.by} saw record ${first.seq}: the end has been cut off` : null;
  }
}
