import type { FaultProfile, RowFigures, RowOutcome, SyncFigures } from './row.ts';

/** The figures that are plain numbers. */
export type NumberFigure = Exclude<keyof RowFigures, 'mutants' | 'edges' | 'sync'>;

/** What is done to the copy of the register. */
type SyncFault = Exclude<keyof SyncFigures, 'mixedEditions'>;

/** Counts below which a run has not shown what it should. */
export type Least = Readonly<Partial<Record<NumberFigure | SyncFault, number>>>;

/** What a row has to bring to pass in this run. */
export interface Demand {
  /** Not having run is a failure here. */
  readonly required: boolean;
  readonly least: Least;
}

/** One row after it ran. */
export interface RowReport {
  readonly name: string;
  readonly title: string;
  readonly outcome: RowOutcome;
  /** Why it failed, one sentence each; empty when it passed, and also when it did not run and need not have. */
  readonly complaints: readonly string[];
  readonly seconds: number;
}

/** What `out/faults/summary.json` holds: the figures of all rows together. */
export interface FaultSummary {
  readonly profile: FaultProfile;
  readonly seeds: number;
  readonly crashes: number;
  readonly violations: number;
  readonly sweepRuns: number;
  readonly mutants: { readonly total: number; readonly killed: number };
  readonly edges: { readonly legal: number; readonly reached: number };
  readonly kills: number;
  readonly lostAcks: number;
  readonly powerCuts: number;
  readonly networkFaults: number;
  readonly sync: SyncFigures;
  readonly seconds: number;
}

/** Everything that keeps a row from passing: what it found itself, and what its figures say. */
export function complaintsOf(outcome: RowOutcome, { required, least }: Demand): string[] {
  if (!outcome.ran) return required ? [`has to run here and did not: ${outcome.why}`] : [];
  const { figures, violations } = outcome;
  const { mutants, edges, sync, lostAcks = 0 } = figures;
  const complaints = [...violations];
  if (mutants && mutants.killed < mutants.total) {
    complaints.push(`${mutants.total - mutants.killed} of ${mutants.total} mutants survived`);
  }
  if (edges && edges.reached < edges.legal) {
    complaints.push(`${edges.legal - edges.reached} of ${edges.legal} edges were not reached`);
  }
  if (lostAcks > 0) complaints.push(`${lostAcks} acknowledged answers were lost`);
  if (sync && sync.mixedEditions > 0) complaints.push(`${sync.mixedEditions} times editions were mixed`);
  const countable = { ...figures, ...sync };
  for (const [figure, wanted] of Object.entries(least) as [keyof Least, number][]) {
    const counted = countable[figure] ?? 0;
    if (counted < wanted) complaints.push(`${figure}: ${counted}, at least ${wanted} are needed`);
  }
  return complaints;
}

/** Adds the rows up. `violations` counts every complaint, so that it is zero exactly when the run passed. */
export function summaryOf(profile: FaultProfile, rows: readonly RowReport[], seconds: number): FaultSummary {
  const figures = rows.flatMap(({ outcome }) => (outcome.ran ? [outcome.figures] : []));
  const sum = (of: (one: RowFigures) => number | undefined): number =>
    figures.reduce((total, one) => total + (of(one) ?? 0), 0);
  return {
    profile,
    seeds: sum(({ seeds }) => seeds),
    crashes: sum(({ crashes }) => crashes),
    violations: rows.reduce((total, { complaints }) => total + complaints.length, 0),
    sweepRuns: sum(({ sweepRuns }) => sweepRuns),
    mutants: { total: sum(({ mutants }) => mutants?.total), killed: sum(({ mutants }) => mutants?.killed) },
    edges: { legal: sum(({ edges }) => edges?.legal), reached: sum(({ edges }) => edges?.reached) },
    kills: sum(({ kills }) => kills),
    lostAcks: sum(({ lostAcks }) => lostAcks),
    powerCuts: sum(({ powerCuts }) => powerCuts),
    networkFaults: sum(({ networkFaults }) => networkFaults),
    sync: {
      interruptions: sum(({ sync }) => sync?.interruptions),
      corruptions: sum(({ sync }) => sync?.corruptions),
      wipes: sum(({ sync }) => sync?.wipes),
      mixedEditions: sum(({ sync }) => sync?.mixedEditions),
    },
    seconds,
  };
}

/** Rows that passed and failed; one that did not run, and need not have, is neither. */
export function countRows(rows: readonly RowReport[]): { passed: number; failed: number } {
  const failed = rows.filter(({ complaints }) => complaints.length > 0).length;
  const passed = rows.filter(({ outcome, complaints }) => outcome.ran && complaints.length === 0).length;
  return { passed, failed };
}
