/** A stick that is in the kiosk now. */
export interface Stick {
  /** Name of its folder. */
  readonly name: string;
  readonly folder: string;
  /** Room left on it, bytes. */
  readonly freeBytes: number;
}

/** The places where sticks appear. */
export interface Sticks {
  list(): Promise<readonly Stick[]>;
}
