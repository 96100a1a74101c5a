/** One file to be checked. */
export interface Evidence {
  readonly path: string;
  /** File name without folder. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The outcome of a check, ready to print. */
export interface Verdict {
  /** Null: it could not be checked, and a line says what is missing. */
  readonly intact: boolean | null;
  readonly lines: readonly string[];
}

/** A kind of file `npm run verify` can check, with no secret and no network. */
export interface EvidenceKind {
  /** Whether the content (or, for a damaged file, its name) says that it is of this kind. */
  recognises(evidence: Evidence): boolean;
  check(evidence: Evidence): Verdict | Promise<Verdict>;
}
