/** How much is done: `ci` inside `npm test`, `nightly` on a machine of its own. */
export type FaultProfile = 'ci' | 'nightly';

/** What a row is run with. */
export interface RowSetting {
  readonly profile: FaultProfile;
  /** Replays one case instead of the whole row. */
  readonly seed: number | null;
  /** Scratch folder of this row; kept when the row fails. */
  readonly folder: string;
  /** One line of progress. */
  readonly say: (line: string) => void;
}

/** What a row counted. A figure that is not its own is left out. */
export interface RowFigures {
  readonly seeds?: number;
  readonly crashes?: number;
  readonly sweepRuns?: number;
  readonly mutants?: { readonly total: number; readonly killed: number };
  readonly edges?: { readonly legal: number; readonly reached: number };
  /** Processes ended by SIGKILL. */
  readonly kills?: number;
  /** Answers that had been given and were not found again afterwards. */
  readonly lostAcks?: number;
  readonly powerCuts?: number;
  readonly networkFaults?: number;
  readonly sync?: SyncFigures;
}

/** What befell the kiosk's copy of the register. */
export interface SyncFigures {
  /** The line or the program stopped, or the disk had no room. */
  readonly interruptions: number;
  /** Files and heads that were not what the gateway made. */
  readonly corruptions: number;
  /** The vault's storage emptied. */
  readonly wipes: number;
  /** Times that visitors were answered from two editions at once, or from an older one than before. */
  readonly mixedEditions: number;
}

/** `not_run`: this machine cannot run the row (no loop device, say). That is not a pass: `ran` says so in the summary. */
export type RowOutcome =
  | {
      readonly ran: true;
      readonly figures: RowFigures;
      readonly violations: readonly string[];
      /** What was measured besides, a line each, for the table. */
      readonly remarks?: readonly string[];
    }
  | { readonly ran: false; readonly why: string };

/** One family of faults, run in one go. */
export interface FaultRow {
  /** For `--row`. */
  readonly name: string;
  /** One line for the table. */
  readonly title: string;
  run(setting: RowSetting): Promise<RowOutcome>;
}
